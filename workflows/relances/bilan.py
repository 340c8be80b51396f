"""Rassembler ce qu'il faut pour mesurer les relances, et pour savoir si elles se taisent."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from modeles.campagne import Attendu
from modeles.configuration import Configuration
from modeles.reference.registre import registre
from modeles.requetes_journal import premiere_demarche_suivie
from modeles.requetes_relances import (
    attendus_de_tous,
    derniere_tournee,
    relances_des,
    relances_en_attente_d_envoi,
)
from modeles.vocabulaire_annuel import NatureAmenagement
from workflows.relances.alarmes import Alarme, DerniereTournee, Surveillance, alarmes
from workflows.relances.apercu import Visible
from workflows.relances.efficacite import (
    EffetDuNiveau,
    Envoyee,
    Reponse,
    RetardsDuTerritoire,
    effets_par_niveau,
    retards_par_territoire,
)

Cle = tuple[UUID, str, int]


def reponses_connues(session: Session, visible: Visible, exercice: int | None = None) -> list[Reponse]:
    """Chaque échéance, ce qu'on a envoyé pour elle et quand on a répondu."""
    attendus = [a for a in attendus_de_tous(session, exercice) if visible(a.demarche.territoire_code)]
    envoyees: defaultdict[Cle, list[Envoyee]] = defaultdict(list)
    for relance in relances_des(session, {a.demarche_id for a in attendus}):
        if relance.partie_le is not None:
            cle = (relance.demarche_id, relance.genre, relance.exercice)
            envoyees[cle].append(Envoyee(relance.niveau, relance.partie_le))
    return [
        _reponse(a, envoyees[a.demarche_id, a.campagne.genre.value, a.campagne.exercice]) for a in attendus
    ]


def _reponse(attendu: Attendu, envoyees: list[Envoyee]) -> Reponse:
    reports = [a.jusqu_au for a in attendu.amenagements if a.nature is NatureAmenagement.REPORT]
    territoire = attendu.demarche.territoire
    return Reponse(
        territoire.code,
        territoire.nom,
        attendu.campagne.exercice,
        reports[-1] if reports else attendu.campagne.echeance_le,
        attendu.recu_le,
        envoyees,
    )


def mesurer(
    session: Session, le: date, visible: Visible, exercice: int | None = None
) -> tuple[list[EffetDuNiveau], list[RetardsDuTerritoire]]:
    """Ce qui suit chaque niveau, et les retards de chaque territoire."""
    reponses = reponses_connues(session, visible, exercice)
    ordre = dict.fromkeys(
        n.code for e in registre().echelles.values() for n in sorted(e.niveaux, key=lambda n: n.jours)
    )
    return effets_par_niveau(reponses, list(ordre)), retards_par_territoire(reponses, le)


def alarmes_du_moment(session: Session, instant: datetime, reglages: Configuration) -> list[Alarme]:
    """Ce qui devrait alerter : la tournée absente, des relances dues qui ne partent pas."""
    tournee = derniere_tournee(session)
    depart = premiere_demarche_suivie(session)
    nombre, depuis = relances_en_attente_d_envoi(session)
    fuseau = ZoneInfo(reglages.fuseau)
    vu = Surveillance(
        suivi_depuis=depart.astimezone(fuseau) if depart else None,
        tournee=DerniereTournee(
            tournee.jour,
            tournee.finie_le is not None,
            tournee.relances_dues,
            tournee.relances_remises,
            tournee.territoires_en_panne,
        )
        if tournee
        else None,
        envoi_regle=reglages.smtp_hote is not None,
        en_attente=nombre,
        attend_depuis=depuis.astimezone(fuseau) if depuis else None,
    )
    return alarmes(vu, instant.astimezone(fuseau))
