"""Montrer un jour, passé ou à venir, sans rien écrire : ce qui part, à qui, pourquoi ; et pourquoi le reste attend."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from modeles.relance import Relance
from modeles.requetes_relances import relances_decidees_le
from workflows.relances.calendrier import calendrier_commun
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.simulation import Journee, derouler, juger

HORIZON_JOURS = 400
# Un code de territoire, et s'il est à montrer.
Visible = Callable[[str], bool]


class Apercu(NamedTuple):
    """Un jour. `faites` : ce qui est déjà inscrit pour ce jour-là."""

    journee: Journee
    faites: tuple[Relance, ...]

    def restreint(self, visible: Visible) -> "Apercu":
        """Le même jour, limité à certains territoires ; un message groupé ne montre que ce qui est visible."""
        lignes = tuple(x for x in self.journee.lignes if visible(x.attente.code))
        envois = []
        for envoi in self.journee.envois:
            siennes = tuple(x for x in envoi.lignes if visible(x.attente.code))
            if siennes:
                aussi = tuple(x for x in envoi.aussi if visible(x.attente.code))
                envois.append(envoi._replace(lignes=siennes, aussi=aussi))
        faites = tuple(r for r in self.faites if visible(r.demarche.territoire_code))
        return Apercu(self.journee._replace(envois=tuple(envois), lignes=lignes), faites)


def apercevoir(session: Session, jour: date, aujourd_hui: date) -> Apercu:
    """Le jour demandé. Passé : tel qu'on l'aurait décidé alors ; à venir : si rien ne change d'ici là."""
    connu, passe = min(jour, aujourd_hui), jour < aujourd_hui
    attentes = attentes_du(session, connu, avant=passe)
    derniers = derniers_messages(session, connu, avant=passe)
    if jour <= aujourd_hui:
        journee = juger(attentes, jour, derniers)
    else:
        depart = max(aujourd_hui, jour - timedelta(days=HORIZON_JOURS))
        *_, journee = derouler(attentes, depart, jour, derniers)
    return Apercu(journee, tuple(relances_decidees_le(session, jour)))


def prochain_jour_ouvre(aujourd_hui: date) -> date:
    """Le jour des prochains départs."""
    return calendrier_commun().premier_ouvert(aujourd_hui + timedelta(days=1))


def departs_de_demain(session: Session, aujourd_hui: date) -> Apercu:
    """Le prochain jour ouvré : rien ne partira sans avoir pu être vu."""
    return apercevoir(session, prochain_jour_ouvre(aujourd_hui), aujourd_hui)
