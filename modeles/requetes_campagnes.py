"""Les lectures des campagnes : lesquelles, qui y est attendu, ce qui lui a été accordé."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlmodel import Session, col, select

from modeles.campagne import Attendu, Campagne
from modeles.demarche import Demarche
from modeles.territoire import Territoire
from modeles.vocabulaire_annuel import GenreCampagne


def campagnes(
    session: Session,
    region: str | None = None,
    exercice: int | None = None,
    genre: GenreCampagne | None = None,
    type_contrat: str | None = None,
) -> Sequence[Campagne]:
    """Les campagnes, de la plus récente échéance à la plus ancienne."""
    requete = select(Campagne)
    for colonne, valeur in (
        (Campagne.region, region),
        (Campagne.exercice, exercice),
        (Campagne.genre, genre),
        (Campagne.type_contrat, type_contrat),
    ):
        if valeur is not None:
            requete = requete.where(col(colonne) == valeur)
    return session.exec(requete.order_by(col(Campagne.echeance_le).desc(), col(Campagne.region))).all()


def attendus_des_campagnes(session: Session, campagnes: Collection[UUID]) -> Sequence[Attendu]:
    """Les attendus de ces campagnes, par code de territoire, avec tout ce qu'il faut pour les dire."""
    requete = (
        select(Attendu)
        .join(Demarche)
        .join(Territoire)
        .where(col(Attendu.campagne_id).in_(campagnes))
        .options(
            contains_eager(Attendu.demarche).contains_eager(Demarche.territoire),  # type: ignore[arg-type]
            joinedload(Attendu.campagne),  # type: ignore[arg-type]
            selectinload(Attendu.amenagements),  # type: ignore[arg-type]
        )
        .order_by(col(Territoire.code))
    )
    return session.exec(requete).all()


def attendus_de_la_demarche(session: Session, demarche_id: UUID) -> Sequence[Attendu]:
    """Tout ce qu'on a demandé à une démarche, par échéance."""
    requete = (
        select(Attendu)
        .join(Campagne)
        .where(col(Attendu.demarche_id) == demarche_id)
        .options(contains_eager(Attendu.campagne), selectinload(Attendu.amenagements))  # type: ignore[arg-type]
        .order_by(col(Campagne.echeance_le))
    )
    return session.exec(requete).all()


def attendu_de(session: Session, demarche_id: UUID, genre: GenreCampagne, exercice: int) -> Attendu | None:
    """Ce qu'une campagne attend de cette démarche, si elle est ouverte."""
    requete = (
        select(Attendu)
        .join(Campagne)
        .where(
            col(Attendu.demarche_id) == demarche_id,
            col(Campagne.genre) == genre,
            col(Campagne.exercice) == exercice,
        )
        .options(contains_eager(Attendu.campagne), selectinload(Attendu.amenagements))  # type: ignore[arg-type]
    )
    return session.exec(requete).first()
