"""Le lien de connexion envoyé par courriel : une invitation, ou un lien que la personne a redemandé."""

from datetime import timedelta

from sqlalchemy import insert
from sqlmodel import Session

from documents.formats import date_longue, heure
from modeles.acces import LienDeConnexion
from modeles.compte import Compte
from modeles.message import Message, nouveau_message
from modeles.requetes_acces import compte_de_courriel
from modeles.vocabulaire_courriel import NatureMessage
from workflows.acces.comptes import Qui, normaliser
from workflows.acces.liens import DUREE_DE_L_INVITATION, cle_du_message, creer_lien

DUREE_DEMANDEE = timedelta(hours=1)


def inviter(session: Session, compte: Compte, adresse: str, qui: Qui) -> None:
    """Prépare le message qui invite la personne à entrer pour la première fois."""
    lien, secret = creer_lien(session, compte, qui, DUREE_DE_L_INVITATION, invitation=True)
    corps = (
        f"Bonjour,\n\n{qui.par} vous a ouvert un compte dans Jalons, l'outil de suivi des contrats locaux des "
        f"solidarités.\n\nPour y entrer, ouvrez ce lien. Il sert une fois, jusqu'au "
        f"{date_longue(lien.expire_le.date())} :\n{adresse}/connexion/{secret}\n\n"
        "Si vous n'attendiez pas cette invitation, ne l'ouvrez pas et prévenez la personne qui vous l'envoie."
    )
    _deposer(session, compte, lien, "Votre accès à Jalons", corps)


def envoyer_un_lien(session: Session, courriel: str, adresse: str, qui: Qui) -> bool:
    """Prépare un lien pour le compte ouvert de cette adresse ; faux, sans rien dire de plus, s'il n'y en a pas."""
    compte = compte_de_courriel(session, normaliser(courriel))
    if compte is None or not compte.ouvert(qui.le.date()):
        return False
    lien, secret = creer_lien(session, compte, qui, DUREE_DEMANDEE)
    corps = (
        f"Bonjour,\n\nVoici le lien que vous avez demandé. Il sert une fois, jusqu'à "
        f"{heure(qui.le + DUREE_DEMANDEE)} :\n{adresse}/connexion/{secret}\n\n"
        "Si vous ne l'avez pas demandé, ne l'ouvrez pas : personne n'entre sans lui."
    )
    _deposer(session, compte, lien, "Votre lien de connexion à Jalons", corps)
    return True


def _deposer(session: Session, compte: Compte, lien: LienDeConnexion, objet: str, corps: str) -> None:
    message = nouveau_message(
        cle_du_message(lien), objet, corps, [compte.courriel or ""], nature=NatureMessage.AVIS
    )
    # Sans passer par le journal : il ne s'efface pas, et ce message contient un secret.
    champs = {colonne.key: getattr(message, colonne.key) for colonne in Message.__mapper__.column_attrs}  # type: ignore[attr-defined]
    session.exec(insert(Message).values(champs))
