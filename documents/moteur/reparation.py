"""Ce qu'un bloc omis peut laisser d'inacceptable pour Word : tableau sans ligne, cellule sans paragraphe."""

import re


def _facultatif(nom: str) -> str:
    """Le motif d'un élément de propriétés `w:nom`, présent ou non."""
    return rf"(?:(?:<w:{nom}(?: [^>]*)?/>|<w:{nom}(?: [^>]*)?>(?:(?!</w:{nom}>).)*</w:{nom}>)\s*)?"


_LIGNE_VIDE = re.compile(
    rf"<w:tr(?: [^>]*)?>\s*{_facultatif('tblPrEx')}{_facultatif('trPr')}</w:tr>", re.DOTALL
)
_TABLEAU_VIDE = re.compile(
    rf"<w:tbl(?: [^>]*)?>\s*{_facultatif('tblPr')}{_facultatif('tblGrid')}</w:tbl>", re.DOTALL
)
_CELLULE_INACHEVEE = re.compile(r"(</w:tcPr>|<w:tcPr/>|<w:tc(?: [^>]*)?>|</w:tbl>)\s*</w:tc>")
_ZONE_DE_TEXTE = "<w:txbxContent"
_CONTENEUR_VIDE = re.compile(r"(<w:(hdr|ftr|txbxContent|footnote|endnote)(?: [^>]*)?>)\s*</w:\2>")


def reparer(xml: str) -> str:
    """Retire lignes et tableaux vidés, rend un paragraphe aux cellules et aux conteneurs qui n'en ont plus.

    Word refuse d'ouvrir une cellule qui ne finit pas par un paragraphe. Compter des balises coûte trois fois
    moins que chercher un motif : on ne cherche que si le compte n'y est pas.
    """
    if not _finissent_toujours(xml, "</w:tc>", "</w:tr>"):
        xml = _LIGNE_VIDE.sub("", xml)
    if not _finissent_toujours(xml, "</w:tr>", "</w:tbl>"):
        xml = _TABLEAU_VIDE.sub("", xml)
    if not _finissent_toujours(xml, "</w:p>", "</w:tc>"):
        xml = _CELLULE_INACHEVEE.sub(r"\1<w:p/></w:tc>", xml)
    if _ZONE_DE_TEXTE in xml or not xml.endswith("</w:document>"):
        xml = _CONTENEUR_VIDE.sub(r"\1<w:p/></w:\2>", xml)
    return xml


def _finissent_toujours(xml: str, par: str, fin: str) -> bool:
    return xml.count(fin) == xml.count(par + fin)
