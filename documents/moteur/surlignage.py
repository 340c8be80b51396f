"""Surligner, dans un document déjà composé, ce qui est entre deux marques : ce qu'il reste à compléter.

Les marques sont deux caractères que personne ne tape. Elles disparaissent ; le passage qu'elles entourent garde sa
mise en forme, plus un fond jaune.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from documents.moteur.archive import parties_de
from documents.moteur.ecriture import Entree, ecrire_archive
from documents.moteur.gabarit import DocumentCompose
from documents.moteur.ooxml import DECLARATION, ESPACE_XML, PARTIES_DE_TEXTE, ecrire_xml, lire_xml, retirer, w

DEBUT, FIN = "\ue000", "\ue001"
COULEUR = "yellow"
_MARQUE = re.compile(f"{DEBUT}(.*?){FIN}", re.DOTALL)
_OCTETS = tuple(signe.encode() for signe in (DEBUT, FIN))
# Ce qui suit le fond dans les propriétés d'un passage (ECMA-376, CT_RPr).
_APRES_LE_FOND = frozenset(
    w(n)
    for n in (
        *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
        *("specVanish", "oMath"),
    )
)


def marquer(texte: str) -> str:
    """Le texte entre ses marques."""
    return f"{DEBUT}{texte}{FIN}"


def surligner(compose: DocumentCompose) -> DocumentCompose:
    """Le même document, les passages marqués sur fond jaune ; le même s'il n'y en a pas."""
    parties = parties_de(compose.octets)
    marquees = [nom for nom, octets in parties.items() if _OCTETS[0] in octets]
    if not marquees:
        return compose
    for nom in marquees:
        parties[nom] = _surligner(nom, parties[nom])
    archive = ecrire_archive(Entree.depuis(nom, octets) for nom, octets in parties.items())
    return compose._replace(**archive._asdict())


def _surligner(nom: str, octets: bytes) -> bytes:
    if not PARTIES_DE_TEXTE.fullmatch(nom):
        # Une propriété, un graphique : le texte y reste, sans ses marques.
        for signe in _OCTETS:
            octets = octets.replace(signe, b"")
        return octets
    racine = lire_xml(octets)
    for passage in list(racine.iter(w("r"))):
        if any(DEBUT in (t.text or "") for t in passage.findall(w("t"))):
            _decouper(passage)
    return f"{DECLARATION}{ecrire_xml(racine)}".encode()


def _decouper(passage: etree._Element) -> None:
    """Un passage par morceau, marqué ou non, dans l'ordre ; celui d'origine disparaît."""
    proprietes = passage.find(w("rPr"))
    for contenu, marque in _morceaux(passage):
        neuf = etree.Element(w("r"))
        if proprietes is not None:
            neuf.append(deepcopy(proprietes))
        if marque:
            _mettre_un_fond(neuf)
        neuf.append(contenu)
        passage.addprevious(neuf)
    retirer(passage)


def _morceaux(passage: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    for enfant in passage:
        if enfant.tag == w("t"):
            # `split` rend tour à tour ce qui est hors des marques et ce qui est entre elles.
            for rang, texte in enumerate(_MARQUE.split(enfant.text or "")):
                if texte:
                    yield _texte(texte), bool(rang % 2)
        elif enfant.tag != w("rPr"):
            yield deepcopy(enfant), False


def _texte(contenu: str) -> etree._Element:
    element = etree.Element(w("t"))
    element.text = contenu
    element.set(ESPACE_XML, "preserve")
    return element


def _mettre_un_fond(passage: etree._Element) -> None:
    proprietes = passage.find(w("rPr"))
    if proprietes is None:
        proprietes = etree.Element(w("rPr"))
        passage.insert(0, proprietes)
    for ancien in proprietes.findall(w("highlight")):
        proprietes.remove(ancien)
    rang = next((n for n, e in enumerate(proprietes) if e.tag in _APRES_LE_FOND), len(proprietes))
    fond = etree.Element(w("highlight"))
    fond.set(w("val"), COULEUR)
    proprietes.insert(rang, fond)
