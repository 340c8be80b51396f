"""Le PDF d'un document et le dépôt d'un exemplaire signé, par l'API et par le terminal."""

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from documents.depot import Depot
from documents.moteur.gabarit import composer
from modeles.base import unite_de_travail
from modeles.demarche import Demarche
from modeles.etapes import Etape
from tests.api.demandes import creer
from tests.api.fabriques import deposer_un_document
from tests.api.terminal import en_json, jalons
from tests.documents.exemplaires_signes import un_pdf_a_champs
from tests.documents.fabriques_word import contexte_de_courrier, gabarit_de_courrier
from tests.documents.test_moteur_ouverture import sans_libreoffice
from tests.fabriques import un_document

DOCUMENTS = "/api/v1/territoires/32/documents"


def ranger_un_courrier(dossier: Path, code: str = "D16") -> str:
    """Un vrai document Word, au dossier du Gers ; rend son identifiant."""
    octets = composer(gabarit_de_courrier(dossier / "courrier.docx"), contexte_de_courrier()).octets
    with unite_de_travail() as session:
        demarche = session.exec(select(Demarche).where(Demarche.territoire_code == "32")).one()
        document = un_document(
            demarche,
            code=code,
            titre="Convention et annexes",
            objet="convention projet 1",
            etape=Etape.CONTRACTUALISATION,
            date_document=date(2024, 6, 12),
            nom_fichier="convention « été ».docx",
            taille_octets=len(octets),
            empreinte_fichier=Depot(dossier).ranger(octets),
        )
        session.add(document)
        return str(document.id)


@sans_libreoffice
def test_un_document_se_telecharge_en_pdf(client_sqlite: TestClient, base_sqlite: Path) -> None:
    creer(client_sqlite)
    identifiant = ranger_un_courrier(base_sqlite)

    reponse = client_sqlite.get(f"{DOCUMENTS}/{identifiant}/pdf")

    assert (reponse.status_code, reponse.headers["content-type"]) == (200, "application/pdf")
    assert reponse.content.startswith(b"%PDF-1.")
    assert reponse.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''convention%20%C2%AB%20%C3%A9t%C3%A9%20%C2%BB.pdf"
    )


def test_sans_libreoffice_l_api_repond_501_et_dit_quoi_installer(
    client_sqlite: TestClient, base_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    creer(client_sqlite)
    identifiant = ranger_un_courrier(base_sqlite)
    monkeypatch.setenv("PATH", str(base_sqlite))

    reponse = client_sqlite.get(f"{DOCUMENTS}/{identifiant}/pdf")

    assert (reponse.status_code, reponse.json()["type"]) == (501, "urn:jalons:outil-absent")


def test_un_fichier_qui_n_est_pas_word_repond_409(client_sqlite: TestClient, base_sqlite: Path) -> None:
    creer(client_sqlite)
    identifiant = deposer_un_document(base_sqlite)

    reponse = client_sqlite.get(f"{DOCUMENTS}/{identifiant}/pdf")

    assert (reponse.status_code, reponse.json()["type"]) == (409, "urn:jalons:mise-en-page-impossible")


@sans_libreoffice
def test_le_terminal_ecrit_les_pdf_d_un_territoire(base_sqlite: Path, tmp_path: Path) -> None:
    jalons("creer", "Gers", "--le", "2024-01-10")
    ranger_un_courrier(base_sqlite)

    resultat = jalons("documents", "pdf", "Gers", "--vers", str(tmp_path / "pdf"))
    inconnu = jalons("documents", "pdf", "Gers", "--document", "D99")

    assert resultat.stdout == f"1\N{NO-BREAK SPACE}PDF écrit dans {tmp_path / 'pdf'}.\n"
    assert (tmp_path / "pdf" / "convention « été ».pdf").read_bytes()[:5] == b"%PDF-"
    assert (inconnu.exit_code, inconnu.stderr.split(".")[0]) == (
        1,
        "Aucun document « D99 » dans ce territoire",
    )


def test_un_exemplaire_signe_se_depose_puis_se_retelecharge_tel_quel(client: TestClient, base: Path) -> None:
    creer(client)
    ranger_un_courrier(base)
    scan = base / "scan.pdf"
    scan.write_bytes(un_pdf_a_champs("État", "Collectivité", signes=1))

    resultat = jalons("documents", "deposer-signe", "Gers", str(scan), "--par", "Camille Exemple")

    assert resultat.exit_code == 0, resultat.output
    lignes = resultat.stdout.splitlines()
    assert lignes[0].endswith("_D16S_32_convention projet 1_v1.pdf")
    assert lignes[1].startswith("Ce PDF a 2\N{NO-BREAK SPACE}champs de signature")
    assert lignes[2] == "- État : Camille Exemple le 02/03/2026, couvre tout le fichier"
    (depose,) = (d for d in en_json("documents", "32")["elements"] if d["code"] == "D16S")
    assert depose["origine"] == "depose"
    assert client.get(depose["fichier"]).content == scan.read_bytes()
    assert client.get(f"{DOCUMENTS}/{depose['id']}/pdf").content == scan.read_bytes()
    assert jalons("documents", "deposer-signe", "Gers", str(scan)).exit_code == 1


def test_un_fichier_absent_est_refuse_sans_trace(base_sqlite: Path) -> None:
    jalons("creer", "Gers", "--le", "2024-01-10")

    resultat = jalons("documents", "deposer-signe", "Gers", "absent.pdf")

    assert (resultat.exit_code, "Traceback" in resultat.output) == (1, False)
    assert resultat.stderr.startswith("Le fichier « absent.pdf » ne peut pas être lu.")
