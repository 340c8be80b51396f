"""La boîte d'envoi par l'API et le terminal : ce qui attend et pourquoi, le brouillon, ce qu'on décide, pour qui."""

import os
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.compte import Role
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.message import Message, nouveau_message
from modeles.vocabulaire_courriel import EtatMessage
from tests.acces import entrer_comme
from tests.api.demandes import preparer
from tests.api.terminal import en_json, jalons
from tests.bases import reglages_relus
from tests.workflows.courriels_revenus import avis_d_echec

SANS_SERVEUR = "Aucun serveur de courriel n'est réglé (JALONS_SMTP_HOTE) : il attend ici."
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def deposer(client: TestClient | None = None, **champs: Any) -> UUID:
    """Un message du Gers, avec un document Word et un classeur joints."""
    if client is not None:
        preparer(client)
    depot = Depot(configuration().donnees)
    pieces = [
        {"nom": "Invitation n° 1, comité.docx", "type_mime": DOCX, "empreinte": depot.ranger(b"du Word")},
        {
            "nom": "Suivi.xlsx",
            "type_mime": "application/octet-stream",
            "empreinte": depot.ranger(b"de l'Excel"),
        },
    ]
    with unite_de_travail() as session:
        demarche_id = session.exec(select(Demarche.id)).first()
        commun: dict[str, Any] = {"demarche_id": demarche_id, "pieces": pieces}
        corps = champs.pop("corps", "Bonjour.")
        message = nouveau_message("essai:1", "Réunion du 3 mars", corps, ["a@exemple.fr"], **commun | champs)
        session.add(message)
    return message.id


def etat(identifiant: UUID) -> EtatMessage:
    with lecture() as session:
        return session.get_one(Message, identifiant).etat


def test_la_boite_dit_ce_qui_attend_et_pourquoi(client: TestClient) -> None:
    identifiant = deposer(client)

    [vu] = client.get("/api/v1/messages").json()["elements"]
    assert (vu["id"], vu["libelle"], vu["raison"]) == (str(identifiant), "prêt à partir", SANS_SERVEUR)
    assert client.get("/api/v1/messages/attente").json() == {
        "en_attente": 1,
        "incertains": 0,
        "refuses": 0,
        "raison": "Aucun serveur de courriel n'est réglé (JALONS_SMTP_HOTE) : rien ne part.",
    }
    assert client.get("/sante").json()["messages"]["en_attente"] == 1
    assert client.get("/api/v1/messages?etat=envoye").json()["total"] == 0
    assert client.get("/api/v1/messages?territoire=32").json()["total"] == 1


def test_le_brouillon_s_ouvre_avec_ses_pieces_jointes(client: TestClient) -> None:
    identifiant = deposer(client)

    reponse = client.get(f"/api/v1/messages/{identifiant}/brouillon")

    assert reponse.headers["content-type"] == "message/rfc822"
    assert (
        "R%C3%A9union" in reponse.headers["content-disposition"]
        or "Reunion" in (reponse.headers["content-disposition"])
    )
    courriel = message_from_bytes(reponse.content, policy=policy.default)
    assert isinstance(courriel, EmailMessage)
    assert (courriel["X-Unsent"], courriel["To"], courriel["From"]) == ("1", "a@exemple.fr", None)
    assert [p.get_filename() for p in courriel.iter_attachments()] == [
        "Invitation n° 1, comité.docx",
        "Suivi.xlsx",
    ]
    assert etat(identifiant) is EtatMessage.PREPARE


def test_un_message_envoye_par_une_autre_voie_se_dit(client: TestClient) -> None:
    identifiant = deposer(client)

    vu = client.post(f"/api/v1/messages/{identifiant}/decision", json={"issue": "parti"}).json()

    assert (vu["etat"], vu["raison"]) == ("envoye", "Camille Exemple dit qu'il est parti.")
    assert vu["acheminements"][0]["reponse"] == "Selon Camille Exemple."
    assert [f["fait"] for f in vu["histoire"]] == ["decision"]
    encore = client.post(f"/api/v1/messages/{identifiant}/annulation", json={"motif": "Trop tard"})
    assert (encore.status_code, encore.json()["detail"]) == (409, "Ce message est envoyé.")


def test_un_message_annule_garde_son_motif(client: TestClient) -> None:
    identifiant = deposer(client)

    assert client.post(f"/api/v1/messages/{identifiant}/annulation", json={"motif": " "}).status_code == 422
    vu = client.post(f"/api/v1/messages/{identifiant}/annulation", json={"motif": "Réunion reportée"}).json()

    assert vu["etat"] == "annule"
    assert vu["histoire"][0]["detail"] == "Réunion reportée"


def test_renvoyer_refuse_une_adresse_impossible_et_ajoute_les_autres(client: TestClient) -> None:
    identifiant = deposer(client, etat=EtatMessage.REFUSE)
    adresse = f"/api/v1/messages/{identifiant}/decision"

    refus = client.post(adresse, json={"issue": "renvoyer", "adresses": ["élu@exemple.fr", "b@exemple.fr"]})
    assert (refus.status_code, refus.json()["detail"]) == (422, "Adresses impossibles : élu@exemple.fr.")

    vu = client.post(adresse, json={"issue": "renvoyer", "adresses": ["b@exemple.fr", "A@exemple.fr"]}).json()
    assert (vu["etat"], vu["destinataires"]) == ("prepare", ["a@exemple.fr", "b@exemple.fr"])


@pytest.mark.parametrize(
    ("role", "territoire", "statut"),
    [
        (Role.ETAT, "32", 200),
        (Role.ETAT, "31", 404),
        (Role.COLLECTIVITE, "32", 403),
        (Role.LECTEUR, "32", 403),
    ],
)
def test_chacun_ne_voit_que_les_messages_de_ses_territoires(
    client_sqlite: TestClient, role: Role, territoire: str, statut: int
) -> None:
    identifiant = deposer(client_sqlite)
    entrer_comme(client_sqlite, role, "Dominique Exemple", territoire=territoire)

    assert client_sqlite.get(f"/api/v1/messages/{identifiant}").status_code == statut
    assert client_sqlite.get(f"/api/v1/messages/{identifiant}/brouillon").status_code == statut
    decision = client_sqlite.post(f"/api/v1/messages/{identifiant}/decision", json={"issue": "parti"})
    assert decision.status_code == statut
    liste = client_sqlite.get("/api/v1/messages")
    assert liste.status_code == (403 if statut == 403 else 200)
    assert statut == 403 or liste.json()["total"] == (1 if statut == 200 else 0)


def test_un_message_sans_demarche_n_est_vu_que_de_qui_voit_tout(client_sqlite: TestClient) -> None:
    preparer(client_sqlite)
    identifiant = deposer(demarche_id=None)
    assert client_sqlite.get(f"/api/v1/messages/{identifiant}").status_code == 200

    entrer_comme(client_sqlite, Role.ETAT, "Dominique Exemple", territoire="32")

    assert client_sqlite.get(f"/api/v1/messages/{identifiant}").status_code == 404


def test_le_terminal_liste_montre_ecrit_le_brouillon_et_tranche(base_sqlite: Path, tmp_path: Path) -> None:
    identifiant = str(deposer())
    fichier = tmp_path / "brouillon.eml"

    assert SANS_SERVEUR in jalons("messages", "lister").output
    assert en_json("messages", "lister")["elements"][0]["id"] == identifiant
    assert "Bonjour." in jalons("messages", "montrer", identifiant[:8]).output
    assert jalons("messages", "brouillon", identifiant[:8], "--vers", str(fichier)).exit_code == 0
    assert b"X-Unsent: 1" in fichier.read_bytes()
    assert "existe déjà" in jalons("messages", "brouillon", identifiant[:8], "--vers", str(fichier)).output
    assert (
        "« Réunion du 3 mars » : envoyé." in jalons("messages", "trancher", identifiant[:8], "parti").output
    )
    assert "Ce message est envoyé." in jalons("messages", "annuler", identifiant, "--motif", "Non").output


def test_le_terminal_dit_pourquoi_rien_ne_part(base_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deposer()
    assert "Aucun serveur de courriel n'est réglé." in jalons("messages", "envoyer").output

    for nom, valeur in {"HOTE": "127.0.0.1", "PORT": "9", "EXPEDITEUR": "contrats@exemple.fr"}.items():
        monkeypatch.setenv(f"JALONS_SMTP_{nom}", valeur)
    configuration.cache_clear()

    resultat = jalons("messages", "envoyer")
    assert resultat.exit_code == 1
    assert "Le serveur 127.0.0.1:9 ne répond pas" in resultat.output
    assert "Nouvel essai le" in jalons("messages", "lister").output


@pytest.mark.parametrize("texte", ["", "zz", "00000000"])
def test_un_identifiant_inconnu_se_dit(base_sqlite: Path, texte: str) -> None:
    deposer()

    assert "ne désigne pas un message" in jalons("messages", "montrer", texte).output


def test_un_avis_d_echec_pousse_par_l_api_marque_le_message(client: TestClient) -> None:
    identifiant = deposer(client)
    client.post(f"/api/v1/messages/{identifiant}/decision", json={"issue": "parti"})
    avis = avis_d_echec(suivi=identifiant)

    reponse = client.post(
        "/api/v1/messages/retours", content=avis, headers={"Content-Type": "message/rfc822"}
    )

    assert (reponse.status_code, reponse.json()["message_id"]) == (201, str(identifiant))
    [adresse] = client.get(f"/api/v1/messages/{identifiant}").json()["acheminements"]
    assert (adresse["etat"], adresse["code"]) == ("revenu", "5.1.1")
    assert client.get("/api/v1/messages/retours").json()["total"] == 1


def test_seul_un_administrateur_remet_un_retour(client_sqlite: TestClient) -> None:
    preparer(client_sqlite)
    entrer_comme(client_sqlite, Role.ETAT, "Dominique Exemple", territoire="32")

    assert client_sqlite.post("/api/v1/messages/retours", content=b"x").status_code == 403


def test_le_terminal_releve_les_retours_et_retablit_une_adresse(base_sqlite: Path, tmp_path: Path) -> None:
    identifiant = deposer()
    jalons("messages", "trancher", str(identifiant), "parti")
    boite = tmp_path / "boite"
    boite.mkdir()
    (boite / "avis.eml").write_bytes(avis_d_echec(suivi=identifiant))
    os.utime(boite / "avis.eml", (0, 0))

    assert "JALONS_RETOURS_DE_COURRIEL" in jalons("messages", "relever").output
    assert "1 avis d'échec" in jalons("messages", "relever", "--dossier", str(boite)).output
    assert "Rien de nouveau." in jalons("messages", "relever", "--dossier", str(boite)).output
    assert "a@exemple.fr ne reçoit plus" in jalons("messages", "retours").output
    assert "n'est plus signalée" in jalons("messages", "retablir", "a@exemple.fr").output
    assert "n'est pas signalée" in jalons("messages", "retablir", "a@exemple.fr").output


def deposer_dans(territoire: str, etat: EtatMessage, **champs: Any) -> None:
    """Un message de la démarche de ce territoire, dans cet état."""
    with unite_de_travail() as session:
        demarche = session.exec(select(Demarche).where(Demarche.territoire_code == territoire)).one()
        commun: dict[str, Any] = {"demarche_id": demarche.id, "etat": etat}
        cle = f"essai:{territoire}:{etat}"
        session.add(nouveau_message(cle, "Réunion", "Bonjour.", ["a@exemple.fr"], **commun | champs))


def test_chacun_ne_compte_que_les_messages_de_ses_territoires(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALONS_SMTP_HOTE", "127.0.0.1")
    monkeypatch.setenv("JALONS_SMTP_SECURITE", "aucune")
    monkeypatch.setenv("JALONS_SMTP_EXPEDITEUR", "contrats@exemple.fr")
    with reglages_relus():
        for territoire in ("32", "31"):
            preparer(client, territoire)
        tard, plus_tard = (maintenant() + timedelta(hours=h) for h in (1, 2))
        prepare = EtatMessage.PREPARE
        deposer_dans("32", prepare, prochain_essai_le=tard, derniere_reponse="451 Gers")
        deposer_dans("31", prepare, prochain_essai_le=plus_tard, derniere_reponse="451 Haute-Garonne")
        deposer_dans("31", EtatMessage.REFUSE)
        with unite_de_travail() as session:
            session.add(
                nouveau_message("lien", "Votre lien", "Le voici.", ["b@exemple.fr"], etat=EtatMessage.DOUTEUX)
            )
        tous = client.get("/api/v1/messages/attente").json()
        vus = {}
        for territoire, nom in (("32", "Alix Gers"), ("31", "Alix Garonne"), ("09", "Alix Ariège")):
            entrer_comme(client, Role.ETAT, nom, territoire=territoire)
            vus[territoire] = client.get("/api/v1/messages/attente").json()
            assert client.get("/sante").json()["messages"] == vus[territoire]
        page = client.get("/messages").text

    assert tous == {"en_attente": 2, "incertains": 1, "refuses": 1, "raison": "451 Haute-Garonne"}
    assert vus["32"] == {"en_attente": 1, "incertains": 0, "refuses": 0, "raison": "451 Gers"}
    assert vus["31"] == {"en_attente": 1, "incertains": 0, "refuses": 1, "raison": "451 Haute-Garonne"}
    assert vus["09"] == {"en_attente": 0, "incertains": 0, "refuses": 0, "raison": None}
    assert "0\N{NO-BREAK SPACE}message en attente, pour tous vos territoires" in page
    assert "451" not in page
