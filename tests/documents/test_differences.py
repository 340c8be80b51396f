"""Les différences de texte entre un document et ce qui en revient, Word ou PDF."""

import shutil
from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.differences import Difference, Nature, rapprocher
from documents.reception import FichierIllisible
from tests.documents.formulaires_abimes import CONSTAT, reecrire, remplacer, une_fiche_envoyee

PASSAGE = "<w:r><w:t>{}</w:t></w:r>"
CHAMP = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
PARAGRAPHE = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
LIBELLE = "Public visé"


def test_le_meme_texte_recomprime_ou_respace_n_a_pas_de_difference() -> None:
    _, _, octets = une_fiche_envoyee()
    respace = remplacer(octets, "Tout le département", "Tout\N{NO-BREAK SPACE}le département")

    assert rapprocher(octets, respace, "recu.docx") == ((), ())


def test_chaque_paragraphe_change_ajoute_ou_retire_est_montre() -> None:
    _, _, octets = une_fiche_envoyee()
    recu = remplacer(octets, CONSTAT, "Un autre constat.")
    recu = remplacer(recu, "<w:tbl>", PARAGRAPHE.format("Clause ajoutée.") + "<w:tbl>")
    recu = remplacer(recu, ">Bailleurs fictifs<", "><")

    differences = rapprocher(octets, recu, "recu.docx").differences

    assert Difference(Nature.MODIFIE, CONSTAT, "Un autre constat.") in differences
    assert Difference(Nature.AJOUTE, "", "Clause ajoutée.") in differences
    assert Difference(Nature.RETIRE, "Bailleurs fictifs", "") in differences


def test_un_numero_de_page_recalcule_ou_un_pied_dedouble_ne_sont_pas_des_differences() -> None:
    _, _, octets = une_fiche_envoyee()
    with ZipFile(BytesIO(octets)) as archive:
        pied = archive.read("word/footer1.xml").decode()
    recalcule = pied.replace(">1</w:t></w:r></w:fldSimple>", ">7</w:t></w:r></w:fldSimple>")
    memoire = BytesIO(octets)
    with ZipFile(memoire, "a") as archive:
        archive.writestr("word/footer2.xml", recalcule)

    assert recalcule != pied
    assert rapprocher(octets, memoire.getvalue(), "recu.docx") == ((), ())


def test_les_numeros_mis_au_sommaire_ne_sont_pas_des_differences() -> None:
    _, _, octets = une_fiche_envoyee()
    avant = CHAMP.format("TOC", PASSAGE.format("Objet"))
    apres = CHAMP.format("TOC", PASSAGE.format("Objet") + CHAMP.format("PAGEREF _Toc1", PASSAGE.format("2")))
    sans, avec = (remplacer(octets, "<w:tbl>", f"<w:p>{c}</w:p><w:tbl>") for c in (avant, apres))

    assert rapprocher(sans, avec, "recu.docx") == ((), ())


def test_un_suivi_des_modifications_est_dit() -> None:
    _, _, octets = une_fiche_envoyee()
    insertion = '<w:ins w:id="9" w:author="B. Exemple"><w:r><w:t> Ajout.</w:t></w:r></w:ins></w:p>'
    recu = reecrire(octets, lambda xml: xml.replace("</w:p>", insertion, 1))

    rapproche = rapprocher(octets, recu, "recu.docx")

    assert [d.apres[-6:] for d in rapproche.differences] == ["Ajout."]
    assert rapproche.avertissements == (
        "Le fichier porte un suivi des modifications : les suppressions suivies ne sont pas lues.",
    )


def test_ce_qui_n_est_ni_word_ni_pdf_est_refuse() -> None:
    _, _, octets = une_fiche_envoyee()

    with pytest.raises(FichierIllisible, match=r"Ce n'est pas un document Word \(.docx\)"):
        rapprocher(octets, b"\x89PNG\r\n\x1a\n\0", "scan.png")


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice ou poppler-utils n'est pas installé sur cette machine",
)
def test_un_pdf_se_compare_mot_a_mot_au_document_dont_il_vient(pdf_communs: dict[str, bytes]) -> None:
    _, _, octets = une_fiche_envoyee()
    fidele, change = pdf_communs["fiche envoyée"], pdf_communs["fiche retouchée"]

    assert rapprocher(octets, fidele, "signe.pdf") == ((), ())
    (difference,) = rapprocher(octets, change, "signe.pdf").differences
    assert difference.nature is Nature.MODIFIE
    assert ("Deux" in difference.avant, "Trois" in difference.apres) == (True, True)
    with pytest.raises(FichierIllisible, match="Le PDF est incomplet, abîmé ou chiffré"):
        rapprocher(octets, b"%PDF-1.7\nrien", "signe.pdf")
