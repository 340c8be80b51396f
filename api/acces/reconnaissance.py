"""Reconnaître qui demande : par sa session ou par son jeton."""

from datetime import datetime
from typing import NamedTuple

from fastapi import Request
from sqlmodel import Session

from api.acces.agent import TOUTES_LES_PORTEES, Agent, Titre
from api.acces.cookies import secret_de_session
from api.acces.refus import JetonRefuse
from api.temps import instant_present
from modeles.acces import PorteeDeJeton
from modeles.base import lecture
from modeles.compte import Compte
from modeles.requetes_acces import habilitations_de, jeton_d_empreinte
from workflows.acces.secrets import empreinte_de
from workflows.acces.sessions import session_en_cours


class Reconnu(NamedTuple):
    """La personne, et le secret de sa session si elle vient d'un navigateur."""

    agent: Agent | None = None
    secret: str = ""


def reconnaitre(requete: Request) -> Reconnu:
    """Qui demande. Lève `JetonRefuse` pour un jeton qui ne vaut rien."""
    autorisation = requete.headers.get("authorization", "")
    secret = secret_de_session(requete)
    if not autorisation and not secret:
        return Reconnu()
    le = instant_present()
    with lecture() as session:
        if autorisation:
            return Reconnu(_par_jeton(session, autorisation, le))
        trouvee = session_en_cours(session, secret, le)
        return Reconnu(agent_de(session, trouvee.compte), secret) if trouvee else Reconnu()


def agent_de(
    session: Session, compte: Compte, portees: frozenset[PorteeDeJeton] = TOUTES_LES_PORTEES
) -> Agent:
    """L'agent de ce compte, avec ses titres en vigueur."""
    titres = tuple(
        Titre(h.role, h.region, h.territoire or territoire, fiche)
        for h, fiche, territoire in habilitations_de(session, compte.id)
    )
    return Agent(str(compte.id), compte.nom, compte.courriel or "", titres, portees)


def _par_jeton(session: Session, autorisation: str, le: datetime) -> Agent:
    genre, _, valeur = autorisation.partition(" ")
    jeton = jeton_d_empreinte(session, empreinte_de(valeur.strip())) if genre.lower() == "bearer" else None
    if jeton is None or jeton.revoque_le or le >= jeton.expire_le or not jeton.compte.ouvert(le.date()):
        raise JetonRefuse
    return agent_de(session, jeton.compte, frozenset(PorteeDeJeton(p) for p in jeton.portees))
