"""Ce que les relances ont donné : ce qui est en retard, ce qui a été décidé, et si cela sert."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.pages.relances import BureauOuvert
from api.relances import historique_visible, mesures_visibles, retards_visibles
from api.schemas.relances import EffetVu, RelanceVue, RetardsVus
from api.temps import aujourd_hui
from modeles.base import lecture
from workflows.relances.tableau import Colonne

routeur = APIRouter(prefix="/relances")
PAR_PAGE = 100


@routeur.get("/historique")
def montrer_l_historique(
    bureau: BureauOuvert, numero: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1
) -> Response:
    """Tout ce qui a été décidé, du plus récent au plus ancien."""
    with lecture() as session:
        toutes = historique_visible(session, bureau.agent, bureau.region)
        debut = (numero - 1) * PAR_PAGE
        return bureau.rendre(
            session,
            "relances_historique.html",
            relances=[RelanceVue.depuis(r) for r in toutes[debut : debut + PAR_PAGE]],
            total=len(toutes),
            numero=numero,
            derniere=max(1, -(-len(toutes) // PAR_PAGE)),
        )


@routeur.get("/retards")
def montrer_les_retards(bureau: BureauOuvert) -> Response:
    """Territoires en lignes, ce qui est attendu en colonnes : le retard du jour et le niveau atteint."""
    with lecture() as session:
        return bureau.rendre(
            session,
            "relances_retards.html",
            le=aujourd_hui(),
            colonnes=list(Colonne),
            lignes=retards_visibles(session, aujourd_hui(), bureau.agent, bureau.region),
        )


@routeur.get("/efficacite")
def montrer_l_efficacite(bureau: BureauOuvert) -> Response:
    """Les réponses dans les sept jours de chaque niveau ; les retards par territoire et par exercice."""
    with lecture() as session:
        effets, retards = mesures_visibles(session, aujourd_hui(), bureau.agent, bureau.region)
        return bureau.rendre(
            session,
            "relances_efficacite.html",
            niveaux=[EffetVu.depuis(e) for e in effets],
            retards=[RetardsVus.depuis(r) for r in retards],
        )
