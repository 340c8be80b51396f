"""Ce que Word laisse dans un gabarit et qui n'a rien à faire dans un document rempli."""

import re
from typing import Any, cast

from lxml import etree

from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import WORD_2010, ancetre, retirer, valeur, w

_RESIDUS = [w("proofErr"), w("lastRenderedPageBreak"), w("permStart"), w("permEnd")]
_SIGNETS_DE_WORD = re.compile(r"_(GoBack|Hlk\d+)")
_ATTRIBUTS_DE_SESSION = etree.XPath(
    "//@*[(namespace-uri() and starts-with(local-name(), 'rsid'))"
    " or (namespace-uri() = $word_2010 and (local-name() = 'paraId' or local-name() = 'textId'))]"
)
_SUIVI = {
    w("ins"): "des insertions suivies",
    w("del"): "des suppressions suivies",
    w("moveFrom"): "des déplacements suivis",
    w("moveTo"): "des déplacements suivis",
    w("cellIns"): "des cellules insérées ou supprimées, suivies",
    w("cellDel"): "des cellules insérées ou supprimées, suivies",
    w("commentReference"): "des commentaires",
} | {w(f"{quoi}PrChange"): "des mises en forme suivies" for quoi in ("r", "p", "tbl", "tr", "tc", "sect")}


def nettoyer(racine: etree._Element) -> None:
    """Retire marques de correction, identifiants de session et signets de navigation ; garde le texte."""
    for element in list(racine.iter(*_RESIDUS)):
        retirer(element)
    signets = {
        valeur(s, "id")
        for s in racine.iter(w("bookmarkStart"))
        if _SIGNETS_DE_WORD.fullmatch(valeur(s, "name"))
    }
    for element in list(racine.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        if valeur(element, "id") in signets:
            retirer(element)
    for attribut in cast(list[Any], _ATTRIBUTS_DE_SESSION(racine, word_2010=WORD_2010)):
        del attribut.getparent().attrib[attribut.attrname]


def fautes_de_relecture(racine: etree._Element, gabarit: str, partie: str) -> list[Faute]:
    """Le suivi des modifications et les commentaires partiraient dans chaque document.

    Une faute par sorte de reste, au premier paragraphe qui en porte.
    """
    restes: dict[str, str] = {}
    for element in racine.iter():
        nom = _SUIVI.get(str(element.tag))
        if nom and nom not in restes:
            restes[nom] = _texte_du_paragraphe(element)
    return [
        Faute(f"il reste {nom} : acceptez ou supprimez-les dans Word", gabarit, partie, texte)
        for nom, texte in restes.items()
    ]


def _texte_du_paragraphe(element: etree._Element) -> str:
    """Le texte du paragraphe qui porte l'élément, supprimé ou non, ou de ceux que l'élément porte."""
    paragraphe = ancetre(element, "p")
    hote = element if paragraphe is None else paragraphe
    return "".join(t.text or "" for t in hote.iter(w("t"), w("delText")))
