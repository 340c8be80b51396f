"""Les lectures du journal des modifications."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from modeles.journal import CHAINE_COMMUNE, LigneJournal, Operation, TeteDeJournal

LOT = 2_000


def lignes_par_chaine(session: Session) -> Iterator[LigneJournal]:
    """Toutes les lignes, chaîne après chaîne, dans l'ordre ; lues par lots, un long journal tient en mémoire."""
    requete = select(LigneJournal).order_by(col(LigneJournal.chaine), col(LigneJournal.numero))
    yield from session.exec(requete.execution_options(yield_per=LOT))


def tetes(session: Session) -> Sequence[TeteDeJournal]:
    """La fin de chaque chaîne."""
    return session.exec(select(TeteDeJournal).order_by(col(TeteDeJournal.chaine))).all()


def premiere_demarche_suivie(session: Session) -> datetime | None:
    """L'instant où la première démarche a été enregistrée ; vide s'il n'y en a pas.

    Les dates d'une démarche sont celles du parcours, qui peuvent être bien plus anciennes.
    """
    naissances = col(LigneJournal.chaine) == TeteDeJournal.chaine, col(LigneJournal.numero) == 1
    requete = select(func.min(LigneJournal.instant)).join(TeteDeJournal, and_(*naissances))
    return session.exec(requete.where(col(TeteDeJournal.chaine) != CHAINE_COMMUNE)).one()


def modifications(
    session: Session,
    demarche_id: UUID,
    *,
    nature: str | None = None,
    objet: str | None = None,
    debut: int = 0,
    nombre: int = 200,
) -> Sequence[LigneJournal]:
    """Les modifications d'une démarche, de la plus récente à la plus ancienne, filtrées et découpées."""
    requete = select(LigneJournal).where(col(LigneJournal.chaine) == str(demarche_id))
    if nature:
        requete = requete.where(col(LigneJournal.nature) == nature)
    if objet:
        requete = requete.where(col(LigneJournal.objet) == objet)
    requete = requete.order_by(col(LigneJournal.numero).desc()).offset(debut).limit(nombre)
    return session.exec(requete).all()


def modifications_de_l_objet(session: Session, nature: str, objet: str) -> Sequence[LigneJournal]:
    """Ce qui est arrivé à un objet, du plus récent au plus ancien."""
    requete = select(LigneJournal).where(col(LigneJournal.nature) == nature, col(LigneJournal.objet) == objet)
    return session.exec(requete.order_by(col(LigneJournal.numero).desc())).all()


def creations_de(session: Session, objets: Collection[str]) -> Sequence[LigneJournal]:
    """La ligne de création de chacun de ces objets, si le journal l'a."""
    requete = select(LigneJournal).where(
        col(LigneJournal.objet).in_(objets), col(LigneJournal.operation) == Operation.CREATION
    )
    return session.exec(requete).all()


def compter_les_modifications(session: Session, demarche_id: UUID, nature: str | None = None) -> int:
    """Combien de modifications une démarche a reçues."""
    requete = select(func.count()).where(col(LigneJournal.chaine) == str(demarche_id))
    if nature:
        requete = requete.where(col(LigneJournal.nature) == nature)
    return session.exec(requete).one()
