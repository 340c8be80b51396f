"""La session : prolongée par l'usage, fermée à temps, protégée dans le navigateur."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.temps import aujourd_hui
from modeles.acces import SessionAgent, Suppleance
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.compte import Compte, Role
from modeles.requetes_acces import compte_de_courriel
from tests.acces import creer_compte, entrer, entrer_comme, lien_pour, secret_pour, sortir
from tests.api.demandes import creer, faire, preparer
from workflows.acces.habilitations import Portee


def vieillir(**champs: timedelta) -> None:
    """Recule dans le temps les instants de toutes les sessions."""
    with unite_de_travail() as session:
        for trouvee in session.exec(select(SessionAgent)).all():
            for champ, duree in champs.items():
                setattr(trouvee, champ, getattr(trouvee, champ) - duree)


def fermer(courriel: str) -> None:
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, courriel)
        assert compte
        compte.actif = False


@pytest.mark.parametrize(
    ("champ", "duree", "statut"),
    [
        ("vue_le", timedelta(minutes=119), 200),
        ("vue_le", timedelta(minutes=121), 401),
        ("expire_le", timedelta(hours=11, minutes=59), 200),
        ("expire_le", timedelta(hours=12), 401),
    ],
)
def test_une_session_oubliee_ou_trop_vieille_ne_vaut_plus_rien(
    client_sqlite: TestClient, champ: str, duree: timedelta, statut: int
) -> None:
    vieillir(**{champ: duree})

    assert client_sqlite.get("/api/v1/territoires").status_code == statut


def test_s_en_servir_prolonge_la_session(client: TestClient) -> None:
    for _ in range(3):
        vieillir(vue_le=timedelta(minutes=100))
        assert client.get("/api/v1/territoires").status_code == 200


def test_une_session_fermee_ne_rouvre_pas_meme_recopiee(client: TestClient) -> None:
    cookies = dict(client.cookies)

    sortie = client.post("/deconnexion", follow_redirects=False)
    client.cookies.update(cookies)

    assert (sortie.status_code, sortie.headers["location"]) == (303, "/connexion")
    assert client.get("/api/v1/territoires").status_code == 401


def test_un_compte_suspendu_perd_ses_sessions_ses_liens_sur_le_champ(client_sqlite: TestClient) -> None:
    courriel = creer_compte(Role.REGION, "Dominique Exemple", Portee("76"))
    lien = lien_pour(courriel)
    entrer(client_sqlite, secret_pour(courriel))
    avant = client_sqlite.get("/api/v1/territoires").status_code

    fermer(courriel)

    assert (avant, client_sqlite.get("/api/v1/territoires").status_code) == (200, 401)
    assert client_sqlite.post(f"/connexion/{lien}", follow_redirects=False).status_code == 403


def test_se_connecter_donne_une_session_neuve_et_ferme_l_ancienne(client_sqlite: TestClient) -> None:
    ancienne = dict(client_sqlite.cookies)
    lien = lien_pour(creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple"))

    client_sqlite.post(f"/connexion/{lien}", follow_redirects=False)
    nouvelle = dict(client_sqlite.cookies)
    sortir(client_sqlite)
    client_sqlite.cookies.update(ancienne)

    assert set(nouvelle.values()) != set(ancienne.values())
    assert client_sqlite.get("/api/v1/territoires").status_code == 401


def test_le_cookie_est_protege_et_davantage_encore_en_https(anonyme: TestClient) -> None:
    courriel = creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple")

    en_clair = anonyme.post(f"/connexion/{lien_pour(courriel)}", follow_redirects=False)
    chiffre = anonyme.post(f"https://testserver/connexion/{lien_pour(courriel)}", follow_redirects=False)

    assert en_clair.headers["set-cookie"].startswith("jalons_8000=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(en_clair.headers["set-cookie"].split("; "))
    assert chiffre.headers["set-cookie"].startswith("__Host-jalons=")
    assert "Secure" in chiffre.headers["set-cookie"].split("; ")
    assert chiffre.headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    "vers", ["//ailleurs.fr", "https://ailleurs.fr", "/\\ailleurs.fr", "/\t/ailleurs.fr"]
)
def test_se_connecter_ne_mene_jamais_ailleurs(anonyme: TestClient, vers: str) -> None:
    lien = lien_pour(creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple"))

    reponse = anonyme.post(f"/connexion/{lien}", params={"vers": vers}, follow_redirects=False)

    assert (reponse.status_code, reponse.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "en_tetes",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://ailleurs.fr"}],
)
def test_un_autre_site_ne_peut_ni_envoyer_ni_connecter(
    client_sqlite: TestClient, en_tetes: dict[str, str]
) -> None:
    lien = lien_pour(creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple"))

    envoi = client_sqlite.post("/api/v1/territoires", json={"territoire": "Gers"}, headers=en_tetes)
    entree = client_sqlite.post(f"/connexion/{lien}", headers=en_tetes, follow_redirects=False)

    assert (envoi.status_code, entree.status_code) == (403, 403)


def test_essayer_des_liens_au_hasard_lasse_vite(anonyme: TestClient) -> None:
    statuts = [anonyme.post(f"/connexion/essai-{n}").status_code for n in range(21)]

    assert statuts == [403] * 20 + [429]
    dernier = anonyme.post("/connexion/essai")
    assert int(dernier.headers["retry-after"]) > 0
    assert "Recommencez dans 5\u00a0minutes." in dernier.text


def test_toute_reponse_porte_les_en_tetes_de_protection(client_sqlite: TestClient) -> None:
    for adresse in ("/", "/api/v1/territoires", "/sante", "/rien", "/statiques/jalons.css"):
        en_tetes = client_sqlite.get(adresse).headers
        assert "frame-ancestors 'none'" in en_tetes["content-security-policy"], adresse
        assert "unsafe" not in en_tetes["content-security-policy"]
        assert (en_tetes["x-content-type-options"], en_tetes["x-frame-options"]) == ("nosniff", "DENY")
        prive = "private" in en_tetes["cache-control"] or en_tetes["cache-control"] == "no-store"
        assert prive is (not adresse.startswith("/statiques/"))


def test_la_base_ne_garde_aucun_secret(client_sqlite: TestClient) -> None:
    secret = secret_pour(creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple"))

    with lecture() as session:
        gardes = session.exec(select(SessionAgent.empreinte)).all()

    assert secret not in gardes
    assert all(len(e) == 64 for e in gardes)


def test_le_suppleant_agit_au_nom_de_l_absent_le_temps_de_l_absence(client: TestClient) -> None:
    preparer(client)
    titulaire = creer_compte(Role.ETAT, "Dominique Exemple", Portee(territoire="32"))
    creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple")
    entrer_comme(client, Role.ETAT, "Alex Exemple", territoire="31")
    avant = client.get("/api/v1/territoires/32").status_code
    suppleer("alex.exemple@exemple.fr", titulaire)

    reponse = faire(client, "ouvrir", par=None)

    assert (avant, reponse.status_code) == (404, 201)
    assert reponse.json()["par"] == "Alex Exemple, suppléance de Dominique Exemple"
    assert creer(client, "33").status_code == 404


def suppleer(suppleant: str, titulaire: str) -> None:
    with unite_de_travail() as session:
        deux: list[Compte] = [c for a in (suppleant, titulaire) if (c := compte_de_courriel(session, a))]
        le = maintenant()
        session.add(
            Suppleance(
                suppleant_id=deux[0].id,
                titulaire_id=deux[1].id,
                du=aujourd_hui(),
                au=aujourd_hui(),
                cree_le=le,
                cree_par="l'essai",
            )
        )


CHEZ_NOUS = {"Sec-Fetch-Site": "same-origin"}
INVITATION = {"nom": "Dominique <Exemple>", "courriel": "d@exemple.fr", "role": "etat", "territoire": "32"}


def renvoyer(client: TestClient, page: str) -> Any:
    """Le formulaire de la page gardée, renvoyé tel quel."""
    champs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("<h1>")[1])
    return client.post("/comptes", data={n: html.unescape(v) for n, v in champs}, headers=CHEZ_NOUS)


def test_un_envoi_arrive_apres_la_fin_de_la_session_se_renvoie_sans_rien_retaper(
    client_sqlite: TestClient,
) -> None:
    vieillir(expire_le=timedelta(hours=13))
    del client_sqlite.headers["x-csrf-token"]
    gardee = client_sqlite.post("/comptes", data=INVITATION, headers=CHEZ_NOUS)

    entrer(client_sqlite, secret_pour("camille.exemple@exemple.fr"))
    del client_sqlite.headers["x-csrf-token"]
    a_confirmer = renvoyer(client_sqlite, gardee.text)
    faite = renvoyer(client_sqlite, a_confirmer.text)

    assert (gardee.status_code, a_confirmer.status_code, faite.history[0].status_code) == (401, 403, 303)
    assert "Votre session s'est terminée entre-temps." in gardee.text
    assert "Dominique &lt;Exemple&gt;" in faite.text


@pytest.mark.parametrize(
    "en_tetes", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.fr"}]
)
def test_l_envoi_d_un_autre_site_n_est_ni_recu_ni_garde(
    client_sqlite: TestClient, en_tetes: dict[str, str]
) -> None:
    del client_sqlite.headers["x-csrf-token"]

    refus = client_sqlite.post("/comptes", data=INVITATION, headers=en_tetes)

    assert refus.status_code == 403
    assert "d@exemple.fr" not in refus.text
