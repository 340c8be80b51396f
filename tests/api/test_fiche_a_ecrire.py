"""Écrire une fiche : le budget calculé, l'indicateur du catalogue, et deux personnes qui ne s'écrasent pas."""

import re
from html import unescape
from typing import Any

import pytest

from modeles.compte import Role
from tests.acces import entrer_comme
from tests.api.conftest import TestClient
from tests.api.demandes import preparer, saisir
from tests.api.formulaires.envoi import cases_de

FICHES = "/territoires/32/fiches"
FICHE = {
    "titre": "Action fictive",
    "axe": "DROITS",
    "sous_axe": "DRO-EXP",
    "annee_debut": 2024,
    "description": "Description d'avant",
    "porteur": "Porteur d'avant",
    "budget": [{"annee": 2024, "part_etat_centimes": 100_00, "part_collectivite_centimes": 100_00}],
}


def _cases(page: str) -> dict[str, Any]:
    return dict(cases_de(page))


def _envoyer(client: TestClient, page: str, cases: dict[str, Any]) -> Any:
    return client.post(f"{FICHES}/{page}", data=cases, follow_redirects=False)


@pytest.fixture
def fiche(client: TestClient) -> TestClient:
    preparer(client)
    plafond = {"plafond_centimes": 250_00, "statut": "notifie", "notifiee_le": "2024-01-02"}
    saisir(client, "enveloppe", {"annee": 2024, **plafond})
    saisir(client, "fiche", FICHE)
    return client


def test_une_fiche_nee_d_une_piste_en_reprend_ce_qui_est_ecrit(client: TestClient) -> None:
    preparer(client)
    saisir(client, "constat", {"axe": "DROITS", "texte": "Constat fictif"})
    saisir(client, "enjeu", {"axe": "DROITS", "libelle": "Enjeu fictif", "constats": [1]})
    piste = {"titre": "Piste fictive", "sous_axe": "DRO-EXP", "enjeu": 1, "porteur_pressenti": "CCAS"}
    saisir(client, "piste", piste)

    page = client.get(f"{FICHES}/nouvelle?piste=1").text
    cases = _cases(page) | {"annee_debut": "2024"}
    reponse = _envoyer(client, "nouvelle?piste=1", cases)

    assert cases["titre"] == ["Piste fictive"]
    assert cases["constat"] == ["Constat fictif"]
    assert cases["porteur"] == ["CCAS"]
    assert reponse.headers["location"] == f"{FICHES}/32-DRO-EXP-01?fait=fiche"
    assert "piste n° 1" in client.get(f"{FICHES}/32-DRO-EXP-01").text


def test_une_fiche_rouverte_et_enregistree_telle_quelle_ne_change_pas(fiche: TestClient) -> None:
    page = fiche.get(f"{FICHES}/32-DRO-EXP-01/modifier").text

    reponse = _envoyer(fiche, "32-DRO-EXP-01/modifier", _cases(page))

    assert reponse.status_code == 303
    modifications = fiche.get("/api/v1/territoires/32/modifications?nature=fiche_action").json()["elements"]
    assert [m["operation"] for m in modifications] == ["modifié", "créé"]
    assert {e["champ"] for e in modifications[0]["ecarts"]} <= {"revision", "modifiee le", "modifiee par"}


def test_le_budget_tape_montre_ses_totaux_sa_parite_et_ce_qui_reste(fiche: TestClient) -> None:
    cases = _cases(fiche.get(f"{FICHES}/32-DRO-EXP-01/modifier").text)
    cases |= {
        "budget.2024.part_etat_centimes": "300,50",
        "budget.2024.part_collectivite_centimes": "1 000",
        "budget.2025.part_etat_centimes": "12 000",
        "_agir": "calculer",
    }

    page = _envoyer(fiche, "32-DRO-EXP-01/modifier", cases).text.replace("\u00a0", " ").replace("&#39;", "'")

    assert "<output data-total>1 300,50 €</output>" in page
    assert '<output data-somme="total">13 300,50 €</output>' in page
    assert "dépasse ce qui reste de l'enveloppe de 50,50 €" in page
    assert "Les parts dépassent la parité : l'État 12 000 €, la collectivité 0 €" in page
    assert 'value="12 000"' in page


def test_un_montant_illisible_se_dit_a_sa_case_et_reste_tape(fiche: TestClient) -> None:
    cases = _cases(fiche.get(f"{FICHES}/32-DRO-EXP-01/modifier").text)
    cases["budget.2025.part_etat_centimes"] = "douze mille"

    reponse = _envoyer(fiche, "32-DRO-EXP-01/modifier", cases)

    assert reponse.status_code == 422
    assert 'value="douze mille"' in reponse.text
    assert '<a href="#budget.2025.part_etat_centimes">' in reponse.text


def test_un_indicateur_se_prend_au_catalogue(fiche: TestClient) -> None:
    page = fiche.get(f"{FICHES}/32-DRO-EXP-01/modifier").text
    choix = re.search(r'<optgroup label="[^"]*non officielle[^"]*"><option value="([^"]+)"', page)
    assert choix
    cases = _cases(page) | {"_catalogue": choix[1], "_agir": "catalogue"}

    ajoute = _cases(_envoyer(fiche, "32-DRO-EXP-01/modifier", cases).text)

    assert ajoute["indicateurs.0.code"] == [choix[1]]
    assert ajoute["indicateurs.0.libelle"] != [""]
    assert _envoyer(fiche, "32-DRO-EXP-01/modifier", ajoute).status_code == 303


def _a_deux(client: TestClient, mien: dict[str, str], leur: dict[str, str]) -> Any:
    """Dominique enregistre pendant que Camille écrit ; rend ce que reçoit Camille."""
    cases = _cases(client.get(f"{FICHES}/32-DRO-EXP-01/modifier").text)
    entrer_comme(client, Role.COLLECTIVITE, "Dominique Modèle", territoire="32")
    assert _envoyer(client, "32-DRO-EXP-01/modifier", cases | leur | {"_cle": "leur"}).status_code == 303
    entrer_comme(client)
    return _envoyer(client, "32-DRO-EXP-01/modifier", cases | mien)


def test_ce_que_l_autre_a_change_ailleurs_est_repris_et_montre(fiche: TestClient) -> None:
    reponse = _a_deux(fiche, {"description": "Ma description"}, {"porteur": "Leur porteur"})
    page = unescape(reponse.text)

    assert reponse.status_code == 409
    assert "Dominique Modèle l'a modifiée" in page
    assert "Repris dans votre fiche : 1\u00a0champ que vous n'aviez pas touché" in page
    assert _envoyer(fiche, "32-DRO-EXP-01/modifier", _cases(reponse.text)).status_code == 303
    finale = fiche.get(f"{FICHES}/32-DRO-EXP-01").text
    assert "Ma description" in finale
    assert "Leur porteur" in finale


@pytest.mark.parametrize(("choix", "garde"), [("mien", "Ma description"), ("leur", "Leur description")])
def test_un_champ_change_des_deux_cotes_se_choisit(fiche: TestClient, choix: str, garde: str) -> None:
    leur = {"description": "Leur description", "budget.2024.part_etat_centimes": "50"}
    reponse = _a_deux(fiche, {"description": "Ma description"}, leur)
    page = unescape(reponse.text)

    assert "À choisir : 1\u00a0champ changé des deux côtés" in page
    assert all(t in page for t in ("Description d'avant", "Leur description", "Ma description"))
    cases = {c: v for c, v in _cases(reponse.text).items() if not c.startswith("_choix")}
    assert _envoyer(fiche, "32-DRO-EXP-01/modifier", cases).status_code == 409
    reponse = _envoyer(fiche, "32-DRO-EXP-01/modifier", cases | {"_choix.description": choix})

    assert reponse.status_code == 303
    finale = unescape(fiche.get(f"{FICHES}/32-DRO-EXP-01").text)
    assert garde in finale
    assert "50\u00a0€" in finale


def test_une_fiche_soumise_ne_s_ouvre_pas_a_l_ecriture(fiche: TestClient) -> None:
    saisir(fiche, "statut_fiche", {"fiche": "32-DRO-EXP-01", "statut": "soumise"})

    assert fiche.get(f"{FICHES}/32-DRO-EXP-01/modifier").status_code == 422
    assert "/modifier" not in fiche.get(f"{FICHES}/32-DRO-EXP-01").text


def test_l_api_refuse_aussi_d_ecraser_une_fiche_changee(fiche: TestClient) -> None:
    donnees = FICHE | {"code": "32-DRO-EXP-01", "revision": 0}

    reponse = fiche.post("/api/v1/territoires/32/saisies/fiche", json={"donnees": donnees})

    assert reponse.status_code == 409
    assert "a changé pendant que vous l'écriviez" in reponse.json()["title"]
