"""Les lectures des tâches : ce que « À faire » montre, dans l'ordre où il faut le faire."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from modeles.tache import Tache


def tache_de_cle(session: Session, cle: str) -> Tache | None:
    """La tâche née de cette cause."""
    return session.exec(select(Tache).where(col(Tache.cle) == cle)).first()


def taches_de_cles(session: Session, cles: Collection[str]) -> Sequence[Tache]:
    """Les tâches de ces causes."""
    return session.exec(select(Tache).where(col(Tache.cle).in_(cles))).all()


def taches_nees_de(session: Session, debut: str) -> Sequence[Tache]:
    """Les tâches dont la cause commence ainsi : « decision:… », faites ou non."""
    return session.exec(select(Tache).where(col(Tache.cle).startswith(debut, autoescape=True))).all()


def taches_ouvertes(session: Session, le: date, demarche_id: UUID | None = None) -> Sequence[Tache]:
    """Les tâches à faire ce jour-là : les plus pressées d'abord, celles sans date ensuite.

    Une tâche reportée revient le jour dit.
    """
    requete = select(Tache).where(
        col(Tache.faite_le).is_(None), or_(col(Tache.reportee_au).is_(None), col(Tache.reportee_au) <= le)
    )
    if demarche_id is not None:
        requete = requete.where(col(Tache.demarche_id) == demarche_id)
    sans_date_apres = col(Tache.echeance_le).is_(None)
    return session.exec(
        requete.order_by(sans_date_apres, col(Tache.echeance_le), col(Tache.creee_le), col(Tache.id))
    ).all()


def taches_des_jours(session: Session, depuis: date) -> Sequence[Tache]:
    """Les tâches ouvertes, remises à plus tard ou non, et celles qui sont faites depuis ce jour."""
    debut = datetime.combine(depuis, time.min, UTC)
    requete = select(Tache).where(or_(col(Tache.faite_le).is_(None), col(Tache.faite_le) >= debut))
    return session.exec(
        requete.order_by(col(Tache.faite_le).desc(), col(Tache.creee_le), col(Tache.id))
    ).all()


def taches_de(session: Session, demarche_id: UUID) -> Sequence[Tache]:
    """Toutes les tâches d'une démarche, faites ou non, dans l'ordre où elles sont nées."""
    requete = select(Tache).where(col(Tache.demarche_id) == demarche_id)
    return session.exec(requete.order_by(col(Tache.creee_le), col(Tache.id))).all()
