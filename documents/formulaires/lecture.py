"""Relire un formulaire revenu, quoi que Word ou LibreOffice en ait fait.

Chaque champ se cherche par l'étiquette de son contrôle, puis par son libellé, puis par la première colonne de
son tableau : LibreOffice perd les étiquettes, jamais le tableau.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from documents.formulaires.champs import CHAMP_DE_CLE, CHAMPS, Champ, normaliser
from documents.formulaires.identite import PARTIE, Identite, lire_identite
from documents.moteur.ooxml import COMPATIBILITE, CORPS, ancetre, lire_xml, valeur, w
from documents.reception import DOCUMENT, abime, parties_recues

INVITE = "Cliquez ici pour écrire"
VIDE = "(non renseigné)"
# Ce que Word et LibreOffice montrent d'eux-mêmes dans un contrôle vide.
_INVITES = frozenset(
    {
        *(INVITE, VIDE, "Cliquez ou appuyez ici pour entrer du texte.", "Choisissez un élément."),
        *("Click or tap here to enter text.", "Choose an item."),
    }
)
_PREMIERE_COLONNE_DU_BUDGET = "Exercice"
_SUIVI = tuple(w(n) for n in ("ins", "del", "moveFrom", "moveTo"))
_NON_LU = frozenset(
    {
        *(w(n) for n in ("del", "moveFrom", "delText", "instrText", "sdtPr", "rPr", "pPrChange")),
        f"{{{COMPATIBILITE}}}Fallback",
    }
)
_SIGNES = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "\u2011"}


class Reception(NamedTuple):
    """Un formulaire relu. `champs` : le texte de ceux qu'on a retrouvés, normalisé.

    `doubles` : les champs écrits deux fois, avec des contenus différents. `budget` : l'empreinte du tableau.
    """

    identite: Identite | None
    champs: dict[str, str]
    doubles: frozenset[str]
    budget: str
    avertissements: tuple[str, ...]


def lire_formulaire(octets: bytes, nom: str) -> Reception:
    """Lève `FichierIllisible` si ce n'est pas un document Word que l'on peut lire sans risque."""
    parties = parties_recues(octets, nom, DOCUMENT)
    try:
        corps = lire_xml(parties[CORPS])
        pieds = [_texte(lire_xml(c)) for n, c in parties.items() if n.startswith("word/footer")]
        identite = lire_identite(parties.get(PARTIE), pieds)
        return _reception(corps, identite)
    except (etree.XMLSyntaxError, KeyError, RecursionError) as erreur:
        raise abime(nom, DOCUMENT) from erreur


def _reception(corps: etree._Element, identite: Identite | None) -> Reception:
    trouves = _trouver(corps)
    champs = {cle: _valeur(elements[0]) for cle, elements in trouves.items()}
    doubles = frozenset(c for c, elements in trouves.items() if len({_valeur(e) for e in elements}) > 1)
    avertissements = (*_manquants(champs), *_repetes(trouves), *_suivis(trouves))
    return Reception(identite, champs, doubles, empreinte_du_budget(corps), avertissements)


def empreinte_du_budget(corps: etree._Element) -> str:
    """Huit chiffres hexadécimaux du tableau en lecture seule ; vide s'il n'y est plus."""
    for tableau in corps.iter(w("tbl")):
        cellules = [normaliser(_texte(c)) for c in tableau.iter(w("tc"))]
        if cellules and cellules[0] == _PREMIERE_COLONNE_DU_BUDGET:
            return hashlib.sha256("\0".join(cellules).encode()).hexdigest()[:8]
    return ""


def _trouver(corps: etree._Element) -> dict[str, list[etree._Element]]:
    """Les éléments qui portent chaque champ, par la première façon qui en trouve."""
    etiquettes, rangees = _controles(corps, "tag"), _rangees(corps)
    # Sans étiquette, LibreOffice est passé : le contrôle n'y tient que le premier paragraphe de la cellule.
    libelles = {nom: _cellules(controles) for nom, controles in _controles(corps, "alias").items()}
    trouves = {
        c.cle: etiquettes.get(c.cle) or libelles.get(normaliser(c.libelle)) or rangees.get(_repere(c.libelle))
        for c in CHAMPS
    }
    return {cle: elements for cle, elements in trouves.items() if elements}


def _controles(corps: etree._Element, propriete: str) -> dict[str, list[etree._Element]]:
    lus = defaultdict[str, list[etree._Element]](list)
    for controle in corps.iter(w("sdt")):
        # Un contrôle dont la suppression est suivie n'est plus là.
        if ancetre(controle, "del") is None:
            lus[normaliser(valeur(controle.find(f"{w('sdtPr')}/{w(propriete)}")))].append(controle)
    return lus


def _cellules(controles: list[etree._Element]) -> list[etree._Element]:
    """Les cellules qui portent ces contrôles, une fois chacune ; hors d'un tableau, les contrôles eux-mêmes."""
    trouvees = (ancetre(controle, "tc") for controle in controles)
    return list(dict.fromkeys(c if t is None else t for c, t in zip(controles, trouvees, strict=True)))


def _rangees(corps: etree._Element) -> dict[str, list[etree._Element]]:
    """La deuxième cellule de chaque rangée, sous le texte de la première."""
    lues = defaultdict[str, list[etree._Element]](list)
    for rangee in corps.iter(w("tr")):
        cellules = [e for e in rangee.iter(w("tc")) if ancetre(e, "tr") is rangee]
        if len(cellules) == 2:
            lues[_repere(_texte(cellules[0]))].append(cellules[1])
    return lues


def _repere(libelle: str) -> str:
    """La typographie peut avoir changé autour des guillemets et des deux-points."""
    return "".join(c for c in libelle.lower() if c.isalnum())


def _valeur(element: etree._Element) -> str:
    if element.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None:
        return ""
    contenu = element.find(w("sdtContent"))
    lu = normaliser(_texte(element if contenu is None else contenu))
    return "" if lu in _INVITES else lu


def _texte(element: etree._Element) -> str:
    return "".join(_morceaux(element)).removesuffix("\n")


def _morceaux(element: etree._Element) -> Iterator[str]:
    """Le texte tel qu'on le lirait, modifications suivies acceptées : insertions gardées, suppressions ôtées."""
    if not isinstance(element.tag, str) or element.tag in _NON_LU:
        return
    if element.tag == w("t"):
        yield element.text or ""
    elif element.tag in _SIGNES:
        parent = element.getparent()
        yield _SIGNES[element.tag] if parent is not None and parent.tag == w("r") else ""
    for enfant in element:
        yield from _morceaux(enfant)
    if element.tag == w("p") and element.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is None:
        yield "\n"


def _manquants(champs: dict[str, str]) -> Iterator[str]:
    for champ in CHAMPS:
        if champ.cle not in champs:
            yield f"{_cite(champ)} n'est plus dans le formulaire : l'outil garde ce qu'il tient."


def _repetes(trouves: dict[str, list[etree._Element]]) -> Iterator[str]:
    for cle, elements in trouves.items():
        if len(elements) > 1:
            differents = len({_valeur(e) for e in elements}) > 1
            suite = "avec des contenus différents" if differents else "avec le même contenu"
            yield f"{_cite(CHAMP_DE_CLE[cle])} est {len(elements)} fois dans le formulaire, {suite}."


def _suivis(trouves: dict[str, list[etree._Element]]) -> Iterator[str]:
    for cle, elements in trouves.items():
        if any(_est_suivi(e) for e in elements):
            yield (
                f"{_cite(CHAMP_DE_CLE[cle])} porte un suivi des modifications : les insertions sont lues, "
                "les suppressions ne le sont pas."
            )


def _est_suivi(element: etree._Element) -> bool:
    autour = any(a.tag in _SUIVI for a in element.iterancestors())
    return autour or next(element.iter(*_SUIVI), None) is not None


def _cite(champ: Champ) -> str:
    return f"Le champ « {champ.libelle} »"
