"""Les lectures du suivi : ce qu'il faut de plusieurs démarches à la fois, une requête par nature de fait."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy.orm import contains_eager, selectinload
from sqlmodel import Session, col, select

from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.effet import Effet
from modeles.etapes import Etape
from modeles.fiche import FicheAction
from modeles.message import Message
from modeles.reunion import Reunion
from modeles.territoire import Territoire
from modeles.vocabulaire import EtatEcheance, EtatEffet, NatureReunion
from modeles.vocabulaire_relances import GenreDEcheance


class DecompteEffets(NamedTuple):
    """Combien d'effets d'une démarche sont dans un état, et quand le dernier y est arrivé s'il est fait."""

    demarche_id: UUID
    etat: EtatEffet
    nombre: int
    dernier_le: datetime | None


def changements_d_etape(
    session: Session, demarches: Collection[UUID]
) -> Sequence[tuple[UUID, Etape, Etape, date]]:
    """(démarche, de, vers, date réelle) de chaque changement d'étape, dans l'ordre de chaque journal."""
    return session.exec(
        select(col(Passage.demarche_id), col(Passage.de), col(Passage.vers), col(Passage.survenu_le))
        .where(col(Passage.demarche_id).in_(demarches), col(Passage.de) != col(Passage.vers))
        .order_by(col(Passage.demarche_id), col(Passage.sequence))
    ).all()


def echeances_ouvertes_de(session: Session, demarches: Collection[UUID]) -> Sequence[Echeance]:
    """Les échéances encore ouvertes de ces démarches, de la plus proche à la plus lointaine."""
    return session.exec(
        select(Echeance)
        .where(col(Echeance.demarche_id).in_(demarches), col(Echeance.etat) == EtatEcheance.OUVERTE)
        .order_by(col(Echeance.le), col(Echeance.libelle))
    ).all()


def echeances_attendant(
    session: Session, demarche_id: UUID, genres: Collection[GenreDEcheance]
) -> Sequence[Echeance]:
    """Les échéances d'une démarche, ouvertes ou closes, qui attendent l'une de ces choses."""
    des_genres = or_(*(col(Echeance.attend).startswith(f"{g.value}:", autoescape=True) for g in genres))
    return session.exec(select(Echeance).where(col(Echeance.demarche_id) == demarche_id, des_genres)).all()


def deliberations_en_retard(session: Session, jour: date) -> Sequence[Echeance]:
    """Les délibérations dont la durée visée est passée, dans les démarches qui en sont là."""
    requete = (
        select(Echeance)
        .join(Demarche, col(Demarche.id) == col(Echeance.demarche_id))
        .join(Territoire)
        .where(
            col(Echeance.etat) == EtatEcheance.OUVERTE,
            col(Echeance.le) < jour,
            col(Echeance.attend).startswith(f"etape:{Etape.DELIBERATION.value}:", autoescape=True),
            col(Demarche.etape) != Etape.SUSPENDU,
        )
        .options(contains_eager(Echeance.demarche).contains_eager(Demarche.territoire))  # type: ignore[arg-type]
    )
    return session.exec(requete).all()


def reunions_reportees(
    session: Session, demarches: Collection[UUID]
) -> Sequence[tuple[UUID, NatureReunion, int]]:
    """(démarche, nature, nombre de reports) des réunions reportées et pas encore tenues."""
    return session.exec(
        select(col(Reunion.demarche_id), col(Reunion.nature), col(Reunion.reports))
        .where(
            col(Reunion.demarche_id).in_(demarches), col(Reunion.reports) > 0, col(Reunion.tenue_le).is_(None)
        )
        .order_by(col(Reunion.demarche_id), col(Reunion.numero))
    ).all()


def decompte_des_effets(session: Session, demarches: Collection[UUID]) -> list[DecompteEffets]:
    """Les effets de ces démarches, comptés par état."""
    lignes = session.exec(
        select(col(Effet.demarche_id), col(Effet.etat), func.count(), func.max(col(Effet.fait_le)))
        .where(col(Effet.demarche_id).in_(demarches))
        .group_by(col(Effet.demarche_id), col(Effet.etat))
    ).all()
    return [DecompteEffets(*ligne) for ligne in lignes]


def regions_suivies(session: Session) -> Sequence[str]:
    """Les codes des régions qui ont au moins une démarche."""
    requete = select(Territoire.region).join(Demarche).distinct().order_by(Territoire.region)
    return session.exec(requete).all()


def journal_de(session: Session, demarche_id: UUID, depuis: datetime | None = None) -> Sequence[Passage]:
    """Le journal d'une démarche, dans l'ordre ; `depuis` ne garde que ce qui est saisi à partir de là."""
    requete = select(Passage).where(col(Passage.demarche_id) == demarche_id)
    if depuis is not None:
        requete = requete.where(col(Passage.saisi_le) >= depuis)
    return session.exec(requete.order_by(col(Passage.sequence))).all()


def documents_de(session: Session, demarche_id: UUID) -> Sequence[Document]:
    """Toutes les versions des documents d'une démarche, dans l'ordre où on les a produits."""
    return session.exec(
        select(Document)
        .where(col(Document.demarche_id) == demarche_id)
        .order_by(col(Document.produit_le), col(Document.code), col(Document.objet), col(Document.version))
    ).all()


def echeances_de(session: Session, demarche_id: UUID) -> Sequence[Echeance]:
    """Toutes les échéances d'une démarche, ouvertes ou closes, par date."""
    return session.exec(
        select(Echeance)
        .where(col(Echeance.demarche_id) == demarche_id)
        .order_by(col(Echeance.le), col(Echeance.libelle), col(Echeance.id))
    ).all()


def messages_de(session: Session, demarche_id: UUID) -> Sequence[Message]:
    """Les messages d'une démarche, du plus ancien au plus récent."""
    return session.exec(
        select(Message)
        .where(col(Message.demarche_id) == demarche_id)
        .order_by(col(Message.prepare_le), col(Message.id))
    ).all()


def effets_de_la_demarche(session: Session, demarche_id: UUID) -> Sequence[Effet]:
    """Les effets d'une démarche, dans l'ordre de son journal."""
    return session.exec(
        select(Effet)
        .join(Passage, col(Passage.id) == col(Effet.passage_id))
        .where(col(Effet.demarche_id) == demarche_id)
        .order_by(col(Passage.sequence), col(Effet.rang))
    ).all()


def etat_des_effets(session: Session) -> dict[EtatEffet, int]:
    """Le nombre d'effets de toute la base, par état."""
    lignes = session.exec(select(col(Effet.etat), func.count()).group_by(col(Effet.etat))).all()
    return dict(lignes)


def fiches_de(session: Session, demarche_id: UUID) -> Sequence[FicheAction]:
    """Les fiches d'une démarche avec leurs budgets, par code."""
    return session.exec(
        select(FicheAction)
        .where(col(FicheAction.demarche_id) == demarche_id)
        .options(selectinload(FicheAction.budget))  # type: ignore[arg-type]
        .order_by(col(FicheAction.code))
    ).all()


def reunions_de(session: Session, demarche_id: UUID) -> Sequence[Reunion]:
    """Les réunions d'une démarche avec leurs décisions, dans l'ordre où on les a programmées."""
    return session.exec(
        select(Reunion)
        .where(col(Reunion.demarche_id) == demarche_id)
        .options(selectinload(Reunion.decisions))  # type: ignore[arg-type]
        .order_by(col(Reunion.numero))
    ).all()


def territoires_de_demonstration(session: Session) -> frozenset[str]:
    """Les codes des territoires dont la démarche est inventée."""
    return frozenset(session.exec(select(Demarche.territoire_code).where(col(Demarche.fictive))).all())


def a_une_demonstration(session: Session) -> bool:
    """Vrai si la base contient une démarche de démonstration."""
    return session.exec(select(Demarche.id).where(col(Demarche.fictive)).limit(1)).first() is not None
