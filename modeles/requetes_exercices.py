"""Les lectures des exercices : l'année d'une démarche, et toutes les siennes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from modeles.exercice import Exercice


def exercices_de(session: Session, demarche_id: UUID) -> Sequence[Exercice]:
    """Les exercices d'une démarche, avec leur journal, par année."""
    requete = (
        select(Exercice)
        .where(col(Exercice.demarche_id) == demarche_id)
        .options(selectinload(Exercice.passages))  # type: ignore[arg-type]
        .order_by(col(Exercice.annee))
    )
    return session.exec(requete).all()
