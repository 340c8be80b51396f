"""« Mes calendriers » : s'abonner dans Outlook à l'agenda de ses territoires, et retirer une adresse."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.acces.gardien import exiger, territoire_visible
from api.calendriers import adresse_du_lien, compte_de
from api.dependances import AgentConnecte, Ecriture, Lecture
from api.pages.rendu import Page, PageDemandee, renvoyer
from api.temps import instant_present
from modeles.reference.registre import registre
from modeles.requetes_agenda import demarches_de_l_agenda, liens_de
from workflows.agenda.liens import creer_lien, retirer_lien

routeur = APIRouter(prefix="/mes-calendriers")


@routeur.get("")
def montrer_mes_calendriers(page: PageDemandee, session: Lecture, agent: AgentConnecte) -> Response:
    """Les abonnements en vigueur, et de quoi en créer un."""
    return _montrer(page, session, agent)


@routeur.post("")
def creer_une_adresse(
    page: PageDemandee,
    session: Ecriture,
    agent: AgentConnecte,
    territoire: Annotated[str, Form(), Field(max_length=200)] = "",
) -> Response:
    """L'adresse est montrée dans la page qui répond, et ne le sera plus."""
    code = None
    if territoire:
        exiger(agent, Droit.LIRE, {"territoire": territoire})
        code = territoire_visible(agent, territoire).code
    _, secret = creer_lien(session, compte_de(agent), code, agent.nom, instant_present())
    return _montrer(page, session, agent, adresse_du_lien(page.requete, secret))


@routeur.post("/{lien_id}/retrait")
def retirer_une_adresse(session: Ecriture, agent: AgentConnecte, lien_id: UUID) -> Response:
    """Elle ne montre plus rien, aussitôt."""
    retirer_lien(session, lien_id, compte_de(agent), agent.nom, instant_present())
    return renvoyer("/mes-calendriers")


def _montrer(page: Page, session: Session, agent: Agent, adresse: str | None = None) -> Response:
    codes = {d.territoire_code for d in demarches_de_l_agenda(session) if agent.peut(Droit.LIRE, d)}
    liens = liens_de(session, compte_de(agent))
    return page.rendre(
        "calendriers.html",
        adresse=adresse,
        choix=sorted(((c, registre().territoire(c).nom) for c in codes), key=lambda choix: choix[1]),
        liens=[
            (lien, registre().territoire(lien.territoire).nom if lien.territoire else None) for lien in liens
        ],
    )
