"""Les lectures de la boîte d'envoi : ce qui peut partir, ce qui est resté en suspens, ce qui attend et combien."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from modeles.demarche import Demarche
from modeles.message import AdresseEnDefaut, Message, RetourDeCourriel
from modeles.vocabulaire_courriel import EtatMessage, NatureMessage


def est_du(instant: datetime) -> ColumnElement[bool]:
    """Prêt, et son heure est venue ; un message de démonstration n'a pas d'heure."""
    fictives = select(Demarche.id).where(col(Demarche.fictive))
    return and_(
        col(Message.etat) == EtatMessage.PREPARE,
        or_(col(Message.a_partir_de).is_(None), col(Message.a_partir_de) <= instant),
        or_(col(Message.prochain_essai_le).is_(None), col(Message.prochain_essai_le) <= instant),
        or_(col(Message.demarche_id).is_(None), col(Message.demarche_id).not_in(fictives)),
    )


def messages_a_envoyer(session: Session, instant: datetime, limite: int) -> Sequence[UUID]:
    """Les messages qui peuvent partir maintenant, du plus ancien au plus récent."""
    requete = select(Message.id).where(est_du(instant)).order_by(col(Message.prepare_le), col(Message.id))
    return session.exec(requete.limit(limite)).all()


def relances_parmi(session: Session, identifiants: Collection[UUID]) -> set[UUID]:
    """Ceux de ces messages qui sont des relances : on décide encore, au moment de les envoyer."""
    requete = select(Message.id).where(col(Message.id).in_(identifiants))
    return set(session.exec(requete.where(col(Message.nature) == NatureMessage.RELANCE)).all())


def messages_interrompus(session: Session, instant: datetime) -> Sequence[Message]:
    """Les messages que quelqu'un envoyait, et dont le bail est passé."""
    requete = select(Message).where(
        col(Message.etat) == EtatMessage.EN_COURS, col(Message.reclame_jusqu_a) < instant
    )
    return session.exec(requete.with_for_update(skip_locked=True)).all()


def message_reserve(session: Session, identifiant: UUID) -> Message | None:
    """Le message, réservé jusqu'à la fin de la transaction."""
    requete = select(Message).where(col(Message.id) == identifiant).with_for_update()
    return session.exec(requete.execution_options(populate_existing=True)).first()


def il_y_a_a_envoyer(session: Session, instant: datetime) -> bool:
    """Vrai si un message peut partir, ou si un envoi interrompu attend d'être repris."""
    interrompu = and_(col(Message.etat) == EtatMessage.EN_COURS, col(Message.reclame_jusqu_a) < instant)
    return (
        session.exec(select(Message.id).where(or_(est_du(instant), interrompu)).limit(1)).first() is not None
    )


def messages_par_etat(session: Session) -> dict[EtatMessage, int]:
    """Le nombre de messages de toute la base, par état."""
    lignes = session.exec(select(col(Message.etat), func.count()).group_by(col(Message.etat))).all()
    return dict(lignes)


def messages_par_territoire(session: Session) -> Sequence[tuple[str | None, EtatMessage, int]]:
    """(territoire, état, nombre de messages) ; sans territoire, ceux qui ne sont d'aucune démarche."""
    quoi = (col(Demarche.territoire_code), col(Message.etat))
    requete = select(*quoi, func.count()).select_from(Message).outerjoin(Demarche)
    return session.exec(requete.group_by(*quoi)).all()


def identifiants_des_messages(session: Session) -> Sequence[UUID]:
    """Les identifiants de tous les messages."""
    return session.exec(select(Message.id)).all()


def derniers_empechements(session: Session, instant: datetime) -> Sequence[tuple[str | None, str | None]]:
    """(territoire, réponse du serveur) des messages qui attendent un nouvel essai, du plus lointain au plus proche."""
    requete = (
        select(col(Demarche.territoire_code), col(Message.derniere_reponse))
        .select_from(Message)
        .outerjoin(Demarche)
        .where(col(Message.etat) == EtatMessage.PREPARE, col(Message.prochain_essai_le) > instant)
    )
    return session.exec(requete.order_by(col(Message.prochain_essai_le).desc())).all()


def boite_d_envoi(
    session: Session, etats: Collection[EtatMessage] = (), demarche_id: UUID | None = None
) -> Sequence[Message]:
    """Les messages, du plus récent au plus ancien ; dans ces états, d'une démarche, si on le demande."""
    requete = select(Message).order_by(col(Message.prepare_le).desc(), col(Message.id))
    if etats:
        requete = requete.where(col(Message.etat).in_(etats))
    if demarche_id is not None:
        requete = requete.where(col(Message.demarche_id) == demarche_id)
    return session.exec(requete).all()


def message_de_l_identifiant(session: Session, identifiant: str) -> Message | None:
    """Le message qui porte ce Message-ID."""
    return session.exec(select(Message).where(col(Message.identifiant) == identifiant)).first()


def adresses_en_defaut(
    session: Session, adresses: Collection[str] | None = None
) -> dict[str, AdresseEnDefaut]:
    """Les adresses qui ne reçoivent plus (toutes, ou parmi celles-ci), en minuscules."""
    requete = select(AdresseEnDefaut)
    if adresses is not None:
        requete = requete.where(col(AdresseEnDefaut.adresse).in_([a.casefold() for a in adresses]))
    return {ligne.adresse: ligne for ligne in session.exec(requete).all()}


def retours_connus(session: Session) -> set[str]:
    """Les noms des fichiers déjà lus."""
    return set(session.exec(select(RetourDeCourriel.nom).where(col(RetourDeCourriel.nom) != "")).all())


def retours_de_courriel(session: Session, limite: int = 200) -> Sequence[RetourDeCourriel]:
    """Les courriels revenus, du plus récent au plus ancien."""
    requete = select(RetourDeCourriel).order_by(col(RetourDeCourriel.lu_le).desc(), col(RetourDeCourriel.nom))
    return session.exec(requete.limit(limite)).all()
