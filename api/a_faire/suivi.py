"""Ce qu'on fait de la liste : noter un suivi, remettre à plus tard, retrouver une tâche qu'on a le droit de toucher."""

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlmodel import Session

from api.a_faire.liste import concerne
from api.acces.agent import Agent
from api.acces.droits import Droit
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.tache import Tache
from modeles.vocabulaire import EtatEcheance
from workflows.dossier import demarche_du_territoire
from workflows.taches import ouvrir_tache, reporter_tache, suivre_l_echeance


class Report(NamedTuple):
    """Jusqu'à quand, pourquoi, et le jour où on le décide."""

    au: date
    motif: str
    le: date


class ChoseInconnue(Introuvable):
    """Elle n'existe pas, ou elle n'est pas à cette personne : le même refus."""

    def __init__(self) -> None:
        super().__init__(
            "Cette ligne n'est plus à faire.",
            "Elle a été faite entre-temps, ou ne vous revient pas.",
            "Rechargez la page « À faire » pour voir ce qu'il reste.",
        )


def exiger_la_tache(session: Session, agent: Agent, identifiant: UUID) -> Tache:
    """La tâche, si elle revient à l'agent ; il signe ce qui suit. Lève `ChoseInconnue`."""
    signer(session, agent.nom)
    tache = session.get(Tache, identifiant)
    demarche = session.get(Demarche, tache.demarche_id) if tache and tache.demarche_id else None
    if tache is None or not concerne(tache, agent, demarche):
        raise ChoseInconnue
    return tache


def noter(session: Session, agent: Agent, libelle: str, echeance_le: date | None, territoire: str) -> Tache:
    """Un suivi que l'agent s'écrit à lui-même, à une date, sur un territoire s'il en désigne un."""
    signer(session, agent.nom)
    demarche = demarche_du_territoire(session, territoire) if territoire else None
    if demarche is not None and not agent.peut(Droit.LIRE_DOSSIER, demarche):
        raise ChoseInconnue
    return ouvrir_tache(
        session,
        f"suivi:{uuid4()}",
        libelle,
        "Noté par vous-même.",
        demarche_id=demarche.id if demarche else None,
        responsable=agent.nom,
        echeance_le=echeance_le,
    )


def remettre(session: Session, agent: Agent, identifiant: UUID, report: Report) -> None:
    """Une tâche, remise à plus tard. Lève `ChoseInconnue`, `TacheDejaFaite` ou `SaisieInvalide`."""
    reporter_tache(session, exiger_la_tache(session, agent, identifiant).id, *report)


def remettre_l_echeance(session: Session, agent: Agent, identifiant: UUID, report: Report) -> None:
    """Une échéance du parcours, remise à plus tard ; sa date ne change pas. Lève comme `remettre`."""
    signer(session, agent.nom)
    echeance = session.get(Echeance, identifiant)
    demarche = session.get(Demarche, echeance.demarche_id) if echeance else None
    if echeance is None or demarche is None or echeance.etat is not EtatEcheance.OUVERTE:
        raise ChoseInconnue
    lien = f"/territoires/{demarche.territoire_code}#ensuite"
    tache = suivre_l_echeance(session, echeance, "Échéance du parcours.", lien)
    remettre(session, agent, tache.id, report)
