"""Les blocs d'un gabarit : chacun se ferme, au même endroit que là où il s'ouvre."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from documents.moteur.balises import OUVRANTES, Balise
from documents.moteur.ebauche import Ebauche
from documents.moteur.erreurs import Faute
from documents.moteur.ooxml import w

# Ce qui rend un conteneur acceptable par Word quoi qu'il arrive aux blocs qu'il porte.
_ENFANTS_SUFFISANTS = {
    w("tbl"): (w("tr"),),
    w("tr"): (w("tc"),),
    w("hdr"): (w("p"), w("tbl")),
    w("ftr"): (w("p"), w("tbl")),
    w("txbxContent"): (w("p"), w("tbl")),
    w("footnote"): (w("p"), w("tbl")),
    w("endnote"): (w("p"), w("tbl")),
}


class Constat(NamedTuple):
    """`fragile` : un conteneur peut se retrouver vide au rendu, il faudra le réparer."""

    fautes: list[Faute]
    fragile: bool


def verifier_les_blocs(ebauche: Ebauche) -> Constat:
    fautes: list[Faute] = []
    ouverts: list[Balise] = []
    lieux: list[etree._Element] = []
    assures: list[etree._Element] = []
    for objet in ebauche.parcourir():
        if isinstance(objet, Balise):
            fautes += _suivre(objet, ouverts)
            if objet.niveau in ("p", "tr", "tc") and objet.lieu is not None:
                lieux.append(objet.lieu)
        elif _suffit(objet) and not any(o.lieu is objet.getparent() for o in ouverts):
            assures += [parent for parent in [objet.getparent()] if parent is not None]
    fautes += [_jamais_referme(balise) for balise in ouverts]
    return Constat(fautes, any(lieu.tag != w("body") and lieu not in assures for lieu in lieux))


def _suivre(balise: Balise, ouverts: list[Balise]) -> Iterator[Faute]:
    """Tient la pile des blocs ouverts et rend les fautes de cette balise."""
    if balise.mot in OUVRANTES:
        ouverts.append(balise)
    elif balise.mot.startswith("end"):
        yield from _fermer(balise, ouverts)
    elif balise.mot in ("else", "elif"):
        if not ouverts or ouverts[-1].mot not in ("if", "for"):
            yield balise.faute(f"« {balise.mot} » n'est dans aucun « if »")
        else:
            yield from _meme_lieu(ouverts[-1], balise)


def _fermer(balise: Balise, ouverts: list[Balise]) -> Iterator[Faute]:
    mot = balise.mot.removeprefix("end")
    if all(ouverte.mot != mot for ouverte in ouverts):
        yield balise.faute(f"« {balise.mot} » ne referme aucun « {mot} »")
        return
    while ouverts[-1].mot != mot:
        yield _jamais_referme(ouverts.pop())
    yield from _meme_lieu(ouverts.pop(), balise)


def _meme_lieu(ouverte: Balise, balise: Balise) -> Iterator[Faute]:
    if ouverte.niveau != balise.niveau:
        attendue = f"{{%{ouverte.niveau} {balise.mot}" + (" … %}" if balise.mot == "elif" else " %}")
        yield balise.faute(f"elle répond à « {ouverte.texte} » : écrivez « {attendue} »")
    elif ouverte.lieu is not balise.lieu:
        yield balise.faute(_separees(ouverte, balise))


def _separees(ouverte: Balise, balise: Balise) -> str:
    if balise.niveau:
        return (
            f"elle n'est pas dans la même cellule, le même tableau ou le même corps que « {ouverte.texte} »"
        )
    if ouverte.paragraphe == balise.paragraphe:
        return f"elle n'est pas dans le même lien ou le même contrôle que « {ouverte.texte} »"
    return (
        f"elle n'est pas dans le même paragraphe que « {ouverte.texte} » : écrivez {{%p … %}} autour de "
        "paragraphes, {%tr … %} autour de lignes de tableau"
    )


def _jamais_referme(balise: Balise) -> Faute:
    return balise.faute(f"le bloc « {balise.mot} » n'est jamais refermé : il manque « end{balise.mot} »")


def _suffit(element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is None:
        return False
    if parent.tag == w("tc"):
        return element.tag == w("p") and element.getnext() is None
    return element.tag in _ENFANTS_SUFFISANTS.get(str(parent.tag), ())
