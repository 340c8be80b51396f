"""Ce qu'une boucle répète reste un document correct : tableaux, listes, identifiants."""

import re
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from documents.moteur.archive import parties_de
from documents.moteur.gabarit import composer
from documents.moteur.validite import fautes_word, paragraphes
from tests.documents.fabriques_word import un_gabarit

BOUCLE, FIN = "{%p for f in fiches %}", "{%p endfor %}"


def corps(octets: bytes) -> str:
    return parties_de(octets)["word/document.xml"].decode()


def listes(octets: bytes) -> list[str]:
    """Le numéro de liste de chaque paragraphe numéroté directement, dans l'ordre."""
    return re.findall(r'<w:numId w:val="(\d+)"/>', corps(octets))


def numeroter(*rangs: int, style: str = "List Number") -> Any:
    def retoucher(document: Any) -> None:
        for rang in rangs:
            document.paragraphs[rang].style = style

    return retoucher


def test_une_liste_imbriquee_repart_a_chaque_tour_exterieur(tmp_path: Path) -> None:
    gabarit = un_gabarit(
        tmp_path, BOUCLE, "{%p for o in f.o %}", "{{ o }}", "{%p endfor %}", FIN, retoucher=numeroter(2)
    )

    octets = composer(gabarit, {"fiches": [{"o": ["a", "b"]}, {"o": ["c", "d"]}]}).octets

    premiere, seconde = listes(octets)[0], listes(octets)[2]
    assert listes(octets) == [premiere, premiere, seconde, seconde]
    assert premiere != seconde
    assert parties_de(octets)["word/numbering.xml"].count(b'<w:startOverride w:val="1"/>') == 2
    assert fautes_word(octets) == ()


def test_une_liste_ecrite_dans_la_boucle_repart_a_chaque_tour(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, BOUCLE, "{{ f }} un", "{{ f }} deux", FIN, retoucher=numeroter(1, 2))

    octets = composer(gabarit, {"fiches": ["a", "b"]}).octets

    assert [len(set(listes(octets)[i : i + 2])) for i in (0, 2)] == [1, 1]
    assert len(set(listes(octets))) == 2


@pytest.mark.parametrize(
    ("textes", "rangs"),
    [
        ([BOUCLE, "{{ f }}", FIN], [1]),
        (["avant", BOUCLE, "{{ f }}", FIN], [0, 2]),
        ([BOUCLE, "{%p if f %}", "a", "{%p else %}", "b", "{%p endif %}", FIN], [2, 4]),
    ],
    ids=["une boucle est une liste", "la suite d'une liste", "deux branches, un item"],
)
def test_une_liste_dont_chaque_tour_est_un_item_ne_repart_pas(
    textes: list[str], rangs: list[int], tmp_path: Path
) -> None:
    gabarit = un_gabarit(tmp_path, *textes, retoucher=numeroter(*rangs))

    octets = composer(gabarit, {"fiches": ["a", "b"]}).octets

    assert listes(octets) == []


@pytest.mark.parametrize("style", ["List Bullet", "Heading 1"])
def test_ni_une_puce_ni_un_titre_ne_repart(style: str, tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, BOUCLE, "un", "deux", FIN, retoucher=numeroter(1, 2, style=style))

    octets = composer(gabarit, {"fiches": ["a", "b"]}).octets

    assert listes(octets) == []


@pytest.mark.parametrize("fiches", [[], ["a"], ["a", "b", "c"]])
def test_un_tableau_entierement_en_boucle_reste_valide(fiches: list[str], tmp_path: Path) -> None:
    gabarit = un_gabarit(
        tmp_path, "avant", tableau=[["{%tr for f in fiches %}"], ["{{ f }}"], ["{%tr endfor %}"]]
    )

    octets = composer(gabarit, {"fiches": fiches}).octets

    assert paragraphes(octets) == ["avant", *fiches]
    assert corps(octets).count("<w:tbl>") == bool(fiches)
    assert fautes_word(octets) == ()


@pytest.mark.parametrize(("oui", "attendu"), [(True, ["x", "b"]), (False, ["", "b"])])
def test_une_cellule_videe_garde_un_paragraphe(oui: bool, attendu: list[str], tmp_path: Path) -> None:
    def en_trois_paragraphes(document: Any) -> None:
        cellule = document.tables[0].rows[0].cells[0]
        cellule.add_paragraph("x")
        cellule.add_paragraph("{%p endif %}")

    gabarit = un_gabarit(tmp_path, tableau=[["{%p if oui %}", "b"]], retoucher=en_trois_paragraphes)

    octets = composer(gabarit, {"oui": oui}).octets

    assert paragraphes(octets) == attendu
    assert fautes_word(octets) == ()


def test_un_en_tete_vide_garde_un_paragraphe(tmp_path: Path) -> None:
    def en_tete_facultatif(document: Any) -> None:
        en_tete = document.sections[0].header
        en_tete.paragraphs[0].text = "{%p if oui %}"
        en_tete.add_paragraph("Provisoire")
        en_tete.add_paragraph("{%p endif %}")

    gabarit = un_gabarit(tmp_path, "corps", retoucher=en_tete_facultatif)

    octets = composer(gabarit, {"oui": False}).octets

    assert fautes_word(octets) == ()


def test_les_colonnes_d_une_boucle_vide_emportent_la_ligne(tmp_path: Path) -> None:
    gabarit = un_gabarit(
        tmp_path, tableau=[["fixe"], ["{%tc for f in fiches %}", "{{ f }}", "{%tc endfor %}"]]
    )

    octets = composer(gabarit, {"fiches": []}).octets

    assert fautes_word(octets) == ()


def dessin(identifiant: int) -> Any:
    espace = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return parse_xml(
        f'<w:drawing {nsdecls("w")}><wp:inline xmlns:wp="{espace}">'
        f'<wp:docPr id="{identifiant}" name="x"/></wp:inline></w:drawing>'
    )


def controle(identifiant: int) -> Any:
    return parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:id w:val="{identifiant}"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>saisie</w:t></w:r></w:sdtContent></w:sdt>"
    )


def signet(genre: str, identifiant: int, nom: str = "") -> Any:
    element = OxmlElement(genre)
    element.set(qn("w:id"), str(identifiant))
    if nom:
        element.set(qn("w:name"), nom)
    return element


def test_dessins_controles_et_signets_restent_uniques_en_boucle(tmp_path: Path) -> None:
    def garnir(document: Any) -> None:
        for rang in (0, 2):
            paragraphe = document.paragraphs[rang]._p
            paragraphe.append(signet("w:bookmarkStart", rang, f"repere_{rang}"))
            paragraphe.add_r().append(dessin(7))
            paragraphe.append(controle(9))
            paragraphe.append(signet("w:bookmarkEnd", rang))

    gabarit = un_gabarit(tmp_path, "avant", BOUCLE, "{{ f }}", FIN, retoucher=garnir)

    octets = composer(gabarit, {"fiches": ["a", "b", "c"]}).octets

    assert fautes_word(octets) == ()
    assert re.findall(r'w:name="(\w+)"', corps(octets)) == [
        "repere_0",
        "repere_2_1",
        "repere_2_2",
        "repere_2_3",
    ]
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', corps(octets)))) == 4


def test_un_signet_a_cheval_sur_une_boucle_est_retire(tmp_path: Path) -> None:
    def poser(document: Any) -> None:
        document.paragraphs[0]._p.append(signet("w:bookmarkStart", 1, "a_cheval"))
        document.paragraphs[2]._p.append(signet("w:bookmarkEnd", 1))

    gabarit = un_gabarit(tmp_path, "avant", BOUCLE, "{{ f }}", FIN, retoucher=poser)

    octets = composer(gabarit, {"fiches": ["a", "b"]}).octets

    assert "bookmark" not in corps(octets)


@pytest.mark.parametrize("oui", [True, False])
def test_un_saut_de_section_ou_de_page_survit_a_la_balise_qui_le_porte(oui: bool, tmp_path: Path) -> None:
    def couper(document: Any) -> None:
        document.paragraphs[2]._p.get_or_add_pPr().append(OxmlElement("w:sectPr"))
        document.paragraphs[3].add_run().add_break(WD_BREAK.PAGE)

    gabarit = un_gabarit(
        tmp_path, "{%p if oui %}", "texte", "{%p endif %}", "{#p page #}", "fin", retoucher=couper
    )

    octets = composer(gabarit, {"oui": oui}).octets

    assert paragraphes(octets) == [*(["texte"] if oui else []), "", "\n", "fin"]
    assert corps(octets).count("<w:sectPr") == 2
    assert fautes_word(octets) == ()


def test_les_residus_de_word_ne_sont_pas_recopies(tmp_path: Path) -> None:
    def salir(document: Any) -> None:
        paragraphe = document.paragraphs[0]._p
        paragraphe.set(qn("w:rsidR"), "00A77F11")
        paragraphe.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "1A2B3C4D")
        paragraphe.append(signet("w:bookmarkStart", 0, "_GoBack"))
        paragraphe.append(signet("w:bookmarkEnd", 0))
        paragraphe.append(OxmlElement("w:proofErr"))

    gabarit = un_gabarit(tmp_path, "{{ x }}", retoucher=salir)

    xml = corps(composer(gabarit, {"x": "texte"}).octets)

    assert not re.search(r"rsid|paraId|_GoBack|proofErr", xml)
