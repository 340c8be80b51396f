"""Deux textes disent-ils la même chose, mot pour mot ? (contrôle FIC-05)"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

SEUIL = 0.80


def ressemblance(texte: str, autre: str) -> float:
    """La part des mots communs, dans le même ordre : de 0 (aucun) à 1 (identiques). Symétrique.

    La casse, la ponctuation et la mise en page ne comptent pas. Deux textes vides ne se ressemblent pas.
    """
    mots, autres = _mots(texte), _mots(autre)
    total = len(mots) + len(autres)
    return 2 * _mots_communs(mots, autres) / total if total else 0.0


def se_ressemblent(texte: str, autre: str) -> bool:
    """Vrai au-delà de 80 % de mots communs : l'une des deux fiches recopie sans doute l'autre."""
    return ressemblance(texte, autre) > SEUIL


def _mots(texte: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", texte).casefold())


def _mots_communs(mots: Sequence[str], autres: Sequence[str]) -> int:
    """La longueur de la plus longue sous-suite commune.

    Une ligne du tableau habituel tient dans les bits d'un entier (méthode de Hyyrö) : un bit à zéro par mot
    apparié. Cent fiches se comparent ainsi deux à deux sans attendre, quel que soit leur contenu.
    """
    places: dict[str, int] = defaultdict(int)
    for rang, mot in enumerate(mots):
        places[mot] |= 1 << rang
    tout = (1 << len(mots)) - 1
    libres = tout
    for mot in autres:
        apparies = libres & places.get(mot, 0)
        libres = ((libres + apparies) | (libres - apparies)) & tout
    return len(mots) - libres.bit_count()
