"""La boîte d'envoi en pages : ce qui attend et pourquoi, ce qu'on décide, une saisie refusée n'est pas perdue."""

import re

import pytest
from fastapi.testclient import TestClient

from modeles.compte import Role
from modeles.vocabulaire_courriel import EtatMessage
from tests.acces import entrer_comme
from tests.api.demandes import REFERENTS, saisir
from tests.api.test_messages import deposer, etat
from tests.workflows.courriels_revenus import avis_d_echec


def test_la_boite_montre_chaque_message_et_pourquoi_il_attend(client: TestClient) -> None:
    identifiant = deposer(client)

    page = client.get("/messages")

    assert page.status_code == 200
    assert "1\N{NO-BREAK SPACE}message en attente" in page.text
    assert f'href="/messages/{identifiant}"' in page.text
    assert "JALONS_SMTP_HOTE" in page.text
    assert "avec ces choix" in client.get("/messages?etat=envoye").text
    assert f'href="/messages/{identifiant}"' in client.get("/messages?territoire=32").text


def test_une_boite_vide_le_dit(client_sqlite: TestClient) -> None:
    assert "Aucun message" in client_sqlite.get("/messages").text


def test_on_dit_depuis_la_page_qu_un_message_est_parti(client: TestClient) -> None:
    identifiant = deposer(client, etat=EtatMessage.DOUTEUX)
    assert "Il est parti" in client.get(f"/messages/{identifiant}").text

    reponse = client.post(f"/messages/{identifiant}/parti", follow_redirects=False)

    assert (reponse.status_code, reponse.headers["location"]) == (303, f"/messages/{identifiant}")
    page = client.get(f"/messages/{identifiant}").text
    assert "Camille Exemple dit qu" in page and "Décider" not in page


def test_une_adresse_refusee_reste_dans_le_champ(client_sqlite: TestClient) -> None:
    identifiant = deposer(client_sqlite, etat=EtatMessage.REFUSE)

    refus = client_sqlite.post(
        f"/messages/{identifiant}/renvoi", data={"adresses": "élu@exemple.fr, b@exemple.fr"}
    )

    assert refus.status_code == 422
    assert re.search(r'name="adresses"[^>]*value="élu@exemple.fr, b@exemple.fr"', refus.text)
    assert "Adresses impossibles" in refus.text
    assert etat(identifiant) is EtatMessage.REFUSE

    client_sqlite.post(f"/messages/{identifiant}/renvoi", data={"adresses": "b@exemple.fr; c@exemple.fr"})
    assert etat(identifiant) is EtatMessage.PREPARE
    assert "c@exemple.fr" in client_sqlite.get(f"/messages/{identifiant}").text


def test_annuler_demande_un_motif_et_le_garde(client_sqlite: TestClient) -> None:
    identifiant = deposer(client_sqlite)

    assert client_sqlite.post(f"/messages/{identifiant}/annulation", data={"motif": " "}).status_code == 422
    client_sqlite.post(f"/messages/{identifiant}/annulation", data={"motif": "Réunion reportée"})

    page = client_sqlite.get(f"/messages/{identifiant}").text
    assert etat(identifiant) is EtatMessage.ANNULE
    assert "Réunion reportée" in page


def test_un_nom_hostile_est_montre_tel_quel(client_sqlite: TestClient) -> None:
    identifiant = deposer(client_sqlite, sans_adresse=["<script>alert(1)</script>"], corps="<b>{{ 7*7 }}</b>")

    page = client_sqlite.get(f"/messages/{identifiant}").text

    assert "<script>alert(1)" not in page and "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("role", "territoire", "statut"), [(Role.ETAT, "31", 404), (Role.COLLECTIVITE, "32", 403)]
)
def test_la_page_d_un_message_ne_s_ouvre_qu_a_son_territoire(
    client_sqlite: TestClient, role: Role, territoire: str, statut: int
) -> None:
    identifiant = deposer(client_sqlite)
    entrer_comme(client_sqlite, role, "Dominique Exemple", territoire=territoire)

    assert client_sqlite.get(f"/messages/{identifiant}").status_code == statut
    assert client_sqlite.post(f"/messages/{identifiant}/parti").status_code == statut
    assert etat(identifiant) is EtatMessage.PREPARE


def test_decider_deux_fois_se_refuse_en_francais(client_sqlite: TestClient) -> None:
    identifiant = deposer(client_sqlite)
    client_sqlite.post(f"/messages/{identifiant}/parti")

    encore = client_sqlite.post(f"/messages/{identifiant}/parti")

    assert encore.status_code == 409
    assert "Ce message est envoyé." in encore.text


def test_l_adresse_qui_ne_recoit_plus_se_voit_parmi_les_personnes(client_sqlite: TestClient) -> None:
    identifiant = deposer(client_sqlite, etat=EtatMessage.DOUTEUX)
    referent = REFERENTS[0] | {"courriel": "A@exemple.fr"}
    saisir(client_sqlite, "contact", referent)
    assert "ne reçoit plus" not in client_sqlite.get("/territoires/32/cadre").text

    client_sqlite.post("/api/v1/messages/retours", content=avis_d_echec(suivi=identifiant))

    assert "ne reçoit plus" in client_sqlite.get("/territoires/32/cadre").text
    assert f'href="/messages/{identifiant}"' in client_sqlite.get("/a-faire").text
