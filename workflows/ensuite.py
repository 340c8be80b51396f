"""Et ensuite : les gestes que le tableau offre à une démarche, et celui qui la fait passer à la suite."""

from datetime import date
from typing import NamedTuple

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.etapes import TERMINALES, Etape, Geste
from workflows.parcours import Transition, gestes_possibles

HORS_DU_CHEMIN = (*TERMINALES, Etape.SUSPENDU, Etape.EVALUATION_MI_PARCOURS)


class GesteOffert(NamedTuple):
    """Un geste que le tableau permet à cette étape, et tout ce qui l'empêche encore."""

    transition: Transition
    obstacles: tuple[Obstacle, ...]


def gestes_offerts(demarche: Demarche, le: date) -> list[GesteOffert]:
    """Les gestes du tableau à cette étape, chacun avec ce que sa garde lui oppose aujourd'hui."""
    return [GesteOffert(t, tuple(t.obstacles(demarche, le))) for t in gestes_possibles(demarche.etape)]


def geste_suivant(etape: Etape) -> Geste | None:
    """Le geste qui fait passer à la suite, ou None si la démarche est finie.

    L'évaluation à mi-parcours est à côté du chemin : elle ne fait passer à rien.
    """
    if etape is Etape.SUSPENDU:
        return Geste.REPRENDRE
    for transition in gestes_possibles(etape):
        vers = transition.vers
        if vers is not None and vers not in HORS_DU_CHEMIN and vers.rang > etape.rang:
            return transition.geste
    return Geste.SOLDER if etape is Etape.CLOTURE else None
