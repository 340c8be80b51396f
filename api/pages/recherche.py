"""« Recherche » : retrouver un territoire, une fiche, une décision, une phrase d'un document."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.dependances import AgentConnecte, Lecture, VideVautRien
from api.pages.rendu import PageDemandee
from api.recherche import chercher_pour
from modeles.reference.registre import registre
from modeles.requetes_suivi import territoires_de_demonstration
from workflows.recherche import NATURES

routeur = APIRouter()
# Ce que l'on montre de chaque nature, et ce que l'on montre d'une page de celle que l'on a choisie.
D_ABORD, PAR_PAGE = 20, 100
NatureCherchee = Annotated[str | None, VideVautRien, Query(pattern=f"^({'|'.join(NATURES)})$")]


@routeur.get("/recherche")
def montrer_la_recherche(
    *,
    page: PageDemandee,
    session: Lecture,
    agent: AgentConnecte,
    q: Annotated[str, Query(max_length=200)] = "",
    nature: NatureCherchee = None,
    numero: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1,
) -> HTMLResponse:
    """Les premières trouvailles de chaque nature, ou toutes celles d'une seule ; sans demande, le formulaire."""
    tranche = slice((numero - 1) * PAR_PAGE, numero * PAR_PAGE) if nature else slice(D_ABORD)
    groupes = chercher_pour(session, agent, q, tranche) if q.strip() else []
    montres = [g for g in groupes if nature in (None, g.nature)]
    trouves = {t.territoire for g in montres for t in g.trouvailles}
    return page.rendre(
        "recherche.html",
        demande=q,
        groupes=montres,
        nature=nature,
        numero=numero,
        derniere=max(1, -(-max((g.nombre for g in montres), default=0) // PAR_PAGE)) if nature else 1,
        nombre=sum(g.nombre for g in groupes),
        nom_de={code: registre().territoire(code).nom for code in trouves},
        fictives=not trouves.isdisjoint(territoires_de_demonstration(session)),
    )
