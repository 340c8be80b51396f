"""Qui demande, avec quoi, et d'où : toutes les situations où l'accès doit dire juste."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import update
from sqlmodel import select

from api.acces.csrf import EN_TETE, jeton_du_secret
from modeles.acces import JetonApi, PorteeDeJeton, SessionAgent
from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from modeles.compte import Role
from modeles.configuration import configuration
from modeles.fiche import FicheAction
from modeles.requetes_acces import compte_de_courriel
from tests.acces import creer_compte, secret_pour
from workflows.acces.comptes import Qui
from workflows.acces.habilitations import PARTOUT, Portee
from workflows.acces.jetons import creer_jeton

TOUT = frozenset(PorteeDeJeton)


class Situation(NamedTuple):
    """Qui demande, avec quoi. `ou` : le territoire demandé est-il le sien."""

    nom: str
    role: Role | None
    portee: Portee
    territoire: str
    ici: bool
    region_entiere: bool = False
    portees: frozenset[PorteeDeJeton] | None = None
    perime: str = ""


ETAT, COLLECTIVITE = Portee(territoire="32"), Portee(territoire="32")
SITUATIONS = [
    Situation("administrateur", Role.ADMINISTRATEUR, PARTOUT, "32", ici=True, region_entiere=True),
    Situation("région, chez elle", Role.REGION, Portee("76"), "32", ici=True, region_entiere=True),
    Situation("région, ailleurs", Role.REGION, Portee("75"), "32", ici=False),
    Situation("État, chez lui", Role.ETAT, ETAT, "32", ici=True),
    Situation("État, sa métropole", Role.ETAT, Portee(territoire="31"), "243100518", ici=True),
    Situation("État, ailleurs", Role.ETAT, ETAT, "31", ici=False),
    Situation("collectivité, chez elle", Role.COLLECTIVITE, COLLECTIVITE, "32", ici=True),
    Situation("collectivité, ailleurs", Role.COLLECTIVITE, COLLECTIVITE, "31", ici=False),
    Situation("porteur, sa fiche", Role.PORTEUR, Portee(), "32", ici=True),
    Situation("porteur, ailleurs", Role.PORTEUR, Portee(), "31", ici=False),
    Situation("lecteur, chez lui", Role.LECTEUR, Portee(territoire="32"), "32", ici=True),
    Situation("lecteur, ailleurs", Role.LECTEUR, Portee(territoire="32"), "31", ici=False),
    Situation("lecteur national", Role.LECTEUR, PARTOUT, "32", ici=True, region_entiere=True),
    Situation("personne", None, PARTOUT, "32", ici=False),
    Situation("session expirée", Role.ADMINISTRATEUR, PARTOUT, "32", ici=True, perime="session"),
    Situation("jeton expiré", Role.ADMINISTRATEUR, PARTOUT, "32", ici=True, portees=TOUT, perime="expire"),
    Situation("jeton révoqué", Role.ADMINISTRATEUR, PARTOUT, "32", ici=True, portees=TOUT, perime="revoque"),
    Situation("jeton inconnu", None, PARTOUT, "32", ici=True, portees=TOUT, perime="inconnu"),
    *(
        Situation(
            f"jeton pour {portee.value}", Role.ADMINISTRATEUR, PARTOUT, "32", True, True, frozenset({portee})
        )
        for portee in PorteeDeJeton
    ),
]


def preparer(situation: Situation) -> dict[str, str]:
    """Ouvre le compte de la situation ; rend les en-têtes que sa demande porte."""
    if situation.role is None:
        return {"Authorization": "Bearer inconnu"} if situation.perime else {}
    portee = situation.portee
    if situation.role is Role.PORTEUR:
        portee = Portee(fiche_id=_identifiant("32-DROITS-01"))
    # Un compte par situation : ses titres ne se mêlent pas à ceux d'une autre.
    courriel = creer_compte(situation.role, f"Dominique {situation.nom}", portee)
    if situation.portees is not None:
        return {"Authorization": f"Bearer {_jeton(courriel, situation)}"}
    secret = secret_pour(courriel)
    if situation.perime:
        _vieillir()
    return {"Cookie": f"jalons_{configuration().port}={secret}", EN_TETE: jeton_du_secret(secret)}


def _identifiant(code: str) -> UUID:
    with unite_de_travail() as session:
        return session.exec(select(FicheAction.id).where(FicheAction.code == code)).one()


def _vieillir() -> None:
    with unite_de_travail() as session:
        session.exec(update(SessionAgent).values(expire_le=maintenant()))


def _jeton(courriel: str, situation: Situation) -> str:
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, courriel)
        assert compte
        le = maintenant() - timedelta(days=2 if situation.perime == "expire" else 0)
        qui = Qui("l'essai", le)
        neuf = creer_jeton(session, compte, qui, nom="x", portees=situation.portees or (), jours=1)
        if situation.perime == "revoque":
            session.get_one(JetonApi, neuf.jeton.id).revoque_le = maintenant()
        return neuf.secret
