"""Les lectures de « Chiffres » : l'argent et les réponses, additionnés par la base."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from modeles.campagne import Attendu, Campagne
from modeles.demarche import Demarche
from modeles.fiche import AU_CONTRAT, FicheAction, LigneBudget
from modeles.vocabulaire import StatutFiche
from modeles.vocabulaire_annuel import GenreCampagne

HORS_DU_COMPTE = (StatutFiche.REJETEE, StatutFiche.REPORTEE, StatutFiche.ABANDONNEE)


class Argent(NamedTuple):
    """Ce que les fiches retenues d'un axe coûtent une année, en centimes."""

    axe: str
    annee: int
    etat_centimes: int
    collectivite_centimes: int
    autres_centimes: int

    @property
    def total_centimes(self) -> int:
        return self.etat_centimes + self.collectivite_centimes + self.autres_centimes


class Reponses(NamedTuple):
    """Combien de démarches ont répondu à une campagne, sur combien d'attendues."""

    genre: GenreCampagne
    exercice: int
    attendues: int
    recues: int


def argent_par_axe(session: Session, demarches: Collection[UUID]) -> list[Argent]:
    """Les montants des fiches retenues (au sens de `FicheAction.retenue`), par axe et par année."""
    lignes = session.exec(
        select(  # type: ignore[call-overload]  # SQLModel ne type que quatre colonnes
            col(FicheAction.axe),
            col(LigneBudget.annee),
            func.sum(col(LigneBudget.part_etat_centimes)),
            func.sum(col(LigneBudget.part_collectivite_centimes)),
            func.sum(col(LigneBudget.autres_centimes)),
        )
        .join(LigneBudget, col(LigneBudget.fiche_id) == col(FicheAction.id))
        .join(Demarche, col(Demarche.id) == col(FicheAction.demarche_id))
        .where(col(Demarche.id).in_(demarches), _retenue())
        .group_by(col(FicheAction.axe), col(LigneBudget.annee))
        .order_by(col(LigneBudget.annee), col(FicheAction.axe))
    ).all()
    return [Argent(axe, annee, int(e), int(c), int(a)) for axe, annee, e, c, a in lignes]


def fiches_chiffrees(session: Session, demarches: Collection[UUID]) -> tuple[int, int]:
    """(fiches qui ont au moins un montant, toutes les fiches qui comptent) de ces démarches."""
    compte = (
        select(func.count(func.distinct(col(FicheAction.id))))
        .join(Demarche, col(Demarche.id) == col(FicheAction.demarche_id))
        .where(col(Demarche.id).in_(demarches), _retenue())
    )
    chiffrees = compte.join(LigneBudget, col(LigneBudget.fiche_id) == col(FicheAction.id))
    return session.exec(chiffrees).one(), session.exec(compte).one()


def _retenue() -> ColumnElement[bool]:
    """La fiche compte dans le contrat : `FicheAction.retenue`, dit à la base."""
    signee = col(Demarche.signe_le).is_not(None)
    return or_(
        and_(signee, col(FicheAction.statut).in_(AU_CONTRAT)),
        and_(~signee, col(FicheAction.statut).not_in(HORS_DU_COMPTE)),
    )


def reponses_par_campagne(session: Session, demarches: Collection[UUID]) -> list[Reponses]:
    """Les réponses reçues de ces démarches, campagne par campagne, de la plus ancienne à la plus récente."""
    lignes = session.exec(
        select(
            col(Campagne.genre),
            col(Campagne.exercice),
            func.count(),
            func.count(col(Attendu.recu_le)),
        )
        .join(Attendu, col(Attendu.campagne_id) == col(Campagne.id))
        .where(col(Attendu.demarche_id).in_(demarches))
        .group_by(col(Campagne.genre), col(Campagne.exercice))
        .order_by(col(Campagne.exercice), col(Campagne.genre))
    ).all()
    return [Reponses(*ligne) for ligne in lignes]
