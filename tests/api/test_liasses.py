"""Plusieurs documents, de plusieurs territoires, en une archive : choisis, nommés pareil, selon ses droits."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from modeles.compte import Role
from tests.acces import entrer_comme
from tests.api.demandes import ouvrir, saisir
from tests.api.fabriques import OCTETS, deposer_un_document
from tests.api.terminal import jalons
from tests.api.test_pdf import ranger_un_courrier
from tests.documents.test_moteur_ouverture import sans_libreoffice

LIASSE = "/api/v1/liasse"
COMPTE_RENDU = "1 Lancement/Compte rendu « été » v2.docx"
FICHE = {"titre": "Prévenir les expulsions", "axe": "DROITS", "annee_debut": 2024}


@pytest.fixture
def deux_territoires(client: TestClient, base: Path) -> TestClient:
    """Le Gers et l'Aude, deux versions d'un compte rendu chacun ; une fiche dans le Gers."""
    for code in ("32", "11"):
        ouvrir(client, code)
        for version in (1, 2):
            deposer_un_document(base, code, version)
    saisir(client, "fiche", FICHE)
    return client


def noms(octets: bytes) -> list[str]:
    return ZipFile(io.BytesIO(octets)).namelist()


def test_une_region_entiere_tient_dans_une_archive(deux_territoires: TestClient) -> None:
    reponse, encore = (
        deux_territoires.get(LIASSE, params={"region": "76", "le": "2026-03-02"}) for _ in range(2)
    )

    assert (reponse.status_code, reponse.headers["content-type"]) == (200, "application/zip")
    assert reponse.headers["content-disposition"].endswith("20260302_documents_11_32.zip")
    assert noms(reponse.content) == [f"11 Aude/{COMPTE_RENDU}", f"32 Gers/{COMPTE_RENDU}"]
    assert ZipFile(io.BytesIO(reponse.content)).read(f"11 Aude/{COMPTE_RENDU}") == OCTETS
    assert reponse.content == encore.content


def test_on_choisit_ses_territoires_ses_documents_et_les_brouillons(deux_territoires: TestClient) -> None:
    choix = {"territoire": ["Gers"], "code": ["d13", "D04"], "brouillons": "true", "le": "2026-03-02"}

    reponse = deux_territoires.get(LIASSE, params=choix)

    assert noms(reponse.content) == [
        "32 Gers/1 Lancement/Brouillons/20260302_D13_32_fiche 32-DROITS-01_brouillon.docx",
        f"32 Gers/{COMPTE_RENDU}",
    ]


def test_rien_a_reunir_un_code_ou_un_territoire_inconnu_sont_dits(deux_territoires: TestClient) -> None:
    refus = {
        nom: deux_territoires.get(LIASSE, params=choix)
        for nom, choix in {
            "vide": {"territoire": "Gers", "code": "D27"},
            "code": {"code": ["D99", "D04"]},
            "territoire": {"territoire": "Gres"},
            "région": {"region": "99"},
        }.items()
    }

    assert {nom: r.status_code for nom, r in refus.items()} == {
        "vide": 404,
        "code": 422,
        "territoire": 404,
        "région": 404,
    }
    assert refus["vide"].json()["title"] == "Il n'y a aucun document à réunir."
    assert refus["code"].json()["detail"] == "Aucun n'a le code D99."


def test_chacun_ne_reunit_que_ce_qu_il_peut_lire(deux_territoires: TestClient) -> None:
    entrer_comme(deux_territoires, Role.ETAT, "Dominique Exemple", territoire="32")

    tout = deux_territoires.get(LIASSE)
    ailleurs = deux_territoires.get(LIASSE, params={"territoire": ["32", "11"]})

    assert noms(tout.content) == [f"32 Gers/{COMPTE_RENDU}"]
    assert ailleurs.status_code == 404


def test_le_terminal_choisit_de_meme(deux_territoires: TestClient, tmp_path: Path) -> None:
    archive = tmp_path / "liasse.zip"

    options = ("--code", "D13", "--code", "D04", "--brouillons", "--le", "2026-03-02", "--vers", str(archive))
    resultat = jalons("documents", "archiver", "Gers", "Aude", *options)
    encore = jalons("documents", "archiver", "--region", "76", "--vers", str(archive))

    nbsp = "\N{NO-BREAK SPACE}"
    assert resultat.stdout == f"2{nbsp}documents et 1{nbsp}brouillon dans {archive}.\n"
    assert len(noms(archive.read_bytes())) == 3
    assert (encore.exit_code, "existe déjà" in encore.stderr) == (1, True)


@pytest.mark.lent
@sans_libreoffice
def test_les_pdf_accompagnent_les_documents_word_si_on_le_demande(base_sqlite: Path, tmp_path: Path) -> None:
    jalons("creer", "Gers", "--le", "2024-01-10")
    ranger_un_courrier(base_sqlite)
    archive = tmp_path / "liasse.zip"

    resultat = jalons("documents", "archiver", "--pdf", "--vers", str(archive))

    assert resultat.exit_code == 0, resultat.output
    assert [Path(n).suffix for n in noms(archive.read_bytes())] == [".docx", ".pdf"]
