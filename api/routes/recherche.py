"""Chercher dans tout ce que l'on peut voir."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependances import AgentConnecte, Lecture
from api.recherche import chercher_pour
from api.routes.descriptions import REFUS_422
from api.schemas.commun import Elements
from api.schemas.recherche import TrouvailleVue, en_liste

routeur = APIRouter(prefix="/recherche", tags=["Recherche"])


@routeur.get("", summary="Chercher, sans égard aux accents ni à la casse", responses=REFUS_422)
def chercher(
    session: Lecture,
    agent: AgentConnecte,
    q: Annotated[str, Query(min_length=1, max_length=200, examples=["garage solidaire"])],
) -> Elements[TrouvailleVue]:
    """Tous les mots, ou leur début : territoires, fiches, décisions, réunions, constats, contacts, documents.

    Au plus 500 de chaque nature ; `total` les compte toutes.
    """
    return en_liste(chercher_pour(session, agent, q))
