"""« Recherche » : retrouver un territoire, une fiche, une décision, une phrase d'un document."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.dependances import AgentConnecte, Lecture
from api.pages.rendu import PageDemandee
from api.recherche import chercher_pour
from modeles.reference.registre import registre
from modeles.requetes_suivi import territoires_de_demonstration

routeur = APIRouter()


@routeur.get("/recherche")
def montrer_la_recherche(
    *,
    page: PageDemandee,
    session: Lecture,
    agent: AgentConnecte,
    q: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Les trouvailles par nature ; sans demande, le formulaire seul."""
    groupes = chercher_pour(session, agent, q) if q.strip() else []
    trouves = {t.territoire for g in groupes for t in g.trouvailles}
    return page.rendre(
        "recherche.html",
        demande=q,
        groupes=groupes,
        nombre=sum(len(g.trouvailles) for g in groupes),
        nom_de={code: registre().territoire(code).nom for code in trouves},
        fictives=not trouves.isdisjoint(territoires_de_demonstration(session)),
    )
