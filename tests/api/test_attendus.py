"""Les documents à venir et leurs brouillons, par l'API et par le terminal."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from documents.moteur.validite import fautes_word, texte
from documents.production import TYPE_MIME
from tests.api.demandes import ouvrir, saisir
from tests.api.terminal import en_json, jalons

TERRITOIRE = "/api/v1/territoires/32"
FICHE = {"titre": "Prévenir les expulsions", "axe": "DROITS", "constat": "Un constat.", "annee_debut": 2024}
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def gers(client: TestClient) -> TestClient:
    """Le Gers, au lancement, avec une fiche à peine commencée."""
    ouvrir(client)
    saisir(client, "fiche", FICHE)
    return client


def test_les_documents_de_l_etape_disent_ce_qui_y_serait_vide(gers: TestClient) -> None:
    attendus = gers.get(f"{TERRITOIRE}/documents/attendus", params={"le": "2024-02-01"}).json()

    assert [(a["code"], a["objet"]) for a in attendus["elements"]] == [
        ("D05", "note de cadrage"),
        ("D06", "guide d'entretien"),
    ]
    cadrage = attendus["elements"][0]
    assert (cadrage["projet"], cadrage["bloque"]) == (False, False)
    assert {
        "quoi": "le calendrier",
        "remede": "Saisissez le calendrier prévu.",
        "ou": "calendrier",
        "requis": False,
    } in (cadrage["manques"])


def test_un_document_se_demande_par_son_code_et_dit_ce_qui_le_retient(gers: TestClient) -> None:
    (fiche,) = gers.get(f"{TERRITOIRE}/documents/attendus", params={"code": "d13"}).json()["elements"]
    inconnu = gers.get(f"{TERRITOIRE}/documents/attendus", params={"code": "D99"})

    assert (fiche["sujet"], fiche["projet"], fiche["bloque"]) == ("fiche:32-DROITS-01", True, False)
    assert "le porteur" in [m["quoi"] for m in fiche["manques"] if m["requis"]]
    assert (inconnu.status_code, inconnu.headers["content-type"]) == (404, "application/problem+json")


def test_le_brouillon_se_telecharge_et_rien_n_est_inscrit(gers: TestClient) -> None:
    reponse = gers.get(f"{TERRITOIRE}/brouillons/D13", params={"le": "2024-02-01"})

    assert (reponse.status_code, reponse.headers["content-type"]) == (200, TYPE_MIME)
    assert reponse.headers["content-disposition"].endswith(
        "20240201_D13_32_fiche%2032-DROITS-01_brouillon.docx"
    )
    assert fautes_word(reponse.content) == ()
    assert f"Porteur{NBSP}: [à compléter{NBSP}: le porteur]" in texte(reponse.content)
    assert gers.get(f"{TERRITOIRE}/documents").json()["total"] == 0


def test_un_brouillon_impossible_dit_pourquoi(gers: TestClient) -> None:
    saisir(gers, "fiche", FICHE | {"titre": "Une autre"})
    refus = {
        code: gers.get(f"{TERRITOIRE}/brouillons/{code}", params=parametres)
        for code, parametres in {
            "D13": {},
            "D17R": {},
            "D99": {},
            "D04": {"sujet": "reunion:abc"},
        }.items()
    }

    assert {code: r.status_code for code, r in refus.items()} == {
        "D13": 422,
        "D17R": 404,
        "D99": 404,
        "D04": 404,
    }
    assert refus["D13"].json()["detail"] == (
        "Plusieurs sujets sont possibles : fiche:32-DROITS-01, fiche:32-DROITS-02."
    )
    assert refus["D17R"].json()["detail"] == "« Gers » n'a encore rien sur quoi l'écrire."


def test_le_terminal_liste_les_manques_et_ecrit_le_brouillon(gers: TestClient, tmp_path: Path) -> None:
    fichier = tmp_path / "fiche.docx"

    liste = jalons("documents", "manquants", "Gers", "D16", "--le", "2024-02-01")
    lu = en_json("documents", "manquants", "Gers", "--le", "2024-02-01")
    ecrit = jalons("documents", "brouillon", "Gers", "D13", "--vers", str(fichier), "--le", "2024-02-01")

    assert liste.exit_code == 0, liste.output
    assert liste.stdout.startswith("D16 Convention et annexes, convention projet 1 : à compléter d'abord\n")
    assert "  x le porteur (32-DROITS-01). Complétez la fiche.\n" in liste.stdout
    assert liste.stdout.endswith(f"1{NBSP}document à venir, 1 à compléter d'abord.\n")
    assert (lu["total"], lu["elements"][0]["code"]) == (2, "D05")
    assert ecrit.stdout == f"Le brouillon est prêt : {fichier}\n"
    assert "PROJET" in texte(fichier.read_bytes())


def test_le_terminal_n_ecrase_rien_et_refuse_en_une_phrase(gers: TestClient, tmp_path: Path) -> None:
    fichier = tmp_path / "fiche.docx"
    fichier.write_bytes(b"mon travail")

    existe = jalons("documents", "brouillon", "Gers", "D13", "--vers", str(fichier))
    inconnu = jalons("documents", "brouillon", "Gers", "D99")

    assert (existe.exit_code, inconnu.exit_code) == (1, 1)
    assert "existe déjà" in existe.stderr
    assert "Le document « D99 » n'est pas de ceux qu'un geste produit." in inconnu.stderr
    assert fichier.read_bytes() == b"mon travail"
