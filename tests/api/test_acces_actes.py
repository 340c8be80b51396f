"""Ce qu'on inscrit : à qui cela revient, et de quel nom on le signe."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import select

from modeles.base import lecture
from modeles.compte import Role
from modeles.fiche import FicheAction
from tests.acces import entrer_comme
from tests.api.demandes import ENTREE, creer, faire, preparer, saisir

FICHE = {"titre": "Une action", "axe": "DROITS", "annee_debut": 2024}


def tenter(client: TestClient, nature: str, donnees: dict[str, Any], **corps: str) -> Any:
    return client.post(
        f"/api/v1/territoires/32/saisies/{nature}", json={"le": ENTREE, "donnees": donnees} | corps
    )


def identifiant_de(code: str) -> UUID:
    with lecture() as session:
        return session.exec(select(FicheAction.id).where(FicheAction.code == code)).one()


def test_sans_nom_donne_c_est_la_personne_connectee_qui_signe(client: TestClient) -> None:
    preparer(client)
    entrer_comme(client, Role.ETAT, "Dominique Exemple", territoire="32")

    reponse = client.post("/api/v1/territoires/32/gestes/ouvrir", json={"le": "2024-01-15"})

    assert reponse.json()["par"] == "Dominique Exemple"


def test_on_n_ecrit_pas_sous_le_nom_d_un_autre(client: TestClient) -> None:
    preparer(client)

    reponse = faire(client, "ouvrir", par="Dominique Exemple")

    assert reponse.status_code == 403
    assert reponse.json()["title"] == "Vous ne pouvez pas écrire sous le nom de « Dominique Exemple »."
    assert client.get("/api/v1/territoires/32/journal").json()["total"] == 0


def test_l_etat_transcrit_l_acte_d_un_contact_et_le_journal_nomme_les_deux(client: TestClient) -> None:
    preparer(client)
    contact = {"partie": "collectivite", "role": "membre", "prenom": "Dominique", "nom": "Autre"}
    saisir(client, "contact", contact | {"fonction": "cheffe de projet", "organisme": "Département"})
    saisir(client, "fiche", FICHE)

    saisir_pour = tenter(
        client, "statut_fiche", {"fiche": "32-DROITS-01", "statut": "soumise"}, par="Dominique Autre"
    )
    modifications = client.get("/api/v1/territoires/32/modifications?nature=version_fiche").json()

    assert saisir_pour.status_code == 201
    assert modifications["elements"][0]["par"] == "Dominique Autre (saisi par Camille Exemple)"


def test_qui_redige_une_fiche_ne_l_instruit_pas_ni_sous_un_autre_nom_mais_qui_la_recopie_le_peut(
    client: TestClient,
) -> None:
    preparer(client)
    contact = {"partie": "collectivite", "role": "membre", "prenom": "Dominique", "nom": "Autre"}
    saisir(client, "contact", contact | {"fonction": "cheffe de projet", "organisme": "Département"})
    for par in ("Camille Exemple", "Dominique Autre"):
        assert tenter(client, "fiche", FICHE, par=par).status_code == 201
    for code in ("32-DROITS-01", "32-DROITS-02"):
        tenter(client, "statut_fiche", {"fiche": code, "statut": "soumise"}, par="Dominique Autre")

    redigee, prete_nom, recopiee = (
        tenter(client, "statut_fiche", {"fiche": code, "statut": "en_instruction"}, par=par)
        for code, par in (
            ("32-DROITS-01", "Camille Exemple"),
            ("32-DROITS-01", "Dominique Autre"),
            ("32-DROITS-02", "Camille Exemple"),
        )
    )

    assert (redigee.status_code, recopiee.status_code) == (422, 201)
    assert "Camille Exemple a rédigé la fiche : une autre personne doit l'instruire" in redigee.text
    assert prete_nom.status_code in (403, 422)


def test_un_porteur_n_ecrit_que_sa_fiche(client: TestClient) -> None:
    preparer(client)
    for _ in range(2):
        saisir(client, "fiche", FICHE)
    entrer_comme(client, Role.PORTEUR, "Alex Porteur", fiche=identifiant_de("32-DROITS-01"))

    sienne = tenter(client, "fiche", FICHE | {"code": "32-DROITS-01"})
    autre = tenter(client, "fiche", FICHE | {"code": "32-DROITS-02"})
    nouvelle = tenter(client, "fiche", FICHE)

    assert (autre.status_code, nouvelle.status_code) == (403, 403)
    assert sienne.status_code == 201
    assert client.get("/api/v1/territoires/32").status_code == 404
    assert client.get("/api/v1/territoires/32/fiches/32-DROITS-01/formulaire").status_code == 200
    assert client.get("/api/v1/territoires/32/fiches/32-DROITS-02/formulaire").status_code == 404


def test_la_collectivite_soumet_et_n_instruit_pas(client: TestClient) -> None:
    preparer(client)
    entrer_comme(client, Role.COLLECTIVITE, "Dominique Exemple", territoire="32")
    saisir_fiche = tenter(client, "fiche", FICHE)

    soumise = tenter(client, "statut_fiche", {"fiche": "32-DROITS-01", "statut": "soumise"})
    validee = tenter(client, "statut_fiche", {"fiche": "32-DROITS-01", "statut": "validee"})

    assert (saisir_fiche.status_code, soumise.status_code, validee.status_code) == (201, 201, 403)
    assert validee.json()["title"] == "Instruire une fiche ne vous revient pas."


def test_le_visa_des_credits_revient_a_la_region(client: TestClient) -> None:
    creer(client)
    entrer_comme(client, Role.ETAT, "Dominique Exemple", territoire="32")

    reponse = tenter(client, "visa_dreets", {})

    assert (reponse.status_code, reponse.json()["detail"]) == (
        403,
        "Cela revient à : chargé de mission de la région.",
    )


def test_l_etat_ne_cree_de_demarche_que_dans_son_departement(client: TestClient) -> None:
    entrer_comme(client, Role.ETAT, "Dominique Exemple", territoire="31")

    assert [creer(client, nom).status_code for nom in ("Haute-Garonne", "Toulouse Métropole", "Gers")] == [
        201,
        201,
        404,
    ]


def test_chacun_arrive_la_ou_il_a_quelque_chose_a_faire(client: TestClient) -> None:
    preparer(client)
    saisir(client, "fiche", FICHE)
    entrer_comme(client, Role.PORTEUR, "Alex Porteur", fiche=identifiant_de("32-DROITS-01"))
    porteur = client.get("/", follow_redirects=False)
    fiche = client.get("/")
    entrer_comme(client, Role.LECTEUR, "Claude Lecteur", territoire="32")
    lecteur = client.get("/territoires/32")

    assert porteur.headers["location"] == "/territoires/32/fiches/32-DROITS-01"
    assert fiche.status_code == 200
    assert lecteur.status_code == 200
    assert "/gestes/" not in lecteur.text
    assert client.get("/territoires/32/journal").status_code == 403


def test_depuis_une_page_aussi_l_etat_inscrit_l_acte_d_un_contact_et_peut_ensuite_instruire(
    client: TestClient,
) -> None:
    preparer(client)
    contact = {"partie": "collectivite", "role": "membre", "prenom": "Dominique", "nom": "Autre"}
    saisir(client, "contact", contact | {"fonction": "cheffe de projet", "organisme": "Département"})
    page = client.get("/territoires/32/fiches/nouvelle").text

    for adresse, champs in (
        (
            "fiches/nouvelle",
            {"titre": "Une action", "axe": "DROITS", "annee_debut": "2024", "duree_annees": "1"},
        ),
        ("saisies/statut_fiche", {"fiche": "32-DROITS-01", "statut": "soumise"}),
    ):
        envoi = client.post(
            f"/territoires/32/{adresse}", data=champs | {"_pour": "Dominique Autre"}, follow_redirects=False
        )
        assert envoi.status_code == 303, envoi.text
    instruite = tenter(client, "statut_fiche", {"fiche": "32-DROITS-01", "statut": "validee"})

    assert '<option value="Dominique Autre">' in page
    assert instruite.status_code == 201
    lignes = client.get("/api/v1/territoires/32/modifications?nature=fiche_action").json()["elements"]
    assert {x["par"] for x in lignes} == {"Camille Exemple", "Dominique Autre (saisi par Camille Exemple)"}


def test_qui_n_a_personne_a_transcrire_ne_voit_pas_ce_choix(client: TestClient) -> None:
    preparer(client)
    entrer_comme(client, Role.COLLECTIVITE, "Alex Exemple", territoire="32")

    page = client.get("/territoires/32/fiches/nouvelle").text
    emprunt = client.post(
        "/territoires/32/saisies/contact",
        data={"nom": "X", "_pour": "Camille Exemple"},
        follow_redirects=False,
    )

    assert "_pour" not in page
    assert emprunt.status_code in (403, 422)
