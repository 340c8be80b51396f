"""Le PDF est balisé, archivable, toujours le même, et ses numéros de page sont justes."""

import re
import time
from html import unescape
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents.moteur.archive import parties_de
from documents.moteur.gabarit import composer
from documents.moteur.ouverture import OutilAbsent, texte_mis_en_page
from documents.pdf import MiseEnPageImpossible, en_pdf, pages_des_titres
from tests.documents.fabriques_word import contexte_de_courrier, gabarit_de_courrier
from tests.documents.test_moteur_ouverture import faux_soffice, sans_libreoffice
from tests.documents.tout_le_catalogue import NOMS, tout_le_catalogue

LE_12_JUIN = {"date_du_document": "2024-06-12"}


def titre_word(docx: bytes) -> str:
    trouve = re.search("<dc:title>(.*?)</dc:title>", parties_de(docx)["docProps/core.xml"].decode())
    assert trouve
    return unescape(trouve[1])


def date_pdf(docx: bytes) -> str:
    """La date des propriétés du document Word, comme un PDF l'écrit."""
    trouve = re.search("<dcterms:modified[^>]*>(.*?)<", parties_de(docx)["docProps/core.xml"].decode())
    assert trouve
    return f"D:{re.sub('[-T:Z]', '', trouve[1])}Z"


def un_courrier(dossier: Path) -> bytes:
    return composer(
        gabarit_de_courrier(dossier / "courrier.docx"), contexte_de_courrier() | LE_12_JUIN
    ).octets


@sans_libreoffice
def test_le_meme_document_donne_le_meme_pdf_date_du_document(pdf_communs: dict[str, bytes]) -> None:
    invitation = tout_le_catalogue()["D01"].octets

    premier, second = en_pdf([invitation, invitation])

    assert premier == second == pdf_communs["D01"]
    with pikepdf.open(BytesIO(premier)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == date_pdf(invitation)


@sans_libreoffice
def test_le_sommaire_de_la_convention_a_les_numeros_de_ses_pages(
    pdf_communs: dict[str, bytes], tmp_path: Path
) -> None:
    octets = pdf_communs["convention du Gers"]

    (tmp_path / "d16.pdf").write_bytes(octets)
    pages = texte_mis_en_page(tmp_path / "d16.pdf").split("\f")
    annonces = re.findall(r"^\s*((?:Article|Annexe) \w+ – .+?)\.{3,}\s*(\d+)\s*$", pages[0], re.MULTILINE)
    assert len(annonces) == 27
    for titre, page in annonces:
        assert any(ligne.strip() == titre for ligne in pages[int(page) - 1].splitlines()), (titre, page)
    with pikepdf.open(BytesIO(octets)) as pdf:
        assert "/Outlines" in pdf.Root
    assert len(pages_des_titres(octets)) == 30


@sans_libreoffice
def test_un_lot_garde_l_ordre_de_ses_documents(pdf_communs: dict[str, bytes]) -> None:
    titres = {}
    for nom in NOMS:
        with pikepdf.open(BytesIO(pdf_communs[nom])) as pdf:
            titres[nom] = str(pdf.docinfo["/Title"])

    assert titres == {nom: titre_word(document.octets) for nom, document in tout_le_catalogue().items()}


def test_un_fichier_qui_n_est_pas_word_est_refuse() -> None:
    with pytest.raises(MiseEnPageImpossible) as refus:
        en_pdf([b"PK un document"])

    assert str(refus.value) == (
        "Le PDF ne peut pas être produit. le document n° 1 n'est pas un document Word. "
        "Téléchargez le document Word, ou recommencez dans quelques instants."
    )


def test_sans_libreoffice_le_refus_dit_quoi_installer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    courrier = un_courrier(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(OutilAbsent) as refus:
        en_pdf([courrier])

    assert refus.value.statut == 501
    assert refus.value.remede == "Installez LibreOffice, puis recommencez."


def test_une_mise_en_page_trop_longue_est_arretee_avec_sa_famille(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temoin = tmp_path / "temoin"
    faux_soffice(tmp_path, f"(sleep 1; touch {temoin}) & wait")
    courrier = un_courrier(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(MiseEnPageImpossible, match=r"arrêté après 0 s"):
        en_pdf([courrier], delai_s=0.3)

    time.sleep(1)
    assert not temoin.exists()
