"""Pourquoi un message n'est pas encore parti, en une phrase."""

from datetime import datetime
from zoneinfo import ZoneInfo

from documents.formats import date_longue, heure
from modeles.message import Message
from modeles.vocabulaire_courriel import EtatMessage

SANS_SERVEUR = "Aucun serveur de courriel n'est réglé (JALONS_SMTP_HOTE) : il attend ici."
DE_DEMONSTRATION = "Message de démonstration : il ne part jamais."
AU_PROCHAIN_ENVOI = "Il part au prochain envoi."


def pourquoi(message: Message, instant: datetime, fuseau: str, *, serveur: bool, fictive: bool) -> str:
    """La raison de son état. `fictive` : sa démarche est une démonstration ; `serveur` : il y en a un de réglé."""
    dite = message.derniere_reponse or ""
    if message.etat is not EtatMessage.PREPARE:
        return dite
    if fictive:
        return DE_DEMONSTRATION
    if not serveur:
        return SANS_SERVEUR
    if message.a_partir_de and message.a_partir_de > instant:
        return f"Il attend le {_quand(message.a_partir_de, fuseau)}."
    if message.prochain_essai_le and message.prochain_essai_le > instant:
        return f"{dite} Nouvel essai le {_quand(message.prochain_essai_le, fuseau)}.".strip()
    return AU_PROCHAIN_ENVOI


def _quand(instant: datetime, fuseau: str) -> str:
    sur_place = instant.astimezone(ZoneInfo(fuseau))
    return f"{date_longue(sur_place.date())} à {heure(sur_place.time())}"
