"""Ce qui bloque : les démarches où l'agent a la main, et ce que le prochain geste attend encore."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from api.a_faire.liste import parties_de
from api.acces.agent import Agent
from api.lectures import Filtre, Suivi, suivis
from modeles.erreurs import Gravite, Obstacle
from modeles.etapes import EN_VIE, Geste
from modeles.lecture_du_dossier import POUR_LES_GARDES, charger_plusieurs
from workflows.ensuite import geste_suivant
from workflows.parcours import transition_de

AU_PLUS = 8


class Blocage(NamedTuple):
    """Un territoire, le geste qui le ferait avancer, et tout ce qui l'en empêche."""

    suivi: Suivi
    geste: Geste
    obstacles: tuple[Obstacle, ...]


def lister_les_blocages(session: Session, agent: Agent, territoire: str | None, le: date) -> list[Blocage]:
    """Les plus en retard d'abord, huit au plus : chacun demande de lire tout le dossier."""
    a_lui = [s for s in suivis(session, Filtre(), le, agent) if _a_la_main(s, agent)]
    choisis = sorted((s for s in a_lui if territoire in (None, s.territoire.code)), key=_retard)[:AU_PLUS]
    return [b for b in _blocages(session, choisis, le) if b.obstacles]


def _a_la_main(suivi: Suivi, agent: Agent) -> bool:
    etape = suivi.demarche.etape
    attendues = set(suivi.situation.parties)
    return etape not in EN_VIE and bool(attendues & parties_de(agent, suivi.territoire))


def _retard(suivi: Suivi) -> tuple[int, float]:
    situation = suivi.situation
    duree = situation.duree
    return (-situation.alerte.couleur.rang, -situation.jours / duree.cible_jours if duree else 0.0)


def _blocages(session: Session, choisis: Sequence[Suivi], le: date) -> list[Blocage]:
    ids = [s.demarche.id for s in choisis]
    dossiers = {d.id: d for d in charger_plusieurs(session, ids, POUR_LES_GARDES)}
    blocages = []
    for suivi in choisis:
        demarche = dossiers[suivi.demarche.id]
        geste = geste_suivant(demarche.etape)
        transition = transition_de(demarche.etape, geste) if geste else None
        if geste and transition:
            tous = transition.obstacles(demarche, le)
            bloquants = tuple(o for o in tous if o.gravite is Gravite.BLOQUANT)
            blocages.append(Blocage(suivi, geste, bloquants))
    return blocages
