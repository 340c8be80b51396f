"""Les figures d'un PDF balisé, décrites : LibreOffice y perd le texte de remplacement des graphiques et filigranes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.ooxml import CORPS, lire_xml

_ENTETE = re.compile(r"word/header\d*\.xml")
_FORME_ANCIENNE = "{urn:schemas-microsoft-com:vml}shape"


class Descriptions(NamedTuple):
    """`corps` : celles des dessins du texte, dans l'ordre. `entetes` : celles des filigranes, sans répétition."""

    corps: tuple[str, ...]
    entetes: frozenset[str]


def descriptions_de(docx: bytes) -> Descriptions:
    """Les textes de remplacement que porte le document Word."""
    parties = parties_de(docx)
    entetes = (lire_xml(contenu) for nom, contenu in parties.items() if _ENTETE.fullmatch(nom))
    return Descriptions(
        tuple(_descriptions(lire_xml(parties[CORPS]))),
        frozenset(description for racine in entetes for description in _descriptions(racine)),
    )


def decrire_les_figures(pdf: pikepdf.Pdf, descriptions: Descriptions) -> None:
    """Donne à chaque figure sa description ; aucune, plutôt qu'une mauvaise, si les comptes ne s'accordent pas.

    Une figure du texte est dans un paragraphe ; un filigrane, posé par l'en-tête, est à la racine du document.
    """
    if "/StructTreeRoot" not in pdf.Root:
        return
    figures = list(_figures(pdf.Root.StructTreeRoot.get("/K"), ""))
    du_texte = [figure for parent, figure in figures if parent != "/Document"]
    des_pages = [figure for parent, figure in figures if parent == "/Document"]
    if len(du_texte) == len(descriptions.corps):
        for figure, description in zip(du_texte, descriptions.corps, strict=True):
            _decrire(figure, description)
    if len(descriptions.entetes) == 1:
        for figure in des_pages:
            _decrire(figure, *descriptions.entetes)


def _descriptions(racine: etree._Element) -> Iterator[str]:
    for element in racine.iter():
        if str(element.tag).endswith("}docPr"):
            yield str(element.get("descr") or "")
        elif element.tag == _FORME_ANCIENNE:
            yield str(element.get("alt") or "")


def _figures(noeud: pikepdf.Object | None, parent: str) -> Iterator[tuple[str, pikepdf.Object]]:
    """Les figures de l'arbre, dans l'ordre de lecture, avec la sorte de l'élément qui les contient."""
    if isinstance(noeud, pikepdf.Array):
        for enfant in noeud:
            yield from _figures(enfant, parent)
    elif isinstance(noeud, pikepdf.Dictionary):
        sorte = str(noeud.get("/S", ""))
        if sorte == "/Figure":
            yield parent, noeud
        else:
            yield from _figures(noeud.get("/K"), sorte)


def _decrire(figure: pikepdf.Object, description: str) -> None:
    if description and not str(figure.get("/Alt", "")).strip():
        figure.Alt = pikepdf.String(description)
