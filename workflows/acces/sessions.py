"""La session d'un navigateur : ouverte à la connexion, prolongée par l'usage, fermée pour de bon."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col

from modeles.acces import DepartVersLeFournisseur, MoyenDAcces, SessionAgent
from modeles.compte import Compte
from modeles.requetes_acces import session_d_empreinte, sessions_de
from workflows.acces.secrets import empreinte_de, nouveau_secret

DUREE = timedelta(hours=12)
INACTIVITE = timedelta(hours=2)
# Noter chaque requête coûterait une écriture à chaque lecture : à quelques minutes près, cela suffit.
PAS_DE_LA_VUE = timedelta(minutes=5)
# Le temps de s'identifier chez le fournisseur, et d'en revenir.
PATIENCE = timedelta(minutes=10)


def ouvrir_session(
    session: Session,
    compte: Compte,
    moyen: MoyenDAcces,
    le: datetime,
    *,
    navigateur: str = "",
    jeton_identite: str | None = None,
) -> str:
    """Ouvre une session et rend son secret : c'est la seule fois qu'on le voit."""
    secret = nouveau_secret()
    session.add(
        SessionAgent(
            compte_id=compte.id,
            empreinte=empreinte_de(secret),
            moyen=moyen,
            navigateur=navigateur[:200],
            jeton_identite=jeton_identite,
            ouverte_le=le,
            vue_le=le,
            expire_le=le + DUREE,
        )
    )
    return secret


def reprendre_le_depart(session: Session, etat: str, le: datetime) -> DepartVersLeFournisseur | None:
    """Le départ de cet état, qui ne servira plus ; `None` s'il est inconnu, a déjà servi ou date trop.

    Ceux que personne n'a finis sont oubliés au passage.
    """
    retenu = session.get(DepartVersLeFournisseur, etat, with_for_update=True)
    session.exec(delete(DepartVersLeFournisseur).where(col(DepartVersLeFournisseur.expire_le) <= le))
    if retenu is None or retenu.expire_le <= le:
        return None
    session.delete(retenu)
    return retenu


def session_en_cours(session: Session, secret: str, le: datetime) -> SessionAgent | None:
    """La session de ce secret, si elle n'est ni fermée, ni trop vieille, ni oubliée, et son compte ouvert."""
    trouvee = session_d_empreinte(session, empreinte_de(secret))
    if trouvee is None or trouvee.fermee_le or not est_en_cours(trouvee, le):
        return None
    return trouvee if trouvee.compte.ouvert(le.date()) else None


def est_en_cours(trouvee: SessionAgent, le: datetime) -> bool:
    """Ni trop vieille, ni oubliée."""
    return le < trouvee.expire_le and le < trouvee.vue_le + INACTIVITE


def a_prolonger(trouvee: SessionAgent, le: datetime) -> bool:
    """Vrai s'il est temps de noter que la personne est encore là."""
    return le >= trouvee.vue_le + PAS_DE_LA_VUE


def prolonger(session: Session, identifiant: UUID, le: datetime) -> None:
    """Note que la personne est encore là."""
    session.exec(update(SessionAgent).where(col(SessionAgent.id) == identifiant).values(vue_le=le))


def fermer_les_autres(session: Session, compte_id: UUID, secret: str, le: datetime) -> None:
    """Ferme toutes les sessions d'un compte, sauf celle de ce secret."""
    for ouverte in sessions_de(session, compte_id, le):
        if ouverte.empreinte != empreinte_de(secret):
            ouverte.fermee_le = le


def fermer_session(session: Session, secret: str, le: datetime) -> SessionAgent | None:
    """Ferme la session de ce secret ; sans effet si elle l'est déjà."""
    trouvee = session_d_empreinte(session, empreinte_de(secret))
    if trouvee and trouvee.fermee_le is None:
        trouvee.fermee_le = le
    return trouvee
