"""Lire le texte d'un document Word, comme une personne le lirait : corps, en-têtes, pieds, notes."""

import re
from collections.abc import Iterator

from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.ooxml import COMPATIBILITE, CORPS, PARTIES_DE_TEXTE, ancetre, lire_xml, valeur, w

_SIGNES = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_NUMERO_DE_PAGE = re.compile(r"\s*(PAGE|PAGEREF|NUMPAGES|SECTIONPAGES)\b")


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


def corps_et_alentours(octets: bytes) -> tuple[list[str], list[str]]:
    """Le texte du corps, puis celui des en-têtes, pieds et notes, moins les numéros de page qui se recalculent."""
    parties = parties_de(octets)
    corps: list[str] = []
    alentours: list[str] = []
    for nom in sorted(filter(PARTIES_DE_TEXTE.fullmatch, parties)):
        racine = lire_xml(parties[nom])
        _effacer_les_numeros_de_page(racine)
        lus = corps if nom == CORPS else alentours
        lus += [texte_du_paragraphe(p) for p in _paragraphes_lus(racine)]
    return corps, alentours


def _effacer_les_numeros_de_page(racine: etree._Element) -> None:
    for champ in racine.iter(w("fldSimple")):
        if _NUMERO_DE_PAGE.match(valeur(champ, "instr")):
            for ecrit in champ.iter(w("t")):
                ecrit.text = ""
    ouverts: list[tuple[str, bool]] = []
    for element in racine.iter(w("fldChar"), w("instrText"), w("t")):
        if element.tag == w("t"):
            if any(resultat and _NUMERO_DE_PAGE.match(champ) for champ, resultat in ouverts):
                element.text = ""
        else:
            _suivre_le_champ(element, ouverts)


def _suivre_le_champ(element: etree._Element, ouverts: list[tuple[str, bool]]) -> None:
    """Tient la pile des champs ouverts : ce que chacun demande, et si l'on en est à son résultat."""
    genre = valeur(element, "fldCharType")
    if genre == "begin":
        ouverts.append(("", False))
    elif ouverts:
        demande, resultat = ouverts.pop()
        if genre != "end":
            ouverts.append((demande + (element.text or ""), resultat or genre == "separate"))


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
