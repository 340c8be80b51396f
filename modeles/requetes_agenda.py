"""Les lectures de l'agenda : tout ce qu'il montre de plusieurs démarches, une requête par nature."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from modeles.agenda import EvenementAgenda, LienDeCalendrier
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.reunion import Reunion
from modeles.tache import Tache


def reunions_avec_points(session: Session, demarches: Collection[UUID]) -> Sequence[Reunion]:
    """Les réunions de ces démarches, avec leur ordre du jour."""
    requete = select(Reunion).where(col(Reunion.demarche_id).in_(demarches))
    return session.exec(requete.options(selectinload(Reunion.points))).all()  # type: ignore[arg-type]


def echeances_des(session: Session, demarches: Collection[UUID]) -> Sequence[Echeance]:
    """Toutes les échéances de ces démarches, ouvertes ou closes."""
    return session.exec(select(Echeance).where(col(Echeance.demarche_id).in_(demarches))).all()


def taches_datees(session: Session, demarches: Collection[UUID]) -> Sequence[Tache]:
    """Les tâches de ces démarches qui ont une date et restent à faire."""
    requete = select(Tache).where(col(Tache.demarche_id).in_(demarches), col(Tache.faite_le).is_(None))
    return session.exec(requete.where(col(Tache.echeance_le).is_not(None))).all()


def evenements_publies(session: Session, demarches: Collection[UUID]) -> Sequence[EvenementAgenda]:
    """L'agenda de ces démarches tel qu'il a été publié, par date."""
    requete = select(EvenementAgenda).where(col(EvenementAgenda.demarche_id).in_(demarches))
    return session.exec(requete.order_by(col(EvenementAgenda.le), col(EvenementAgenda.uid))).all()


def lien_de_calendrier(session: Session, empreinte: str) -> LienDeCalendrier | None:
    """Le lien de cette empreinte, avec son compte."""
    requete = select(LienDeCalendrier).where(col(LienDeCalendrier.empreinte) == empreinte)
    return session.exec(requete.options(joinedload(LienDeCalendrier.compte))).first()  # type: ignore[arg-type]


def liens_de(session: Session, compte_id: UUID) -> Sequence[LienDeCalendrier]:
    """Les liens en vigueur de ce compte, du plus récent au plus ancien."""
    requete = select(LienDeCalendrier).where(
        col(LienDeCalendrier.compte_id) == compte_id, col(LienDeCalendrier.revoque_le).is_(None)
    )
    return session.exec(requete.order_by(col(LienDeCalendrier.cree_le).desc())).all()


def demarches_de_l_agenda(session: Session, territoire: str | None = None) -> Sequence[Demarche]:
    """Toutes les démarches, ou celles d'un territoire, quel que soit le contrat."""
    requete = select(Demarche).options(joinedload(Demarche.territoire))  # type: ignore[arg-type]
    if territoire is not None:
        requete = requete.where(col(Demarche.territoire_code) == territoire)
    return session.exec(requete.order_by(col(Demarche.territoire_code), col(Demarche.id))).all()
