"""Les lectures des valeurs d'indicateurs : l'histoire de chacune, et ce qu'on en sait aujourd'hui."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import contains_eager, selectinload
from sqlmodel import Session, col, select

from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.territoire import Territoire
from modeles.valeur import ValeurIndicateur

Histoires = Mapping[UUID, list[ValeurIndicateur]]
"""Les valeurs successives d'un indicateur pour un exercice, de la première à la dernière."""


def histoires_des_valeurs(
    session: Session, demarches: Collection[UUID], exercice: int
) -> dict[UUID, list[ValeurIndicateur]]:
    """L'histoire de chaque indicateur de ces démarches, en une requête."""
    requete = (
        select(ValeurIndicateur)
        .join(Indicateur)
        .join(FicheAction)
        .where(col(FicheAction.demarche_id).in_(demarches), col(ValeurIndicateur.exercice) == exercice)
        .order_by(col(ValeurIndicateur.indicateur_id), col(ValeurIndicateur.numero))
    )
    histoires: dict[UUID, list[ValeurIndicateur]] = {}
    for valeur in session.exec(requete).all():
        histoires.setdefault(valeur.indicateur_id, []).append(valeur)
    return histoires


def valeurs_courantes(
    session: Session, demarches: Collection[UUID], exercice: int
) -> dict[UUID, ValeurIndicateur]:
    """La dernière valeur de chaque indicateur de ces démarches pour cet exercice."""
    return {i: h[-1] for i, h in histoires_des_valeurs(session, demarches, exercice).items()}


def demarches_avec_indicateurs(
    session: Session, region: str | None = None, type_contrat: str = "cls"
) -> Sequence[Demarche]:
    """Les démarches d'une région, leurs fiches, indicateurs et cibles : un nombre constant de requêtes."""
    requete = select(Demarche).join(Territoire).where(col(Demarche.type_contrat) == type_contrat)
    if region:
        requete = requete.where(col(Territoire.region) == region)
    fiches = selectinload(Demarche.fiches)  # type: ignore[arg-type]
    requete = requete.options(
        contains_eager(Demarche.territoire),  # type: ignore[arg-type]
        fiches.selectinload(FicheAction.indicateurs).selectinload(Indicateur.cibles),  # type: ignore[arg-type]
    )
    return session.exec(requete.order_by(col(Demarche.territoire_code))).all()


def histoire_de_la_valeur(session: Session, indicateur_id: UUID, exercice: int) -> Sequence[ValeurIndicateur]:
    """Les valeurs successives d'un indicateur, de la première à la dernière."""
    requete = select(ValeurIndicateur).where(
        col(ValeurIndicateur.indicateur_id) == indicateur_id, col(ValeurIndicateur.exercice) == exercice
    )
    return session.exec(requete.order_by(col(ValeurIndicateur.numero))).all()
