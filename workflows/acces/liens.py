"""Le lien à usage unique : il ouvre une session, une fois, pendant quelques heures."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import update
from sqlmodel import Session, col

from modeles.acces import LienDeConnexion
from modeles.compte import Compte, Role
from modeles.message import Message
from modeles.requetes_acces import compte_d_identite, lien_d_empreinte, message_du_lien
from modeles.vocabulaire_courriel import EtatMessage
from workflows.acces.comptes import Qui, Trace, exiger_ouvert, ouvrir_compte, tracer
from workflows.acces.habilitations import habiliter
from workflows.acces.secrets import empreinte_de, nouveau_secret

ADMINISTRATEUR_LOCAL = "Administrateur de cette machine"
CETTE_MACHINE = ("jalons", "machine")
DUREE_DU_LIEN = timedelta(hours=12)
DUREE_DE_L_INVITATION = timedelta(days=7)


class LienNeuf(NamedTuple):
    """Un lien et son secret, montré cette seule fois."""

    lien: LienDeConnexion
    secret: str


def creer_lien(
    session: Session, compte: Compte, qui: Qui, duree: timedelta = DUREE_DU_LIEN, *, invitation: bool = False
) -> LienNeuf:
    """Un lien neuf pour ce compte. Lève `CompteFerme`."""
    exiger_ouvert(compte, qui.le.date())
    secret = nouveau_secret()
    lien = LienDeConnexion(
        compte_id=compte.id,
        empreinte=empreinte_de(secret),
        invitation=invitation,
        cree_le=qui.le,
        cree_par=qui.par,
        expire_le=qui.le + duree,
    )
    session.add(lien)
    tracer(session, compte, Trace.INVITE if invitation else Trace.LIEN, qui)
    return LienNeuf(lien, secret)


def lien_valable(session: Session, secret: str, le: datetime) -> LienDeConnexion | None:
    """Le lien de ce secret, s'il n'a pas servi, n'a pas expiré, et que son compte est ouvert."""
    lien = lien_d_empreinte(session, empreinte_de(secret))
    if lien is None or lien.utilise_le or le >= lien.expire_le:
        return None
    return lien if lien.compte.ouvert(le.date()) else None


def consommer_lien(session: Session, secret: str, le: datetime) -> Compte | None:
    """Le compte à connecter, le lien ne servant plus ; `None` s'il ne vaut rien."""
    lien = lien_valable(session, secret, le)
    if lien is None:
        return None
    lien.utilise_le = le
    _oublier_le_secret(session, lien, secret)
    return lien.compte


def _oublier_le_secret(session: Session, lien: LienDeConnexion, secret: str) -> None:
    """Le message qui portait le lien ne le porte plus ; pas encore parti, il n'a plus de raison de partir."""
    message = message_du_lien(session, cle_du_message(lien))
    if message is None:
        return
    changes = {"corps": message.corps.replace(secret, "(lien déjà utilisé)")}
    if message.etat is EtatMessage.PREPARE:
        changes |= {"etat": EtatMessage.ANNULE}
    # Sans passer par le journal : l'ancien texte y resterait.
    session.exec(update(Message).where(col(Message.id) == message.id).values(**changes))


def cle_du_message(lien: LienDeConnexion) -> str:
    """La clé du message qui porte ce lien."""
    return f"acces:{lien.id}"


def compte_de_la_machine(session: Session, qui: Qui) -> Compte:
    """L'administrateur de cette machine, créé s'il n'existe pas encore."""
    compte = compte_d_identite(session, *CETTE_MACHINE)
    if compte is None:
        compte = ouvrir_compte(session, ADMINISTRATEUR_LOCAL, None, qui)
        compte.emetteur, compte.sujet = CETTE_MACHINE
        habiliter(session, compte, Role.ADMINISTRATEUR, qui)
    return compte
