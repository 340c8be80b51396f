"""Ce que toute garde reçoit et rend."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatReunion, NatureReunion


class Derogation(NamedTuple):
    """La levée d'un contrôle bloquant : lequel, pourquoi, et qui l'assume."""

    code: str
    motif: str
    autorite: str


class Circonstances(NamedTuple):
    """Qui fait le geste, quand il a eu lieu, quand il est saisi, et ce qu'on y dit."""

    par: str
    survenu_le: date
    saisi_le: datetime
    motif: str | None = None
    derogations: tuple[Derogation, ...] = ()
    cle_demande: str | None = None


Garde = Callable[[Demarche, date], Iterable[Obstacle]]


def aucun_obstacle(demarche: Demarche, le: date) -> tuple[Obstacle, ...]:
    """Rien, si le geste est fait à son étape et que ce qu'il demande est rempli."""
    return ()


def reunions_de(demarche: Demarche, nature: NatureReunion) -> list[Reunion]:
    """Les réunions d'une nature, dans l'ordre où elles ont été programmées."""
    return [r for r in demarche.reunions if r.nature is nature]


def derniere_tenue(demarche: Demarche, nature: NatureReunion, depuis: date | None = None) -> Reunion | None:
    """La dernière réunion de cette nature qui a eu lieu (depuis une date, si elle est donnée)."""
    tenues = [r for r in reunions_de(demarche, nature) if r.etat is EtatReunion.TENUE]
    if depuis is not None:
        tenues = [r for r in tenues if r.tenue_le is not None and r.tenue_le >= depuis]
    return tenues[-1] if tenues else None
