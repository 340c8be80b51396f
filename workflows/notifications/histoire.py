"""L'histoire d'un message : une ligne par fait, le sort de chaque adresse, les tâches qui en naissent.

L'appelant tient le message dans sa transaction : deux lignes ne prennent pas le même numéro.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from modeles.message import Acheminement, AdresseEnDefaut, EvenementMessage, Message
from modeles.vocabulaire_courriel import EtatAcheminement, FaitDuMessage
from workflows.notifications.adresses import adresses_de
from workflows.notifications.reponses import Reponse, adresse_morte
from workflows.taches import ouvrir_tache

OUTIL = "Jalons"


def inscrire(
    session: Session,
    identifiant: UUID,
    fait: FaitDuMessage,
    detail: str,
    *,
    le: datetime,
    par: str = OUTIL,
) -> None:
    """Ajoute une ligne à l'histoire du message."""
    dernier = select(func.coalesce(func.max(col(EvenementMessage.numero)), 0) + 1)
    numero = dernier.where(col(EvenementMessage.message_id) == identifiant).scalar_subquery()
    ligne = {
        "message_id": identifiant,
        "numero": numero,
        "le": le,
        "fait": fait,
        "par": par,
        "detail": detail,
    }
    session.connection().execute(insert(EvenementMessage).values(ligne))


def noter_l_adresse(
    session: Session,
    message: Message,
    adresse: str,
    etat: EtatAcheminement,
    reponse: Reponse,
    *,
    le: datetime,
) -> None:
    """Le sort d'une adresse, à la place du précédent."""
    ligne = session.get(Acheminement, (message.id, adresse))
    if ligne is None:
        ligne = Acheminement(message_id=message.id, adresse=adresse, etat=etat, le=le)
        message.acheminements.append(ligne)
    ligne.etat, ligne.code, ligne.reponse, ligne.le = etat, reponse.statut, reponse.texte, le


def adresses_restantes(message: Message) -> list[str]:
    """Les adresses qui n'ont pas encore reçu le message, et ne l'ont pas refusé."""
    reglees = {a.adresse for a in message.acheminements if a.etat is not EtatAcheminement.DIFFERE}
    return [a for a in adresses_de(message) if a not in reglees]


def signaler_les_refus(
    session: Session, message: Message, refusees: Mapping[str, Reponse], instant: datetime
) -> None:
    """Une tâche par adresse refusée ; celle qui n'existe plus est marquée partout où elle sert."""
    for adresse, reponse in refusees.items():
        if adresse_morte(reponse.statut):
            defaut = AdresseEnDefaut(
                adresse=adresse.casefold(), depuis_le=instant, raison=reponse.en_francais
            )
            defaut.message_id = message.id
            session.merge(defaut)
        ouvrir_tache(
            session,
            f"adresse:{message.id}:{adresse.casefold()}"[:160],
            f"Corriger l'adresse {adresse}",
            f"« {message.objet} » n'a pas pu lui être remis : {reponse.en_francais}.",
            demarche_id=message.demarche_id,
            lien=lien_du_message(message),
        )


def demander_a_une_personne(session: Session, message: Message, quoi: str, raison: str) -> None:
    """Une tâche : ce message attend une décision (`quoi` : « n'est pas parti »)."""
    ouvrir_tache(
        session,
        cle_de_la_decision(session, message),
        f"Décider du message « {message.objet} »",
        f"Il {quoi} : {raison}",
        demarche_id=message.demarche_id,
        lien=lien_du_message(message),
    )


def cle_de_la_decision(session: Session, message: Message) -> str:
    """Une décision par présentation : renvoyé, un message peut en demander une autre."""
    requete = select(func.count()).select_from(EvenementMessage)
    decisions = (
        col(EvenementMessage.message_id) == message.id,
        col(EvenementMessage.fait) == FaitDuMessage.DECISION,
    )
    return f"message:{message.id}:{session.exec(requete.where(*decisions)).one()}"


def lien_du_message(message: Message) -> str:
    """La page où l'on décide de ce message."""
    return f"/messages/{message.id}"
