"""Les différences de texte entre un document et ce qui en revient, Word ou PDF."""

import shutil

import pytest

from documents.differences import Difference, Nature, rapprocher
from documents.reception import FichierIllisible
from tests.documents.formulaires_abimes import CONSTAT, reecrire, remplacer, une_fiche_envoyee

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
