"""Les lectures des comptes : retrouver une personne par ce qu'elle présente."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, update
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from modeles.acces import JetonApi, LienDeConnexion, SessionAgent, Suppleance, TraceDAcces
from modeles.compte import Compte, Habilitation, Role
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.message import Message
from modeles.tache import Tache


class HabilitationSituee(NamedTuple):
    """Une habilitation en vigueur ; celle d'un porteur vient avec sa fiche et son territoire."""

    habilitation: Habilitation
    fiche: str | None
    territoire_de_la_fiche: str | None


def compte_de_courriel(session: Session, courriel: str) -> Compte | None:
    """Le compte de cette adresse, écrite en minuscules."""
    return session.exec(select(Compte).where(col(Compte.courriel) == courriel)).first()


def titulaires_supplees(session: Session, compte_id: UUID, le: date) -> Sequence[Compte]:
    """Les personnes que ce compte supplée ce jour-là."""
    requete = (
        select(Compte)
        .join(Suppleance, col(Suppleance.titulaire_id) == col(Compte.id))
        .where(
            col(Suppleance.suppleant_id) == compte_id,
            col(Suppleance.annulee_le).is_(None),
            col(Suppleance.du) <= le,
            col(Suppleance.au) >= le,
        )
    )
    return session.exec(requete.order_by(col(Compte.nom))).all()


def compte_d_identite(session: Session, emetteur: str, sujet: str) -> Compte | None:
    """Le compte lié à cette identité chez ce fournisseur."""
    requete = select(Compte).where(col(Compte.emetteur) == emetteur, col(Compte.sujet) == sujet)
    return session.exec(requete).first()


def homonyme(session: Session, nom: str) -> Compte | None:
    """Le compte de ce nom, ouvert ou non, sans regarder la casse."""
    # Les accents majuscules échappent au lower() de SQLite : la casse se compare ici.
    comptes = session.exec(select(Compte)).all()
    return next((c for c in comptes if c.nom.casefold() == nom.casefold()), None)


def administrateurs_ouverts(session: Session, le: date) -> Sequence[UUID]:
    """Les comptes qui peuvent administrer ce jour-là."""
    requete = (
        select(Compte)
        .join(Habilitation)
        .where(col(Habilitation.role) == Role.ADMINISTRATEUR, col(Habilitation.retiree_le).is_(None))
    )
    return [c.id for c in session.exec(requete).all() if c.ouvert(le)]


def fermer_les_sessions(session: Session, compte_id: UUID, le: datetime) -> None:
    """Ferme toutes les sessions d'un compte."""
    ouvertes = (col(SessionAgent.compte_id) == compte_id, col(SessionAgent.fermee_le).is_(None))
    session.exec(update(SessionAgent).where(*ouvertes).values(fermee_le=le))


def revoquer_les_jetons(session: Session, compte_id: UUID, le: datetime) -> None:
    """Révoque tous les jetons d'un compte."""
    valables = (col(JetonApi.compte_id) == compte_id, col(JetonApi.revoque_le).is_(None))
    session.exec(update(JetonApi).where(*valables).values(revoque_le=le))


def perimer_les_liens(session: Session, compte_id: UUID, le: datetime) -> None:
    """Périme les liens d'un compte qui n'ont pas servi."""
    neufs = (col(LienDeConnexion.compte_id) == compte_id, col(LienDeConnexion.utilise_le).is_(None))
    session.exec(
        update(LienDeConnexion).where(*neufs, col(LienDeConnexion.expire_le) > le).values(expire_le=le)
    )


def session_d_empreinte(session: Session, empreinte: str) -> SessionAgent | None:
    """La session de cette empreinte, avec son compte."""
    requete = select(SessionAgent).where(col(SessionAgent.empreinte) == empreinte)
    return session.exec(requete.options(joinedload(SessionAgent.compte))).first()  # type: ignore[arg-type]


def jeton_d_empreinte(session: Session, empreinte: str) -> JetonApi | None:
    """Le jeton de cette empreinte, avec son compte."""
    requete = select(JetonApi).where(col(JetonApi.empreinte) == empreinte)
    return session.exec(requete.options(joinedload(JetonApi.compte))).first()  # type: ignore[arg-type]


def noter_l_usage(session: Session, jeton_id: UUID, le: datetime) -> None:
    """Note que ce jeton vient de servir."""
    session.exec(update(JetonApi).where(col(JetonApi.id) == jeton_id).values(vu_le=le))


def lien_d_empreinte(session: Session, empreinte: str) -> LienDeConnexion | None:
    """Le lien de cette empreinte, réservé : deux clics simultanés n'ouvrent qu'une session."""
    requete = select(LienDeConnexion).where(col(LienDeConnexion.empreinte) == empreinte)
    return session.exec(requete.with_for_update()).first()


def habilitations_de(session: Session, compte_id: UUID) -> Sequence[HabilitationSituee]:
    """Les habilitations en vigueur d'un compte."""
    requete = (
        select(Habilitation, FicheAction.code, Demarche.territoire_code)
        .outerjoin(FicheAction, col(FicheAction.id) == col(Habilitation.fiche_id))
        .outerjoin(Demarche, col(Demarche.id) == col(FicheAction.demarche_id))
        .where(col(Habilitation.compte_id) == compte_id, col(Habilitation.retiree_le).is_(None))
        .order_by(col(Habilitation.accordee_le))
    )
    return [HabilitationSituee(*ligne) for ligne in session.exec(requete).all()]


def message_du_lien(session: Session, cle: str) -> Message | None:
    """Le message de cette clé, s'il y en a un."""
    return session.exec(select(Message).where(col(Message.cle_effet) == cle)).first()


def fiche_de_ce_code(session: Session, code: str) -> FicheAction | None:
    """La fiche de ce code ; il commence par celui de son territoire."""
    requete = select(FicheAction).join(Demarche).where(col(FicheAction.code) == code)
    return session.exec(requete.order_by(col(Demarche.annee_debut).desc())).first()


def comptes(session: Session) -> Sequence[Compte]:
    """Tous les comptes, par nom, avec leurs habilitations."""
    requete = select(Compte).options(selectinload(Compte.habilitations))  # type: ignore[arg-type]
    return session.exec(requete.order_by(col(Compte.nom))).all()


def jetons_de(session: Session, compte_id: UUID) -> Sequence[JetonApi]:
    """Les jetons d'un compte, du plus récent au plus ancien."""
    requete = select(JetonApi).where(col(JetonApi.compte_id) == compte_id)
    return session.exec(requete.order_by(col(JetonApi.cree_le).desc())).all()


def sessions_de(session: Session, compte_id: UUID, le: datetime) -> Sequence[SessionAgent]:
    """Les sessions ouvertes d'un compte, de la plus récente à la plus ancienne."""
    requete = select(SessionAgent).where(
        col(SessionAgent.compte_id) == compte_id,
        col(SessionAgent.fermee_le).is_(None),
        col(SessionAgent.expire_le) > le,
    )
    return session.exec(requete.order_by(col(SessionAgent.vue_le).desc())).all()


def suppleances_a_venir(session: Session, compte_id: UUID, le: date) -> Sequence[Suppleance]:
    """Les suppléances en cours ou à venir, où ce compte est l'absent ou celui qui le supplée."""
    requete = select(Suppleance).where(
        or_(col(Suppleance.titulaire_id) == compte_id, col(Suppleance.suppleant_id) == compte_id),
        col(Suppleance.annulee_le).is_(None),
        col(Suppleance.au) >= le,
    )
    return session.exec(requete.order_by(col(Suppleance.du))).all()


def traces_de(session: Session, compte_id: UUID) -> Sequence[TraceDAcces]:
    """L'histoire d'un compte, de la plus récente ligne à la plus ancienne."""
    requete = select(TraceDAcces).where(col(TraceDAcces.compte_id) == compte_id)
    return session.exec(requete.order_by(col(TraceDAcces.le).desc())).all()


def taches_ouvertes_de(session: Session, nom: str) -> Sequence[Tache]:
    """Les tâches confiées à cette personne, et pas encore faites."""
    requete = select(Tache).where(col(Tache.responsable) == nom, col(Tache.faite_le).is_(None))
    return session.exec(requete).all()


def contacts_de_l_adresse(session: Session, courriel: str) -> Sequence[Contact]:
    """Les contacts actifs qui ont cette adresse, sans regarder la casse."""
    requete = select(Contact).where(func.lower(col(Contact.courriel)) == courriel, col(Contact.actif))
    return session.exec(requete).all()
