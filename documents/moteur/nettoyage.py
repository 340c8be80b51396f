"""Ce que Word laisse dans un gabarit et qui n'a rien à faire dans un document rempli."""

import re

from lxml import etree

from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import WORD_2010, retirer, valeur, w

_RESIDUS = [w("proofErr"), w("lastRenderedPageBreak"), w("permStart"), w("permEnd")]
_SIGNETS_DE_WORD = re.compile(r"_(GoBack|Hlk\d+)")
_ATTRIBUTS_DE_SESSION = re.compile(
    rf"\{{.*\}}rsid\w*|\{{{re.escape(WORD_2010)}\}}(paraId|textId)",
)
_SUIVI = {
    w("ins"): "des insertions suivies",
    w("del"): "des suppressions suivies",
    w("moveFrom"): "des déplacements suivis",
    w("moveTo"): "des déplacements suivis",
    w("commentReference"): "des commentaires",
}


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
    for element in racine.iter():
        for nom in [n for n in element.attrib if _ATTRIBUTS_DE_SESSION.fullmatch(str(n))]:
            del element.attrib[nom]


def fautes_de_relecture(racine: etree._Element, gabarit: str, partie: str) -> list[Faute]:
    """Le suivi des modifications et les commentaires partiraient dans chaque document."""
    restes = dict.fromkeys(nom for e in racine.iter() if (nom := _SUIVI.get(str(e.tag))))
    return [Faute(f"il reste {nom} : acceptez ou supprimez-les dans Word", gabarit, partie) for nom in restes]
