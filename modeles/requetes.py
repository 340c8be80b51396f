"""Les lectures qui ont un nom : ce que les portes et les flows demandent à la base."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlmodel import Session, col, select

from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.effet import Effet
from modeles.territoire import Territoire
from modeles.vocabulaire import EtatEcheance, EtatEffet


def demarche_de(session: Session, territoire: str, type_contrat: str = "cls") -> Demarche | None:
    """La démarche la plus récente d'un territoire pour un type de contrat."""
    requete = (
        select(Demarche)
        .where(col(Demarche.territoire_code) == territoire, col(Demarche.type_contrat) == type_contrat)
        .order_by(col(Demarche.annee_debut).desc())
        .limit(1)
    )
    return session.exec(requete).first()


def demarche_verrouillee(session: Session, identifiant: UUID) -> Demarche | None:
    """La démarche, réservée jusqu'à la fin de la transaction : deux clics, un seul passage."""
    requete = (
        select(Demarche)
        .where(col(Demarche.id) == identifiant)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.exec(requete).first()


def demarches(session: Session, region: str | None = None, type_contrat: str = "cls") -> Sequence[Demarche]:
    """Les démarches d'une région (ou toutes), par code de territoire."""
    requete = select(Demarche).join(Territoire).options(joinedload(Demarche.territoire))  # type: ignore[arg-type]
    requete = requete.where(col(Demarche.type_contrat) == type_contrat)
    if region:
        requete = requete.where(col(Territoire.region) == region)
    return session.exec(requete.order_by(col(Demarche.territoire_code))).all()


def demarches_avec_contacts(session: Session, territoires: Collection[str]) -> Sequence[Demarche]:
    """Les démarches de ces territoires, de la plus ancienne à la plus récente, leurs contacts déjà lus."""
    contacts = selectinload(Demarche.contacts)  # type: ignore[arg-type]
    requete = select(Demarche).where(col(Demarche.territoire_code).in_(territoires)).options(contacts)
    return session.exec(requete.order_by(col(Demarche.annee_debut))).all()


def effets_restants(session: Session, demarche_id: UUID) -> Sequence[Effet]:
    """Les effets d'une démarche qui restent à faire, dans l'ordre du journal, réclamés ou non."""
    requete = (
        select(Effet)
        .join(Passage, col(Passage.id) == col(Effet.passage_id))
        .where(col(Effet.demarche_id) == demarche_id, col(Effet.etat) == EtatEffet.A_FAIRE)
        .order_by(col(Passage.sequence), col(Effet.rang))
    )
    return session.exec(requete).all()


def demarches_avec_effets(session: Session, maintenant: datetime) -> Sequence[Demarche]:
    """Les démarches qui ont au moins un effet que personne ne tient."""
    libre = or_(col(Effet.reclame_jusqu_a).is_(None), col(Effet.reclame_jusqu_a) < maintenant)
    attendent = select(Effet.demarche_id).where(col(Effet.etat) == EtatEffet.A_FAIRE, libre)
    requete = select(Demarche).where(col(Demarche.id).in_(attendent))
    return session.exec(requete.options(joinedload(Demarche.territoire))).all()  # type: ignore[arg-type]


def effets_a_faire_par_demarche(session: Session) -> dict[UUID, int]:
    """Combien d'effets restent à chaque démarche qui en a encore, réclamés ou non."""
    requete = select(Effet.demarche_id, func.count()).where(col(Effet.etat) == EtatEffet.A_FAIRE)
    return dict(session.exec(requete.group_by(col(Effet.demarche_id))).all())


def nombre_de_documents(session: Session, demarche_id: UUID) -> int:
    """Combien de documents une démarche a déjà."""
    requete = select(func.count()).select_from(Document).where(col(Document.demarche_id) == demarche_id)
    return session.exec(requete).one()


def echeances_ouvertes(session: Session, demarche_id: UUID | None = None) -> Sequence[Echeance]:
    """Les échéances encore ouvertes, de la plus proche à la plus lointaine."""
    requete = select(Echeance).where(col(Echeance.etat) == EtatEcheance.OUVERTE)
    if demarche_id is not None:
        requete = requete.where(col(Echeance.demarche_id) == demarche_id)
    return session.exec(requete.order_by(col(Echeance.le))).all()


def passage_de_la_demande(session: Session, cle: str) -> Passage | None:
    """Le passage déjà fait pour cette demande, si elle est rejouée."""
    return session.exec(select(Passage).where(col(Passage.cle_demande) == cle)).first()


def tous_les_documents(session: Session) -> Sequence[Document]:
    """Tous les documents, avec leur démarche et leur territoire."""
    requete = select(Document).options(joinedload(Document.demarche).joinedload(Demarche.territoire))  # type: ignore[arg-type]
    return session.exec(requete.order_by(col(Document.produit_le))).all()


def documents_choisis(
    session: Session, territoires: Collection[str], codes: Collection[str] = ()
) -> Sequence[Document]:
    """Les documents de ces territoires, et de ces codes s'il y en a, dans l'ordre où on les a produits."""
    requete = (
        select(Document)
        .join(Demarche)
        .where(col(Demarche.territoire_code).in_(territoires))
        .options(contains_eager(Document.demarche).joinedload(Demarche.territoire))  # type: ignore[arg-type]
    )
    if codes:
        requete = requete.where(col(Document.code).in_(codes))
    return session.exec(requete.order_by(col(Document.produit_le), col(Document.id))).all()
