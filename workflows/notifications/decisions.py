"""Ce qu'une personne décide d'un message : il est parti, il faut le renvoyer, il ne partira pas."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from modeles.erreurs import ErreurMetier, Introuvable, SaisieInvalide
from modeles.journalisation import signer
from modeles.message import Message
from modeles.requetes_courriel import message_reserve
from modeles.vocabulaire_courriel import EtatAcheminement, EtatMessage, FaitDuMessage
from workflows.notifications.adresses import INUTILISABLE, adresses_de, separer
from workflows.notifications.histoire import (
    OUTIL,
    adresses_restantes,
    cle_de_la_decision,
    inscrire,
    noter_l_adresse,
)
from workflows.notifications.reponses import Reponse
from workflows.relances.departs import constater_l_envoi
from workflows.taches import fermer_tache

PARTI_AUTREMENT = (EtatMessage.DOUTEUX, EtatMessage.PREPARE, EtatMessage.REFUSE)
A_RENVOYER = (EtatMessage.DOUTEUX, EtatMessage.REFUSE)
A_ANNULER = (EtatMessage.PREPARE, EtatMessage.REFUSE)
REMEDES = {
    EtatMessage.EN_COURS: "Attendez la fin de l'envoi, puis recommencez.",
    EtatMessage.ENVOYE: "Préparez un autre message s'il faut écrire de nouveau.",
    EtatMessage.ANNULE: "Préparez un autre message s'il faut écrire de nouveau.",
    EtatMessage.DOUTEUX: "Vérifiez d'abord s'il est arrivé, puis dites-le, ou renvoyez-le.",
    EtatMessage.PREPARE: "Il partira de lui-même à son heure.",
}


class MessageIntrouvable(Introuvable):
    """Il n'existe pas, ou n'est pas visible de qui le demande."""

    def __init__(self) -> None:
        super().__init__(
            "Ce message n'existe pas.",
            "Aucun message ne porte cet identifiant.",
            "Choisissez-en un dans la boîte d'envoi.",
        )


class DecisionImpossible(ErreurMetier):
    """Ce message n'attend pas cette décision."""

    def __init__(self, message: Message, verbe: str) -> None:
        super().__init__(
            f"« {message.objet} » ne peut pas être {verbe}.",
            f"Ce message est {message.etat.libelle}.",
            REMEDES.get(message.etat, "Relisez son histoire."),
        )


def declarer_parti(session: Session, identifiant: UUID, par: str, le: datetime) -> Message:
    """Il est arrivé, ou a été envoyé par une autre voie. Lève `MessageIntrouvable` ou `DecisionImpossible`."""
    message = _a_decider(session, identifiant, par, PARTI_AUTREMENT, "déclaré parti")
    _decider(session, message, par, le, f"{par} dit qu'il est parti.")
    for adresse in adresses_restantes(message):
        reponse = Reponse(250, f"Selon {par}.")
        noter_l_adresse(session, message, adresse, EtatAcheminement.ACCEPTE, reponse, le=le)
    message.etat, message.envoye_le, message.prochain_essai_le = EtatMessage.ENVOYE, le, None
    constater_l_envoi(session, message, le)
    return message


def constater_le_depart(session: Session, message: Message, le: datetime) -> None:
    """Un avis de retour prouve qu'un message douteux était parti : il n'y a plus rien à décider."""
    _decider(session, message, OUTIL, le, "Un avis de retour prouve qu'il est parti.")
    message.etat, message.envoye_le = EtatMessage.ENVOYE, le
    constater_l_envoi(session, message, le)


def renvoyer(
    session: Session, identifiant: UUID, par: str, le: datetime, adresses: Iterable[str] = ()
) -> Message:
    """Le présente de nouveau à ceux qui ne l'ont pas reçu, et à ces adresses en plus.

    Lève `MessageIntrouvable`, `DecisionImpossible`, ou `SaisieInvalide` si une adresse ne peut pas servir.
    """
    message = _a_decider(session, identifiant, par, A_RENVOYER, "renvoyé")
    _ajouter(message, adresses)
    _decider(session, message, par, le, f"{par} demande de le renvoyer.")
    for ligne in [a for a in message.acheminements if a.etat is EtatAcheminement.REFUSE]:
        ligne.etat = EtatAcheminement.DIFFERE
    message.etat, message.essais, message.emis_le = EtatMessage.PREPARE, 0, None
    message.prochain_essai_le = None
    return message


def annuler(session: Session, identifiant: UUID, par: str, motif: str, le: datetime) -> Message:
    """Il ne partira pas. Lève `MessageIntrouvable`, `DecisionImpossible`, ou `SaisieInvalide` sans motif."""
    message = _a_decider(session, identifiant, par, A_ANNULER, "annulé")
    if not motif.strip():
        raise SaisieInvalide(
            f"« {message.objet} » ne peut pas être annulé ainsi.",
            "Le motif manque.",
            "Dites pourquoi il ne doit pas partir.",
        )
    fermer_tache(session, cle_de_la_decision(session, message), par, le)
    inscrire(session, message.id, FaitDuMessage.ANNULATION, motif.strip(), le=le, par=par)
    message.etat, message.prochain_essai_le = EtatMessage.ANNULE, None
    return message


def message_demande(session: Session, identifiant: UUID) -> Message:
    """Le message, réservé jusqu'à la fin de la transaction. Lève `MessageIntrouvable`."""
    message = message_reserve(session, identifiant)
    if message is None:
        raise MessageIntrouvable
    return message


def _a_decider(
    session: Session, identifiant: UUID, par: str, etats: tuple[EtatMessage, ...], verbe: str
) -> Message:
    signer(session, par)
    message = message_demande(session, identifiant)
    if message.etat not in etats:
        raise DecisionImpossible(message, verbe)
    return message


def _decider(session: Session, message: Message, par: str, le: datetime, detail: str) -> None:
    fermer_tache(session, cle_de_la_decision(session, message), par, le)
    inscrire(session, message.id, FaitDuMessage.DECISION, detail, le=le, par=par)
    message.derniere_reponse = detail


def _ajouter(message: Message, adresses: Iterable[str]) -> None:
    voulues = list(adresses)
    _, impossibles = separer(voulues)
    if impossibles:
        raise SaisieInvalide(
            f"« {message.objet} » ne peut pas être renvoyé ainsi.",
            f"Adresses impossibles : {', '.join(impossibles)}.",
            INUTILISABLE,
        )
    connues = {a.casefold() for a in adresses_de(message)}
    neuves = [a for a in dict.fromkeys(voulues) if a.casefold() not in connues]
    message.destinataires = [*message.destinataires, *neuves]
