"""Ce qu'on fait de la liste : noter un suivi, remettre à plus tard, retrouver une tâche qu'on a le droit de toucher."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlmodel import Session

from api.a_faire.liste import Chose, concerne, transcriptible
from api.acces.actes import roles_de_la_partie, signataires, signature
from api.acces.agent import Agent
from api.acces.droits import Droit
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.requetes import demarches_avec_contacts
from modeles.tache import Tache
from modeles.vocabulaire import EtatEcheance, Partie
from workflows.dossier import demarche_du_territoire
from workflows.taches import ouvrir_tache, reporter_tache, suivre_l_echeance


class Report(NamedTuple):
    """Jusqu'à quand, pourquoi, et le jour où on le décide."""

    au: date
    motif: str
    le: date


class Prise(NamedTuple):
    """Une tâche que l'on peut toucher, et le nom sous lequel on le fait."""

    tache: Tache
    par: str


class ChoseInconnue(Introuvable):
    """Elle n'existe pas, ou elle n'est pas à cette personne : le même refus."""

    def __init__(self) -> None:
        super().__init__(
            "Cette ligne n'est plus à faire.",
            "Elle a été faite entre-temps, ou ne vous revient pas.",
            "Rechargez la page « À faire » pour voir ce qu'il reste.",
        )


def prendre_la_tache(session: Session, agent: Agent, identifiant: UUID, pour: str = "") -> Prise:
    """La tâche, si elle revient à l'agent, ou à une personne `pour` qui il l'inscrit ; elle signe ce qui suit.

    Lève `ChoseInconnue`, ou `NomEmprunte` si l'agent ne peut pas l'inscrire pour cette personne.
    """
    tache = session.get(Tache, identifiant)
    demarche = session.get(Demarche, tache.demarche_id) if tache and tache.demarche_id else None
    if tache is None or not (
        concerne(tache, agent, demarche) or (pour and transcriptible(tache.a_qui, agent, demarche))
    ):
        raise ChoseInconnue
    par = signature(agent, demarche, pour, roles_de_la_partie(tache.a_qui)) if demarche else agent.nom
    signer(session, par)
    return Prise(tache, par)


def signataires_des_choses(
    session: Session, agent: Agent, choses: Iterable[Chose]
) -> dict[tuple[str, Partie], list[str]]:
    """Par territoire et par partie attendue, au nom de qui l'agent peut agir ; en un nombre constant de requêtes."""
    attendues = {(c.territoire.code, c.a_qui) for c in choses if c.territoire}
    lues = {d.territoire_code: d for d in demarches_avec_contacts(session, {code for code, _ in attendues})}
    return {
        (code, partie): signataires(agent, lues[code], roles_de_la_partie(partie))
        for code, partie in attendues
    }


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


def remettre(session: Session, agent: Agent, identifiant: UUID, report: Report, pour: str = "") -> None:
    """Une tâche, remise à plus tard. Lève comme `prendre_la_tache`, `TacheDejaFaite` ou `SaisieInvalide`."""
    reporter_tache(session, prendre_la_tache(session, agent, identifiant, pour).tache.id, *report)


def remettre_l_echeance(
    session: Session, agent: Agent, identifiant: UUID, report: Report, pour: str = ""
) -> None:
    """Une échéance du parcours, remise à plus tard ; sa date ne change pas. Lève comme `remettre`."""
    signer(session, agent.nom)
    echeance = session.get(Echeance, identifiant)
    demarche = session.get(Demarche, echeance.demarche_id) if echeance else None
    if echeance is None or demarche is None or echeance.etat is not EtatEcheance.OUVERTE:
        raise ChoseInconnue
    lien = f"/territoires/{demarche.territoire_code}#ensuite"
    tache = suivre_l_echeance(session, echeance, "Échéance du parcours.", lien)
    remettre(session, agent, tache.id, report, pour)
