"""Qui peut quoi : le tableau est complet, et rien ne s'ouvre sans y être."""

from fastapi.testclient import TestClient

from api.acces import droits
from api.acces.routes import ACCES
from api.application import adresses
from modeles.compte import Role
from modeles.etapes import Geste
from tests.acces import creer_compte, entrer_comme, lien_pour
from tests.api.demandes import creer, faire, preparer
from workflows.commandes.registre import SAISIES


def test_chaque_adresse_chaque_geste_chaque_saisie_a_sa_ligne() -> None:
    assert {a.fonction for a in adresses()} == set(ACCES)
    assert set(droits.GESTES) == set(Geste)
    assert set(droits.SAISIES) == set(SAISIES)
    assert set(droits.DROITS) == set(droits.Droit)


def test_sans_connexion_une_page_mene_a_la_connexion_et_retient_ou_l_on_allait(anonyme: TestClient) -> None:
    reponse = anonyme.get("/territoires/32?le=2026-03-01", follow_redirects=False)

    assert reponse.status_code == 303
    assert reponse.headers["location"] == "/connexion?vers=%2Fterritoires%2F32%3Fle%3D2026-03-01"


def test_sans_connexion_l_api_refuse_en_disant_comment_se_presenter(anonyme: TestClient) -> None:
    reponse = anonyme.get("/api/v1/territoires")

    assert (reponse.status_code, reponse.headers["www-authenticate"]) == (401, "Bearer")
    assert reponse.json()["title"] == "Vous n'êtes pas connecté."


def test_un_territoire_d_un_autre_et_un_territoire_inconnu_donnent_le_meme_refus(client: TestClient) -> None:
    creer(client, "32")
    entrer_comme(client, Role.ETAT, "Dominique Exemple", territoire="31")

    refus = [client.get(f"/api/v1/territoires/{code}") for code in ("32", "09", "Inventé")]

    assert {r.status_code for r in refus} == {404}
    assert len({r.text.replace("Inventé", "X").replace("32", "X").replace("09", "X") for r in refus}) == 1


def test_un_agent_ne_voit_que_les_territoires_de_son_perimetre(client: TestClient) -> None:
    for code in ("32", "31", "33"):
        creer(client, code)

    entrer_comme(client, Role.REGION, "Dominique Exemple", region="76")

    assert [t["code"] for t in client.get("/api/v1/territoires").json()["elements"]] == ["31", "32"]


def test_un_geste_qui_revient_a_d_autres_est_refuse_en_disant_a_qui(client: TestClient) -> None:
    preparer(client)
    entrer_comme(client, Role.COLLECTIVITE, "Dominique Exemple", territoire="32")

    reponse = faire(client, "suspendre", motif="Élections", donnees={"jusqu_au": "2024-06-30"})

    assert reponse.status_code == 403
    assert reponse.json()["title"] == "Le geste « Suspendre la démarche » ne vous revient pas."
    assert reponse.json()["detail"] == (
        "Cela revient à : chargé de mission de la région et service de l'État dans le département."
    )


def test_un_envoi_sans_le_jeton_de_la_session_n_ecrit_rien(client: TestClient) -> None:
    del client.headers["x-csrf-token"]

    reponse = creer(client)

    assert (reponse.status_code, reponse.json()["title"]) == (403, "Cet envoi n'a pas été reconnu.")


def test_un_lien_ouvre_une_session_une_seule_fois(anonyme: TestClient) -> None:
    courriel = creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple")
    secret = lien_pour(courriel)

    assert "Entrer dans Jalons" in anonyme.get(f"/connexion/{secret}").text
    premier = anonyme.post(f"/connexion/{secret}?vers=/territoires/32", follow_redirects=False)
    anonyme.cookies.clear()
    second = anonyme.post(f"/connexion/{secret}", follow_redirects=False)

    assert (premier.status_code, premier.headers["location"]) == (303, "/territoires/32")
    assert "HttpOnly" in premier.headers["set-cookie"]
    assert (second.status_code, "set-cookie" in second.headers) == (403, False)
