"""Montrer un jour, passé ou à venir, sans rien écrire : ce qui part, à qui, pourquoi ; et pourquoi le reste attend."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from modeles.relance import Relance
from modeles.requetes_relances import relances_decidees_le
from workflows.relances.attentes import Attente
from workflows.relances.calendrier import calendrier_commun
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.simulation import Journee, derouler, juger

HORIZON_JOURS = 400


class Apercu(NamedTuple):
    """Un jour. `faites` : ce qui était déjà inscrit pour ce jour-là."""

    journee: Journee
    faites: tuple[Relance, ...]


def apercevoir(
    session: Session, jour: date, aujourd_hui: date, regions: Collection[str] | None = None
) -> Apercu:
    """Le jour demandé. Passé : tel qu'on l'aurait décidé alors ; à venir : si rien ne change d'ici là."""
    connu = min(jour, aujourd_hui)
    passe = jour < aujourd_hui
    attentes = [a for a in attentes_du(session, connu, avant=passe) if _choisie(a, regions)]
    derniers = derniers_messages(session, connu, avant=passe)
    if jour <= aujourd_hui:
        journee = juger(attentes, jour, derniers)
    else:
        jours = min((jour - aujourd_hui).days, HORIZON_JOURS)
        *_, journee = derouler(attentes, jour - timedelta(days=jours), jour, derniers)
    faites = [r for r in relances_decidees_le(session, jour) if regions is None or _region(r) in regions]
    return Apercu(journee, tuple(faites))


def departs_de_demain(session: Session, aujourd_hui: date, regions: Collection[str] | None = None) -> Apercu:
    """Le prochain jour ouvré : rien ne partira sans avoir pu être vu."""
    demain = calendrier_commun().premier_ouvert(aujourd_hui + timedelta(days=1))
    return apercevoir(session, demain, aujourd_hui, regions)


def _choisie(attente: Attente, regions: Collection[str] | None) -> bool:
    return regions is None or attente.region in regions


def _region(relance: Relance) -> str:
    return relance.demarche.territoire.region
