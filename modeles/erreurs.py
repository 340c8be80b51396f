"""Ce que l'on dit quand on refuse : quoi, pourquoi, comment y remédier."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Gravite(StrEnum):
    """Le poids d'un contrôle (dossier de domaine, § 17)."""

    BLOQUANT = "bloquant"
    AVERTISSEMENT = "avertissement"
    INFORMATION = "information"


class Obstacle(NamedTuple):
    """Une chose qui manque ou qui cloche, avec ce qu'il faut faire.

    `code` est celui du contrôle (`FIN-01`) ou vide pour une condition du parcours, qu'on ne lève jamais.
    `ou` nomme l'endroit où l'on corrige (`fiche:32-DRO-EXP-01`), pour qu'un écran puisse y conduire.
    """

    message: str
    remede: str
    code: str = ""
    gravite: Gravite = Gravite.BLOQUANT
    ou: str = ""


class ErreurMetier(Exception):
    """Un refus que l'utilisateur peut comprendre et corriger. Rien n'a été changé."""

    statut = 409

    def __init__(self, quoi: str, pourquoi: str, remede: str, obstacles: Iterable[Obstacle] = ()) -> None:
        super().__init__(f"{quoi} {pourquoi} {remede}")
        self.quoi = quoi
        self.pourquoi = pourquoi
        self.remede = remede
        self.obstacles = tuple(obstacles)


class Introuvable(ErreurMetier):
    """L'objet demandé n'existe pas, ou n'est pas visible."""

    statut = 404


class SaisieInvalide(ErreurMetier):
    """Ce qui a été saisi ou déposé ne peut pas être lu ou n'a pas de sens."""

    statut = 422
