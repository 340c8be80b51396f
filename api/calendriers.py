"""Les calendriers vus des portes : ce qu'un abonnement montre à sa personne, le fichier d'un territoire."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from fastapi import Request

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.acces.reconnaissance import agent_de
from api.acces.refus import NonConnecte
from modeles.agenda import EvenementAgenda, GenreDEvenement
from modeles.base import lecture
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.reference.registre import registre
from modeles.requetes_agenda import demarches_de_l_agenda
from workflows.agenda.icalendrier import abonnement
from workflows.agenda.liens import lien_en_vigueur
from workflows.agenda.tenue import agenda_de

TYPE_ICS = "text/calendar; charset=utf-8"


class Calendrier(NamedTuple):
    """Un calendrier : son nom, et ses octets."""

    nom: str
    octets: bytes


def calendrier_du_lien(secret: str, instant: datetime) -> Calendrier:
    """Ce que la personne de ce lien peut voir aujourd'hui. Lève `LienInconnu`."""
    with lecture() as session:
        lien, compte = lien_en_vigueur(session, secret, instant)
        agent = agent_de(session, compte, instant.date())
        toutes = demarches_de_l_agenda(session, lien.territoire)
        demarches = [d for d in toutes if agent.peut(Droit.LIRE, d)]
    return calendrier_de(demarches, agent, nom_du_calendrier(lien.territoire), instant)


def calendrier_de(demarches: Sequence[Demarche], agent: Agent, nom: str, instant: datetime) -> Calendrier:
    """Les réunions et échéances de ces démarches ; les tâches, pour qui mène le territoire."""
    meneur = {d.id for d in demarches if agent.peut(Droit.LIRE_ENVOIS, d)}
    visibles = [
        e
        for e in agenda_de(demarches, instant)
        if e.genre is not GenreDEvenement.TACHE or e.demarche_id in meneur
    ]
    return Calendrier(nom, abonnement(nom, _dans_l_ordre(visibles), configuration().fuseau, instant))


def _dans_l_ordre(evenements: Iterable[EvenementAgenda]) -> list[EvenementAgenda]:
    return sorted(evenements, key=lambda e: (e.le, e.uid))


def nom_du_calendrier(territoire: str | None) -> str:
    """« Jalons · Gers », ou « Jalons » pour tous ses territoires."""
    return f"Jalons · {registre().territoire(territoire).nom}" if territoire else "Jalons"


def compte_de(agent: Agent) -> UUID:
    """Le compte de cette personne. Lève `NonConnecte` pour qui n'en a pas."""
    try:
        return UUID(agent.identifiant)
    except ValueError:
        raise NonConnecte from None


def adresse_du_lien(requete: Request, secret: str) -> str:
    """L'adresse complète, telle qu'un calendrier hors de cette machine la lira."""
    racine = configuration().url_publique or str(requete.base_url).rstrip("/")
    return f"{racine}/calendriers/{secret}.ics"
