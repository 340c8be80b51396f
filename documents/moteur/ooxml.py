"""Le vocabulaire XML de Word : noms qualifiés, lecture sûre, parties que le moteur remplit."""

import re
from collections.abc import Iterator

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS_DU_PAQUET = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_DU_PAQUET = "http://schemas.openxmlformats.org/package/2006/content-types"
COMPATIBILITE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
TERMES_DE_DATE = "http://purl.org/dc/terms/"

CORPS = "word/document.xml"
STYLES = "word/styles.xml"
NUMEROTATION = "word/numbering.xml"
TYPES = "[Content_Types].xml"
PARTIES_DE_TEXTE = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
PARTIES_DE_PROPRIETES = re.compile(r"docProps/(core|custom)\.xml")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ESPACE_XML = "{http://www.w3.org/XML/1998/namespace}space"

# Une partie de 100 000 caractères sans coupure est légitime ; une entité ou une DTD ne l'est jamais.
_LECTEUR = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
)


def w(nom: str) -> str:
    """`w("p")` : le nom qualifié d'un élément ou d'un attribut de WordprocessingML."""
    return f"{{{WORD}}}{nom}"


def lire_xml(contenu: bytes) -> etree._Element:
    """Lève `etree.XMLSyntaxError` si la partie n'est pas du XML bien formé."""
    return etree.fromstring(contenu, _LECTEUR)


def ecrire_xml(racine: etree._Element) -> str:
    return etree.tostring(racine, encoding="unicode")


def valeur(element: etree._Element | None, attribut: str = "val") -> str:
    """L'attribut `w:val` (ou un autre) de l'élément, vide si l'un ou l'autre manque."""
    return "" if element is None else str(element.get(w(attribut)) or "")


def entier(texte: str) -> int | None:
    """Le nombre qu'un attribut écrit ; `None` s'il n'en écrit pas un, ce que seul un fichier abîmé fait."""
    return int(texte) if re.fullmatch("-?[0-9]{1,10}", texte) else None


def retirer(element: etree._Element) -> None:
    """Ôte l'élément et ce qu'il contient ; le texte qui le suit reste."""
    ecrire_avant(element, element.tail or "")
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def ecrire_avant(element: etree._Element, texte: str) -> None:
    """Ajoute du texte juste avant l'élément, dans son parent."""
    parent, precedent = element.getparent(), element.getprevious()
    if precedent is not None:
        precedent.tail = (precedent.tail or "") + texte
    elif parent is not None:
        parent.text = (parent.text or "") + texte


def ancetre(element: etree._Element, nom: str) -> etree._Element | None:
    """L'élément `w:nom` le plus proche qui contient `element`."""
    return next(element.iterancestors(w(nom)), None)


def fragments(paragraphe: etree._Element) -> list[etree._Element]:
    """Les `w:t` du paragraphe, sans ceux des zones de texte qu'il porte."""
    return [t for t in paragraphe.iter(w("t")) if ancetre(t, "p") is paragraphe]


def texte_des(elements: list[etree._Element]) -> str:
    return "".join(e.text or "" for e in elements)


def styles_par_identifiant(styles: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for style in styles.iter(w("style")):
        yield valeur(style, "styleId"), style
