"""Chercher dans tout ce que l'on peut voir."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependances import AgentConnecte, Lecture
from api.recherche import chercher_pour
from api.routes.descriptions import REFUS_422
from api.schemas.commun import Elements
from api.schemas.recherche import TrouvailleVue

routeur = APIRouter(prefix="/recherche", tags=["Recherche"])


@routeur.get("", summary="Chercher, sans égard aux accents ni à la casse", responses=REFUS_422)
def chercher(
    session: Lecture,
    agent: AgentConnecte,
    q: Annotated[str, Query(min_length=1, max_length=200, examples=["garage solidaire"])],
) -> Elements[TrouvailleVue]:
    """Tous les mots, ou leur début : territoires, fiches, décisions, réunions, constats, contacts, documents."""
    vues = [TrouvailleVue.depuis(t) for g in chercher_pour(session, agent, q) for t in g.trouvailles]
    return Elements(elements=vues, total=len(vues))
