"""L'année d'un contrat par l'API : ouvrir, saisir, contrôler, additionner, et qui peut le faire."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from modeles.base import unite_de_travail
from modeles.compte import Role
from modeles.requetes import demarche_de
from tests.acces import entrer_comme
from tests.workflows.contrats_d_essai import FICHE, un_contrat
from workflows.vie_annuelle import actualiser_les_exercices

API = "/api/v1"
VALEURS = f"{API}/territoires/32/valeurs"
CAMPAGNES = f"{API}/regions/76/campagnes"


@pytest.fixture
def campagne(client: TestClient) -> TestClient:
    """Le Gers et l'Ariège en exécution ; les indicateurs de 2025 leur sont demandés."""
    with unite_de_travail() as session:
        for code in ("32", "09"):
            un_contrat(session, code)
    demande = {"genre": "indicateurs", "exercice": 2025, "le": "2026-02-02"}
    reponse = client.post(CAMPAGNES, json=demande)
    assert reponse.status_code == 201, reponse.text
    assert (reponse.json()["attendus"], reponse.json()["campagne"]["echeance_le"]) == (
        ["09", "32"],
        "2026-03-31",
    )
    return client


def saisir(client: TestClient, *saisies: dict[str, Any], **corps: Any) -> dict[str, Any]:
    lignes = [{"fiche": FICHE} | s for s in saisies]
    reponse = client.post(VALEURS, json={"exercice": 2025, "le": "2026-03-02", "saisies": lignes} | corps)
    assert reponse.status_code == 200, reponse.text
    lu: dict[str, Any] = reponse.json()
    return lu


TOUTES = (
    {"indicateur": "MEN", "valeur": "80"},
    {"indicateur": "MONO", "valeur": 30},
    {"indicateur": "RELOG", "statut": "sans objet", "motif": "Aucun bailleur"},
)


def test_un_lot_rend_ses_fautes_et_garde_ce_qui_tient(campagne: TestClient) -> None:
    lot = saisir(
        campagne,
        {"indicateur": "MEN", "valeur": "1 234,5"},
        {"indicateur": "MONO", "valeur": 0},
        {"indicateur": "RELOG", "valeur": "environ 40"},
    )

    assert [c["apres"]["valeur_centiemes"] for c in lot["changements"]] == [123450]
    assert [(f["indicateur"], f["champ"], f["obstacle"]["code"]) for f in lot["fautes"]] == [
        ("MONO", "valeur", "IND-05"),
        ("RELOG", "valeur", ""),
    ]


def test_un_apercu_n_ecrit_rien(campagne: TestClient) -> None:
    lot = saisir(campagne, *TOUTES, apercu=True)

    assert (lot["apercu"], len(lot["changements"])) == (True, 3)
    etat = campagne.get(VALEURS, params={"exercice": 2025, "le": "2026-03-02"}).json()
    assert (etat["repondus"], etat["attendus"]) == (0, 3)
    assert {x["statut"] for x in etat["elements"]} == {"attendu"}


def test_la_reponse_complete_est_recue_et_son_etat_se_produit(campagne: TestClient) -> None:
    lot = saisir(campagne, *TOUTES)
    assert lot["recue"]

    documents = campagne.get(f"{API}/territoires/32/documents").json()["elements"]
    assert [(d["code"], d["objet"]) for d in documents] == [("D21", "indicateurs 2025")]
    (attendu,) = campagne.get(f"{API}/territoires/32/attendus", params={"le": "2026-04-08"}).json()[
        "elements"
    ]
    assert attendu["explication"].startswith("reçu le 02/03/2026, à l'heure")


def test_qui_a_saisi_ne_verifie_pas_un_collegue_si(campagne: TestClient) -> None:
    saisir(campagne, *TOUTES)
    demande = {"exercice": 2025, "controle": "verifier"}

    refus = campagne.post(f"{VALEURS}/controles", json=demande)
    entrer_comme(campagne, Role.ETAT, "Dominique Exemple", territoire="32")
    bilan = campagne.post(f"{VALEURS}/controles", json=demande)

    assert (refus.status_code, "a été saisi par" in refus.json()["detail"]) == (409, True)
    assert [c["indicateur"] for c in bilan.json()["changements"]] == ["MEN", "MONO"]
    # « Sans objet » ne se vérifie pas : il se lit, ou se conteste.
    assert len(bilan.json()["ecartes"]) == 1


def test_une_valeur_se_rectifie_et_son_histoire_reste(campagne: TestClient) -> None:
    saisir(campagne, *TOUTES)
    demande = {
        "fiche": FICHE,
        "indicateur": "MEN",
        "valeur": 90,
        "motif": "Dossiers oubliés",
        "exercice": 2025,
    }

    assert campagne.post(f"{VALEURS}/rectifications", json=demande).status_code == 200

    adresse = f"{API}/territoires/32/fiches/{FICHE}/indicateurs/MEN/histoire"
    histoire = campagne.get(adresse, params={"exercice": 2025}).json()["elements"]
    assert [(v["statut"], v["valeur_centiemes"], v["origine"]) for v in histoire] == [
        ("saisi", 8000, "API"),
        ("rectifie", 9000, "API"),
    ]


def test_un_report_accorde_s_explique_et_se_lit_dans_la_collecte(campagne: TestClient) -> None:
    demande = {"nature": "report", "motif": "Logiciel changé", "jusqu_au": "2026-04-11", "le": "2026-03-30"}
    reponse = campagne.post(f"{API}/territoires/32/attendus/indicateurs/2025/amenagements", json=demande)

    # Le 11 avril 2026 est un samedi.
    assert (reponse.status_code, reponse.json()["echeance_le"]) == (201, "2026-04-13")
    collecte = campagne.get(f"{API}/regions/76/collecte", params={"le": "2026-04-10"}).json()
    cases = {x["territoire"]: x["cases"][0] for x in collecte["elements"]}
    assert {t: (c["ponctualite"], c["retard_jours"]) for t, c in cases.items()} == {
        "09": ("en_retard", 10),
        "32": ("attendue", 0),
    }


def test_les_agregats_disent_leur_perimetre(campagne: TestClient) -> None:
    saisir(campagne, *TOUTES)

    agregats = campagne.get(f"{API}/regions/76/agregats", params={"exercice": 2025}).json()
    (menages,) = [a for a in agregats["elements"] if a["code"] == "MEN"]

    assert (menages["valeur_centiemes"], menages["perimetre"].replace("\u00a0", " ")) == (
        8000,
        "1 territoire sur 2",
    )


def test_la_campagne_se_verrouille_puis_se_clot(campagne: TestClient) -> None:
    adresse = f"{CAMPAGNES}/indicateurs/2025"
    assert campagne.post(f"{adresse}/verrou", json={"le": "2026-03-31"}).status_code == 409

    assert campagne.post(f"{adresse}/verrou", json={"le": "2026-04-02"}).json()["etat"] == "verrouillee"
    assert campagne.post(f"{adresse}/cloture", json={"le": "2026-04-30"}).json()["etat"] == "close"
    assert [c["etat"] for c in campagne.get(CAMPAGNES).json()["elements"]] == ["close"]


def test_ce_qui_revient_a_l_etat_est_refuse_a_la_collectivite(campagne: TestClient) -> None:
    entrer_comme(campagne, Role.COLLECTIVITE, "Dominique Exemple", territoire="32")
    attendu = f"{API}/territoires/32/attendus/indicateurs/2025"
    demandes: dict[str, dict[str, Any]] = {
        CAMPAGNES: {"genre": "rapport_execution", "exercice": 2025},
        f"{VALEURS}/controles": {"exercice": 2025, "controle": "valider"},
        f"{attendu}/reception": {},
        f"{attendu}/amenagements": {"nature": "report", "motif": "m", "jusqu_au": "2026-04-30"},
        f"{API}/territoires/32/exercices/2025/gestes/lancer_controle": {},
    }

    refus = {adresse: campagne.post(adresse, json=corps).status_code for adresse, corps in demandes.items()}

    assert refus == dict.fromkeys(demandes, 403)


def test_la_collectivite_saisit_chez_elle_et_promet_sa_reponse(campagne: TestClient) -> None:
    entrer_comme(campagne, Role.COLLECTIVITE, "Dominique Exemple", territoire="32")

    assert saisir(campagne, *TOUTES)["recue"]
    promesse = {
        "nature": "promesse",
        "motif": "Rapport au vote",
        "jusqu_au": "2026-06-30",
        "le": "2026-03-02",
    }
    adresse = f"{API}/territoires/32/attendus/indicateurs/2025/amenagements"
    assert campagne.post(adresse, json=promesse).status_code == 201
    assert campagne.get(f"{API}/territoires/09/valeurs", params={"exercice": 2025}).status_code == 404


def test_un_porteur_ne_saisit_que_sa_fiche(campagne: TestClient) -> None:
    with unite_de_travail() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        fiche = demarche.fiches[0].id
    entrer_comme(campagne, Role.PORTEUR, "Dominique Exemple", fiche=fiche)
    adresse = f"{API}/territoires/32/fiches/{FICHE}/valeurs"
    ligne = {"fiche": FICHE, "indicateur": "MEN", "valeur": 80}
    corps = {"exercice": 2025, "le": "2026-03-02"}

    assert campagne.post(VALEURS, json=corps | {"saisies": [ligne]}).status_code == 404
    assert campagne.post(adresse, json=corps | {"saisies": [ligne]}).status_code == 200
    autre = campagne.post(adresse, json=corps | {"saisies": [ligne | {"fiche": "32-AUTRE-01"}]})
    assert autre.status_code == 422


def test_une_demande_mal_formee_est_refusee_et_un_nombre_etrange_n_arrete_rien(campagne: TestClient) -> None:
    ligne = {"fiche": FICHE, "indicateur": "MEN"}
    mal_formees: list[dict[str, Any]] = [
        {"exercice": 2025, "saisies": []},
        {"exercice": 1900, "saisies": [ligne]},
        {"exercice": 2025, "saisies": [ligne | {"inconnu": 1}]},
        {"exercice": 2025, "saisies": [ligne | {"valeur": [1]}]},
    ]
    etranges = [1e308, 10**30, "NaN", "1e400", "∞", "-0", True, "\u202f12"]

    refusees = [campagne.post(VALEURS, json=corps).status_code for corps in mal_formees]
    lues = [
        campagne.post(
            VALEURS, json={"exercice": 2025, "le": "2026-03-02", "saisies": [ligne | {"valeur": valeur}]}
        ).status_code
        for valeur in etranges
    ]

    assert refusees == [422] * 4
    assert set(lues) <= {200, 422}


def test_l_exercice_s_ouvre_et_avance_par_l_api(campagne: TestClient) -> None:
    saisir(campagne, *TOUTES)
    with unite_de_travail() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        for le in (date(2026, 3, 2), date(2026, 3, 3)):
            actualiser_les_exercices(session, demarche, le, datetime(2026, 3, 3, tzinfo=UTC))

    adresse = f"{API}/territoires/32/exercices"
    exercices = {e["annee"]: e for e in campagne.get(adresse).json()["elements"]}
    assert exercices[2025]["etat"] == "collecte_close"
    assert [g["geste"] for g in exercices[2025]["gestes"] if g["possible"]] == ["lancer_controle"]
    fait = campagne.post(f"{adresse}/2025/gestes/lancer_controle", json={"le": "2026-04-07"})
    assert (fait.status_code, fait.json()["vers"]) == (201, "controle")
    d22 = campagne.post(f"{adresse}/2025/documents/D22")
    assert (d22.status_code, "aucun rapport n'a été déposé" in d22.json()["detail"]) == (409, True)
    assert campagne.post(f"{adresse}/2025/documents/D21").json()["code"] == "D21"
