"""Reconnaître qui demande : par sa session ou par son jeton."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from fastapi import Request
from sqlmodel import Session

from api.acces.agent import TOUTES_LES_PORTEES, Agent, Titre
from api.acces.cookies import secret_de_session
from api.acces.debit import Limite, adresse_de, compter
from api.acces.refus import JetonRefuse
from api.temps import instant_present
from modeles.acces import PorteeDeJeton
from modeles.base import lecture, unite_de_travail
from modeles.compte import Compte, Role
from modeles.requetes_acces import habilitations_de, jeton_d_empreinte, noter_l_usage, titulaires_supplees
from workflows.acces.jetons import valable
from workflows.acces.secrets import empreinte_de
from workflows.acces.sessions import PAS_DE_LA_VUE, a_prolonger, prolonger, session_en_cours


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
            return Reconnu(_par_jeton(session, requete, le))
        trouvee = session_en_cours(session, secret, le)
        if trouvee is None:
            return Reconnu()
        reconnu = Reconnu(agent_de(session, trouvee.compte, le.date()), secret)
    if a_prolonger(trouvee, le):
        with unite_de_travail() as session:
            prolonger(session, trouvee.id, le)
    return reconnu


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
