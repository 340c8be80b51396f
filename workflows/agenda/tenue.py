"""Tenir l'agenda : comparer ce qui doit se voir à ce qui a été publié, et n'écrire que ce qui change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from modeles.agenda import EvenementAgenda
from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from modeles.requetes_agenda import echeances_des, evenements_publies, reunions_avec_points, taches_datees
from modeles.verrous import un_seul_a_la_fois
from workflows.agenda.rendez_vous import RendezVous, rendez_vous_de


def tenir_l_agenda(session: Session, demarches: Collection[Demarche], instant: datetime) -> None:
    """Publie ce qui a changé : un numéro de plus pour l'évènement modifié, annulé ou rétabli."""
    un_seul_a_la_fois(session, "agenda")
    ids = [d.id for d in demarches]
    publies = {e.uid: e for e in evenements_publies(session, ids)}
    voulus = {r.uid: r for r in _voulus(session, demarches)}
    for uid, rendez_vous in voulus.items():
        if uid not in publies:
            session.add(EvenementAgenda(**rendez_vous._asdict(), modifie_le=instant))
        elif not _pareil(publies[uid], rendez_vous):
            _changer(publies[uid], rendez_vous._asdict() | {"annule": False}, instant)
    for uid, publie in publies.items():
        if uid not in voulus and not publie.annule:
            _changer(publie, {"annule": True}, instant)
    session.flush()


def agenda_de(demarches: Collection[Demarche], instant: datetime) -> Sequence[EvenementAgenda]:
    """L'agenda à jour de ces démarches, par date. N'écrit que si quelque chose a changé depuis la dernière fois."""
    ids = [d.id for d in demarches]
    with lecture() as session:
        publies = evenements_publies(session, ids)
        if _a_jour(publies, _voulus(session, demarches)):
            return publies
    with unite_de_travail() as session:
        tenir_l_agenda(session, demarches, instant)
        return evenements_publies(session, ids)


def _voulus(session: Session, demarches: Collection[Demarche]) -> list[RendezVous]:
    ids = [d.id for d in demarches]
    reunions = _par_demarche(reunions_avec_points(session, ids))
    echeances = _par_demarche(echeances_des(session, ids))
    taches = _par_demarche(taches_datees(session, ids))
    return [
        rendez_vous
        for d in demarches
        for rendez_vous in rendez_vous_de(d, reunions[d.id], echeances[d.id], taches[d.id])
    ]


def _par_demarche(lignes: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    groupes = defaultdict[UUID, list[Any]](list)
    for ligne in lignes:
        groupes[ligne.demarche_id].append(ligne)
    return groupes


def _a_jour(publies: Iterable[EvenementAgenda], voulus: Iterable[RendezVous]) -> bool:
    attendus = {r.uid: r for r in voulus}
    vivants = {e.uid: e for e in publies if not e.annule}
    return vivants.keys() == attendus.keys() and all(_pareil(vivants[u], r) for u, r in attendus.items())


def _pareil(publie: EvenementAgenda, rendez_vous: RendezVous) -> bool:
    return not publie.annule and all(getattr(publie, c) == v for c, v in rendez_vous._asdict().items())


def _changer(publie: EvenementAgenda, champs: dict[str, Any], instant: datetime) -> None:
    publie.sqlmodel_update(champs)
    publie.sequence, publie.modifie_le = publie.sequence + 1, instant
