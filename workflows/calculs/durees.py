"""Le temps passé à chaque étape, d'après les changements d'étape de plusieurs démarches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from modeles.etapes import Etape


class Changement(NamedTuple):
    """Une démarche quitte une étape pour une autre."""

    de: Etape
    vers: Etape
    le: date


class TempsPasse(NamedTuple):
    """Les jours que ces démarches ont passés à une étape qu'elles ont quittée, hors suspension."""

    etape: Etape
    jours: tuple[int, ...]

    @property
    def mediane(self) -> int:
        return round(median(self.jours))


def temps_par_etape(histoires: Iterable[Sequence[Changement]]) -> list[TempsPasse]:
    """Une ligne par étape déjà franchie, dans l'ordre du parcours.

    Une démarche qui revient à une étape y ajoute ses jours ; la première étape, dont on ne connaît que la fin,
    ne compte pas.
    """
    par_etape: defaultdict[Etape, list[int]] = defaultdict(list)
    for changements in histoires:
        for etape, jours in _de_la_demarche(changements).items():
            par_etape[etape].append(jours)
    etapes = sorted((e for e in par_etape if e is not Etape.SUSPENDU), key=lambda e: e.rang)
    return [TempsPasse(etape, tuple(sorted(par_etape[etape]))) for etape in etapes]


def _de_la_demarche(changements: Sequence[Changement]) -> dict[Etape, int]:
    """Les jours de chaque étape franchie : celle où est encore la démarche n'est pas finie."""
    jours: defaultdict[Etape, int] = defaultdict(int)
    for entree, sortie in pairwise(changements):
        jours[entree.vers] += max((sortie.le - entree.le).days, 0)
    if changements:
        ici = changements[-1]
        jours.pop(ici.de if ici.vers is Etape.SUSPENDU else ici.vers, None)
    return dict(jours)
