"""Le moteur écrit ce que docxtpl aurait écrit, paragraphe par paragraphe ; les gabarits restent à l'un et à l'autre."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate

from documents.moteur.gabarit import composer
from documents.moteur.validite import fautes_word, paragraphes
from tests.documents.fabriques_word import (
    contexte_de_convention,
    contexte_de_courrier,
    contexte_de_fiche,
    gabarit_de_convention,
    gabarit_de_courrier,
    gabarit_de_fiche,
    salir,
    un_gabarit,
)

GABARITS: list[tuple[Callable[[Path], Path], dict[str, Any]]] = [
    (gabarit_de_courrier, contexte_de_courrier()),
    (gabarit_de_fiche, contexte_de_fiche()),
    (gabarit_de_convention, contexte_de_convention(5)),
]


def avec_docxtpl(gabarit: Path, contexte: dict[str, Any]) -> bytes:
    document = DocxTemplate(str(gabarit))
    document.render(contexte, autoescape=True)
    sortie = BytesIO()
    document.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(("fabrique", "contexte"), GABARITS)
def test_un_gabarit_propre_donne_les_paragraphes_de_docxtpl(
    fabrique: Callable[[Path], Path], contexte: dict[str, Any], tmp_path: Path
) -> None:
    gabarit = fabrique(tmp_path / "gabarit.docx")

    compose = composer(gabarit, contexte)

    assert paragraphes(compose.octets) == paragraphes(avec_docxtpl(gabarit, contexte))
    assert fautes_word(compose.octets) == ()


@pytest.mark.parametrize(("fabrique", "contexte"), GABARITS)
@pytest.mark.parametrize("graine", [1, 2])
def test_un_gabarit_coupe_par_word_donne_le_meme_texte(
    fabrique: Callable[[Path], Path], contexte: dict[str, Any], graine: int, tmp_path: Path
) -> None:
    propre = fabrique(tmp_path / "propre.docx")
    sale = salir(propre, tmp_path / "sale.docx", graine=graine)

    compose = composer(sale, contexte)

    assert paragraphes(compose.octets) == paragraphes(composer(propre, contexte).octets)
    assert fautes_word(compose.octets) == ()


def test_docxtpl_lit_lui_aussi_un_gabarit_coupe_par_word(tmp_path: Path) -> None:
    sale = salir(gabarit_de_courrier(tmp_path / "propre.docx"), tmp_path / "sale.docx")

    compose = composer(sale, contexte_de_courrier())

    assert paragraphes(compose.octets) == paragraphes(avec_docxtpl(sale, contexte_de_courrier()))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("{% if axe == « 2 » %}oui{% endif %}", "oui"),
        ("{% if axe == «\u00a02\u00a0» %}oui{% endif %}", "oui"),
        ("{% if axe == “2” %}oui{% endif %}", "oui"),
        ("{% if axe == ‘2’ %}oui{% endif %}", "oui"),
        ("{{\u00a0axe\u00a0}}", "2"),
        ("{{ rien|default(“l’État”) }}", "l’État"),
        ("{{ rien|default('l’État') }}", "l’État"),
        ("{{ '\u00a0»'|trim }} {{ axe }}", "» 2"),
        ("{{ 3 – 1 }}", "2"),
        ("{# une remarque #}{{ axe }}", "2"),
        ("{% set double = axe ~ axe %}{{ double }}", "22"),
        ("{% with x = axe %}{{ x }}{% endwith %}", "2"),
        ("{{ noms|join(', ') }}", "A & B, <C>"),
        ("{% for n in noms %}{{ loop.index }}{% if not loop.last %}/{% endif %}{% endfor %}", "1/2"),
        ("{{ vide }}|{{ vrai }}", "|oui"),
    ],
)
def test_la_frappe_francaise_de_word_est_comprise(texte: str, attendu: str, tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, texte)
    contexte = {"axe": "2", "rien": None, "vide": None, "vrai": True, "noms": ["A & B", "<C>"]}

    if "rien" in texte:
        del contexte["rien"]

    assert paragraphes(composer(gabarit, contexte).octets)[0] == attendu


def test_les_balises_de_passage_et_de_cellule_remplacent_leur_conteneur(tmp_path: Path) -> None:
    def en_trois_passages(document: Any) -> None:
        paragraphe = document.add_paragraph()
        for texte in ("{%r if oui %}", "gardé", "{%r endif %}", " fin"):
            paragraphe.add_run(texte)

    gabarit = un_gabarit(
        tmp_path,
        tableau=[["{%tc for n in noms %}", "{{ n }}", "{%tc endfor %}"]],
        retoucher=en_trois_passages,
    )

    lus = paragraphes(composer(gabarit, {"oui": True, "noms": ["a", "b", "c"]}).octets)

    assert lus == ["a", "b", "c", "gardé fin"]


def test_un_commentaire_de_paragraphe_disparait_avec_lui(tmp_path: Path) -> None:
    gabarit = un_gabarit(tmp_path, "avant", "{#p à relire par le service #}", "après")

    assert paragraphes(composer(gabarit, {}).octets) == ["avant", "après"]
