"""Constater ce que l'envoi a fait d'une relance : partie, ou retenue parce que son message a été annulé."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from modeles.message import Message
from modeles.relance import Relance
from modeles.requetes_relances import relances_du_message
from modeles.vocabulaire_courriel import EtatMessage
from modeles.vocabulaire_relances import EtatRelance
from workflows.relances.vue import jour_local


def constater_les_departs(session: Session, relances: Iterable[Relance], jour: date) -> None:
    """Met à jour les relances confiées à l'envoi d'après leur message."""
    for relance in relances:
        if relance.etat is not EtatRelance.REMISE or relance.message_id is None:
            continue
        message = session.get_one(Message, relance.message_id)
        if message.etat is EtatMessage.ENVOYE and message.envoye_le is not None:
            marquer_partie(relance, jour_local(message.envoye_le))
        elif message.etat is EtatMessage.ANNULE:
            relance.etat, relance.etat_le = EtatRelance.RETENUE, jour
            relance.motif = "son message a été annulé dans la boîte d'envoi"


def constater_l_envoi(session: Session, message: Message, instant: datetime) -> None:
    """Le message vient de partir : les relances qu'il porte aussi."""
    for relance in relances_du_message(session, message.id):
        if relance.etat is EtatRelance.REMISE:
            marquer_partie(relance, jour_local(instant))


def marquer_partie(relance: Relance, le: date) -> None:
    """Partie : elle ne se redira plus jamais."""
    relance.etat, relance.etat_le, relance.partie_le = EtatRelance.PARTIE, le, le
