"""Reconnaître qui demande : par sa session ou par son jeton."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from api.acces.agent import TOUTES_LES_PORTEES, Agent, Titre
from api.acces.cookies import secret_de_session
from api.acces.courant import PERSONNE, Courant, courant, poser
from api.acces.csrf import jeton_du_secret
from api.acces.debit import Limite, adresse_de, compter
from api.acces.refus import JetonRefuse
from api.memoire import Memoire
from api.temps import instant_present
from modeles.acces import PorteeDeJeton, SessionAgent
from modeles.base import lecture, unite_de_travail
from modeles.compte import Compte, Role
from modeles.erreurs import ErreurMetier
from modeles.requetes_acces import habilitations_de, jeton_d_empreinte, noter_l_usage, titulaires_supplees
from workflows.acces.jetons import valable
from workflows.acces.secrets import empreinte_de
from workflows.acces.sessions import PAS_DE_LA_VUE, a_prolonger, est_en_cours, prolonger, session_en_cours


class Reconnu(NamedTuple):
    """La personne, et le secret de sa session si elle vient d'un navigateur."""

    agent: Agent | None = None
    secret: str = ""


class Ouverte(NamedTuple):
    """Une session qui vaut, et l'agent qu'elle ouvre ce jour-là."""

    session: SessionAgent
    agent: Agent


class SessionAbsente(Exception):
    """Ce secret n'ouvre rien : il ne prend pas la place de ceux qui ouvrent."""


SESSIONS = Memoire(500)


def reconnaitre(requete: Request) -> Reconnu:
    """Qui demande. Lève `JetonRefuse` pour un jeton qui ne vaut rien."""
    autorisation = requete.headers.get("authorization", "")
    secret = secret_de_session(requete)
    if not autorisation and not secret:
        return Reconnu()
    le = instant_present()
    if autorisation:
        with lecture() as session:
            return Reconnu(_par_jeton(session, requete, le))
    return _par_session(secret, le)


def courant_de(requete: Request, reconnu: Reconnu) -> Courant:
    """Ce que les gabarits sauront de cette demande."""
    return Courant(reconnu.agent, jeton_du_secret(reconnu.secret), _jour(requete.query_params.get("le", "")))


def _jour(ecrit: str) -> str:
    try:
        return str(date.fromisoformat(ecrit))
    except ValueError:
        return ""


def reconnaitre_pour_la_page(requete: Request) -> None:
    """Pour une page de refus qui part avant le gardien : son en-tête est celui de la personne, s'il se peut."""
    if courant() is PERSONNE:
        with suppress(ErreurMetier, SQLAlchemyError):
            poser(courant_de(requete, reconnaitre(requete)))


def _par_session(secret: str, le: datetime) -> Reconnu:
    """La personne de cette session, ou personne. La base n'est relue que si quelque chose y a été écrit."""
    try:
        ouverte = SESSIONS.garder((empreinte_de(secret), le.date()), lambda: _ouverte(secret, le))
    except SessionAbsente:
        return Reconnu()
    if not est_en_cours(ouverte.session, le):
        return Reconnu()
    if a_prolonger(ouverte.session, le):
        with unite_de_travail() as session:
            prolonger(session, ouverte.session.id, le)
    return Reconnu(ouverte.agent, secret)


def _ouverte(secret: str, le: datetime) -> Ouverte:
    with lecture() as session:
        trouvee = session_en_cours(session, secret, le)
        if trouvee is None:
            raise SessionAbsente
        return Ouverte(trouvee, agent_de(session, trouvee.compte, le.date()))


def agent_de(
    session: Session, compte: Compte, le: date, portees: frozenset[PorteeDeJeton] = TOUTES_LES_PORTEES
) -> Agent:
    """L'agent de ce compte : ses titres en vigueur, et ceux des personnes qu'il supplée ce jour-là."""
    titres = list(_titres(session, compte.id))
    for titulaire in titulaires_supplees(session, compte.id, le):
        if titulaire.ouvert(le):
            empruntes = _titres(session, titulaire.id, titulaire.nom)
            # Administrer les comptes ne se délègue pas : un administrateur en nomme un autre.
            titres += [t for t in empruntes if t.role is not Role.ADMINISTRATEUR]
    return Agent(str(compte.id), compte.nom, compte.courriel or "", tuple(titres), portees)


def _titres(session: Session, compte_id: UUID, au_nom_de: str | None = None) -> Iterator[Titre]:
    for h, fiche, territoire in habilitations_de(session, compte_id):
        yield Titre(h.role, h.region, h.territoire or territoire, fiche, au_nom_de)


def _par_jeton(session: Session, requete: Request, le: datetime) -> Agent:
    genre, _, valeur = requete.headers["authorization"].partition(" ")
    jeton = jeton_d_empreinte(session, empreinte_de(valeur.strip())) if genre.lower() == "bearer" else None
    if jeton is None or not valable(jeton, le):
        compter(Limite.JETONS_REFUSES, adresse_de(requete))
        raise JetonRefuse
    if jeton.vu_le is None or le >= jeton.vu_le + PAS_DE_LA_VUE:
        with unite_de_travail() as ecriture:
            noter_l_usage(ecriture, jeton.id, le)
    portees = frozenset(PorteeDeJeton(p) for p in jeton.portees)
    return agent_de(session, jeton.compte, le.date(), portees)
