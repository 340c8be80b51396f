"""Une fiche Word sert seule et dans la convention : même texte, mêmes styles, mêmes listes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from documents.moteur.archive import parties_de
from documents.moteur.environnement import Environnement
from documents.moteur.erreurs import ErreurGabarit
from documents.moteur.gabarit import charger, composer
from documents.moteur.validite import fautes_word, paragraphes
from tests.documents.fabriques_word import (
    contexte_de_convention,
    gabarit_de_convention,
    gabarit_de_fiche,
    un_gabarit,
)

INCLURE = '{%p inclure "fiche.docx" %}'


def refus(gabarit: Path) -> list[str]:
    with pytest.raises(ErreurGabarit) as erreur:
        composer(gabarit, {})
    return [str(faute) for faute in erreur.value.fautes]


def test_la_convention_par_inclusion_a_le_texte_de_la_convention_en_boucle(tmp_path: Path) -> None:
    gabarit_de_fiche(tmp_path / "fiche.docx", seule=False)
    par_inclusion = gabarit_de_convention(tmp_path / "inclusion.docx", fiche_incluse="fiche.docx")
    en_boucle = gabarit_de_convention(tmp_path / "boucle.docx")

    compose = composer(par_inclusion, contexte_de_convention(3))

    assert paragraphes(compose.octets) == paragraphes(composer(en_boucle, contexte_de_convention(3)).octets)
    assert fautes_word(compose.octets) == ()


def test_le_gabarit_inclus_peut_etre_dans_un_sous_dossier_et_en_inclure_un_autre(tmp_path: Path) -> None:
    (tmp_path / "_corps").mkdir()
    un_gabarit(tmp_path / "_corps", "le fond : {{ x }}", nom="fond.docx")
    un_gabarit(tmp_path / "_corps", "la forme", '{%p inclure "fond.docx" %}', nom="forme.docx")
    hote = un_gabarit(tmp_path, '{%p inclure "_corps/forme.docx" %}', "la fin")

    assert paragraphes(composer(hote, {"x": "&"}).octets) == ["la forme", "le fond : &", "la fin"]


def test_un_gabarit_inclus_enregistre_de_nouveau_est_recompile(tmp_path: Path) -> None:
    un_gabarit(tmp_path, "avant", nom="fiche.docx")
    hote = un_gabarit(tmp_path, INCLURE)
    premier = composer(hote, {})

    un_gabarit(tmp_path, "un texte après correction", nom="fiche.docx")
    second = composer(hote, {})

    assert paragraphes(second.octets) == ["un texte après correction"]
    assert premier.empreinte_gabarit != second.empreinte_gabarit


def test_un_gabarit_inchange_n_est_compile_qu_une_fois(tmp_path: Path) -> None:
    un_gabarit(tmp_path, "fiche", nom="fiche.docx")
    hote, environnement = un_gabarit(tmp_path, INCLURE), Environnement()

    assert charger(hote, environnement) is charger(hote, environnement)


def numeroter(numero: str) -> Callable[[Any], None]:
    def retoucher(document: Any) -> None:
        proprietes = document.paragraphs[0]._p.get_or_add_pPr()
        proprietes.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{numero}"/></w:numPr>')
        )

    return retoucher


@pytest.mark.parametrize("numero", ["999", "trois", ""])
def test_une_liste_que_la_fiche_ne_definit_pas_est_refusee(numero: str, tmp_path: Path) -> None:
    un_gabarit(tmp_path, "un", nom="fiche.docx", retoucher=numeroter(numero))

    assert refus(un_gabarit(tmp_path, INCLURE)) == [f"liste inexistante n° {numero}"]


def test_une_liste_posee_a_la_main_est_copiee_chez_l_hote(tmp_path: Path) -> None:
    un_gabarit(tmp_path, "un", nom="fiche.docx", retoucher=numeroter("3"))
    hote = un_gabarit(tmp_path, INCLURE)

    octets = composer(hote, {}).octets

    assert fautes_word(octets) == ()
    assert b'<w:numId w:val="10"/>' in parties_de(octets)["word/document.xml"]
    assert b'<w:num w:numId="10">' in parties_de(octets)["word/numbering.xml"]


def test_un_style_absent_de_l_hote_est_nomme(tmp_path: Path) -> None:
    def styler(document: Any) -> None:
        document.styles.add_style("Encadré de la fiche", 1)
        document.add_paragraph("x", style="Encadré de la fiche")

    un_gabarit(tmp_path, nom="fiche.docx", retoucher=styler)

    assert refus(un_gabarit(tmp_path, INCLURE)) == [
        "le style « Encadré de la fiche » n'existe pas dans l'hôte"
    ]


def test_une_image_ou_un_lien_dans_la_fiche_est_refuse(tmp_path: Path) -> None:
    def lier(document: Any) -> None:
        lien = OxmlElement("w:hyperlink")
        lien.set(qn("r:id"), "rId99")
        document.add_paragraph("x")._p.append(lien)

    un_gabarit(tmp_path, nom="fiche.docx", retoucher=lier)

    assert refus(un_gabarit(tmp_path, INCLURE)) == [
        "un gabarit inclus ne peut pas contenir une image ou un lien"
    ]


@pytest.mark.parametrize(
    ("balise", "attendu"),
    [
        (
            '{%p inclure "absent.docx" %}',
            "« absent.docx » ne peut pas être inclus : le fichier est introuvable",
        ),
        ('{%p inclure "essai.docx" %}', "« essai.docx » s'inclut lui-même"),
        (
            '{%p inclure "../essai.docx" %}',
            "un gabarit inclus se range dans le dossier de celui qui l'inclut",
        ),
    ],
)
def test_une_inclusion_impossible_est_expliquee(balise: str, attendu: str, tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, balise)

    assert refus(gabarit) == [f"au paragraphe « {balise} » : {attendu}"]


def test_une_faute_de_la_fiche_nomme_la_fiche(tmp_path: Path) -> None:
    un_gabarit(tmp_path, "Montant : {{ montnat }}", nom="fiche.docx")
    hote = un_gabarit(tmp_path, INCLURE)

    with pytest.raises(ErreurGabarit) as erreur:
        composer(hote, {"montant": "1 €"})

    assert erreur.value.pourquoi == (
        "Il reste à corriger : dans « fiche.docx » inclus, au paragraphe « Montant : {{ montnat }} », balise "
        "« {{ montnat }} » : donnée inconnue « montnat » (peut-être « montant »)."
    )
    assert erreur.value.gabarit == "fiche.docx"
