"""La boîte d'envoi : prendre un message pour l'envoyer, écrire ce qu'il en est advenu, reprendre un envoi interrompu.

Le chemin d'un message : prêt → en cours → envoyé, ou de nouveau prêt (refus passager), refusé, douteux.
Chaque pas est une transaction ; celui qui ne tient plus le message ne peut plus rien en écrire.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from modeles.base import unite_de_travail
from modeles.erreurs import ErreurMetier
from modeles.message import Message
from modeles.requetes_courriel import est_du, message_reserve, messages_interrompus
from modeles.vocabulaire_courriel import EtatAcheminement, EtatMessage, FaitDuMessage
from workflows.notifications.histoire import (
    demander_a_une_personne,
    inscrire,
    noter_l_adresse,
    signaler_les_refus,
)
from workflows.notifications.reponses import (
    ESSAIS_MAXIMUM,
    Reponse,
    attente,
    etat_apres,
    resumer,
    sort_de_l_adresse,
)
from workflows.relances.departs import constater_l_envoi

MORTS_SANS_ATTENTE = 3
ATTENTE_DU_SERVEUR = timedelta(minutes=5)
AVANT_LE_POINT = "L'envoi a été interrompu avant que le serveur n'ait tout reçu."
APRES_LE_POINT = "L'envoi a été interrompu avant la réponse du serveur."
FAITS = {
    EtatMessage.ENVOYE: FaitDuMessage.ENVOI,
    EtatMessage.PREPARE: FaitDuMessage.REPORT,
    EtatMessage.REFUSE: FaitDuMessage.REFUS,
    EtatMessage.DOUTEUX: FaitDuMessage.DOUTE,
}
A_DECIDER = {EtatMessage.REFUSE: "n'est pas parti", EtatMessage.DOUTEUX: "est peut-être parti"}


class MessageRepris(ErreurMetier):
    """Le bail a expiré et un autre a repris le message : il n'y a rien à écrire."""

    def __init__(self) -> None:
        super().__init__(
            "Ce message a été repris.", "Le délai pour l'envoyer était échu.", "Rien n'est à faire."
        )


def reclamer(identifiant: UUID, par: str, instant: datetime, bail: timedelta) -> bool:
    """Prend le message pour l'envoyer. Faux s'il n'est plus prêt, ou si un autre vient de le remettre à plus tard."""
    with unite_de_travail() as session:
        prises = session.connection().execute(
            update(Message)
            .where(col(Message.id) == identifiant, est_du(instant))
            .values(
                etat=EtatMessage.EN_COURS,
                reclame_par=par,
                reclame_jusqu_a=instant + bail,
                essais=col(Message.essais) + 1,
                emis_le=None,
            )
        )
        if prises.rowcount:
            inscrire(session, identifiant, FaitDuMessage.ESSAI, "Présenté au serveur.", le=instant)
        return bool(prises.rowcount)


def marquer_emis(identifiant: UUID, par: str, instant: datetime) -> None:
    """Juste avant le point final. Lève `MessageRepris` : le point ne doit alors pas partir."""
    tenu = (
        col(Message.id) == identifiant,
        col(Message.etat) == EtatMessage.EN_COURS,
        col(Message.reclame_par) == par,
    )
    with unite_de_travail() as session:
        marques = session.connection().execute(update(Message).where(*tenu).values(emis_le=instant))
        if not marques.rowcount:
            raise MessageRepris


def conclure(identifiant: UUID, par: str, reponses: Mapping[str, Reponse], instant: datetime) -> EtatMessage:
    """Écrit ce que le serveur a répondu pour chaque adresse, et l'état qui en découle."""
    with unite_de_travail() as session:
        message = _tenu(session, identifiant, par)
        sorts = {a: sort_de_l_adresse(r, message.essais) for a, r in reponses.items()}
        for adresse, reponse in reponses.items():
            noter_l_adresse(session, message, adresse, sorts[adresse], reponse, le=instant)
        etat = etat_apres(a.etat for a in message.acheminements)
        _rendre(session, message, etat, resumer(reponses), instant)
        refusees = {a: r for a, r in reponses.items() if sorts[a] is EtatAcheminement.REFUSE}
        signaler_les_refus(session, message, refusees, instant)
        return etat


def remettre_en_attente(
    identifiant: UUID, par: str, raison: str, instant: datetime, *, compter: bool = True
) -> EtatMessage:
    """Rien n'est parti : le message sera présenté de nouveau, ou refusé après trop d'essais."""
    with unite_de_travail() as session:
        message = _tenu(session, identifiant, par)
        message.essais -= 0 if compter else 1
        etat = _etat_apres_l_echec(message)
        _rendre(session, message, etat, raison, instant)
        return etat


def finir(identifiant: UUID, par: str, etat: EtatMessage, raison: str, instant: datetime) -> EtatMessage:
    """Refusé (il ne peut pas partir tel qu'il est) ou douteux : une personne doit décider."""
    with unite_de_travail() as session:
        _rendre(session, _tenu(session, identifiant, par), etat, raison, instant)
        return etat


def reprendre_les_interrompus(instant: datetime) -> int:
    """Les envois dont le processus est mort : prêts si le point final n'était pas parti, douteux sinon.

    Un message qui tue celui qui l'envoie finirait par tout arrêter : il attend de plus en plus, puis est refusé.
    """
    with unite_de_travail() as session:
        interrompus = messages_interrompus(session, instant)
        for message in interrompus:
            if message.emis_le is not None:
                _rendre(session, message, EtatMessage.DOUTEUX, APRES_LE_POINT, instant)
                continue
            _rendre(session, message, _etat_apres_l_echec(message), AVANT_LE_POINT, instant)
            if message.essais < MORTS_SANS_ATTENTE:
                message.prochain_essai_le = None
        return len(interrompus)


def noter_l_empechement(identifiants: Iterable[UUID], raison: str, instant: datetime) -> None:
    """Le serveur ne répond pas : ces messages disent pourquoi ils attendent, et quand on réessaiera."""
    with unite_de_travail() as session:
        session.connection().execute(
            update(Message)
            .where(col(Message.id).in_(list(identifiants)), col(Message.etat) == EtatMessage.PREPARE)
            .values(derniere_reponse=raison, prochain_essai_le=instant + ATTENTE_DU_SERVEUR)
        )


def _etat_apres_l_echec(message: Message) -> EtatMessage:
    return EtatMessage.REFUSE if message.essais >= ESSAIS_MAXIMUM else EtatMessage.PREPARE


def _tenu(session: Session, identifiant: UUID, par: str) -> Message:
    message = message_reserve(session, identifiant)
    if message is None or message.etat is not EtatMessage.EN_COURS or message.reclame_par != par:
        raise MessageRepris
    return message


def _rendre(session: Session, message: Message, etat: EtatMessage, raison: str, instant: datetime) -> None:
    """Le message n'est plus tenu ; son nouvel état et sa raison sont écrits, une personne est prévenue s'il faut."""
    message.etat, message.derniere_reponse = etat, raison
    message.reclame_par = message.reclame_jusqu_a = None
    message.prochain_essai_le = instant + attente(message.essais) if etat is EtatMessage.PREPARE else None
    message.envoye_le = instant if etat is EtatMessage.ENVOYE else None
    message.emis_le = None if etat is EtatMessage.PREPARE else message.emis_le
    inscrire(session, message.id, FAITS[etat], raison, le=instant)
    if etat is EtatMessage.ENVOYE:
        constater_l_envoi(session, message, instant)
    if etat in A_DECIDER:
        demander_a_une_personne(session, message, A_DECIDER[etat], raison)
