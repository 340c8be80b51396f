"""Lire le texte d'un document Word, comme une personne le lirait : corps, en-têtes, pieds, notes."""

from collections.abc import Iterator

from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.ooxml import COMPATIBILITE, CORPS, PARTIES_DE_TEXTE, ancetre, lire_xml, w

_SIGNES = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}


def texte(octets: bytes) -> str:
    """Les paragraphes, un par ligne. Lève `zipfile.BadZipFile` ou `XMLSyntaxError` si l'archive est abîmée."""
    return "\n".join(paragraphes(octets))


def paragraphes(octets: bytes) -> list[str]:
    """Le texte de chaque paragraphe, vides compris : le corps d'abord, puis en-têtes, pieds et notes.

    Une tabulation y vaut `\\t`, un saut de ligne ou de page `\\n`.
    """
    parties = parties_de(octets)
    noms = sorted(filter(PARTIES_DE_TEXTE.fullmatch, parties), key=lambda nom: (nom != CORPS, nom))
    return [texte_du_paragraphe(p) for nom in noms for p in _paragraphes_lus(lire_xml(parties[nom]))]


def texte_du_paragraphe(paragraphe: etree._Element) -> str:
    """Sans le texte des zones qu'il porte, qui sont d'autres paragraphes."""
    elements = (e for e in paragraphe.iter(w("t"), *_SIGNES) if ancetre(e, "p") is paragraphe)
    return "".join(_lu(element) for element in elements)


def _lu(element: etree._Element) -> str:
    if element.tag == w("t"):
        return element.text or ""
    parent = element.getparent()
    # Dans `w:tabs`, `w:tab` décrit un taquet : seul celui d'un passage s'imprime.
    return _SIGNES[str(element.tag)] if parent is not None and parent.tag == w("r") else ""


def _paragraphes_lus(racine: etree._Element) -> Iterator[etree._Element]:
    """Word enregistre deux fois une zone de texte : on n'en lit que la version moderne."""
    for paragraphe in racine.iter(w("p")):
        if next(paragraphe.iterancestors(f"{{{COMPATIBILITE}}}Fallback"), None) is None:
            yield paragraphe
