"""L'application HTTP : l'API d'état, les pages, et ce qui les protège."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from api.erreurs import traiter_les_erreurs
from api.garde import BornerLeCorps, Etiqueter
from api.pages import region, statiques, territoire
from api.routes import depots, dossier, gestes, journal, reference, regions, sante, territoires
from modeles.reference.registre import registre

DESCRIPTION = """
Où en sont les territoires, ce qui les empêche d'avancer, et les gestes qui les font avancer.

Chaque refus est un « problem+json » en français : `title` dit quoi, `detail` pourquoi, `remede` que faire,
et `obstacles` tout ce qui manque à la fois. Les lectures portent un `ETag` : renvoyé dans `If-None-Match`,
il donne 304 si rien n'a changé. `le=AAAA-MM-JJ` se place à une autre date qu'aujourd'hui. Les montants sont
des centimes entiers, les instants sont en temps universel.
"""


@asynccontextmanager
async def _au_demarrage(_application: FastAPI) -> AsyncIterator[None]:
    # Un réglage faux ou une donnée de référence fautive se dit maintenant, pas à la première page.
    registre()
    yield


class Application(FastAPI):
    """L'application ; sa description est en français jusque dans les réponses ordinaires."""

    def openapi(self) -> dict[str, Any]:
        """La description OpenAPI, calculée une fois."""
        description = super().openapi()
        for operations in description["paths"].values():
            for operation in operations.values():
                for reponse in operation["responses"].values():
                    if reponse["description"] == "Successful Response":
                        reponse["description"] = "Fait."
        return description


def creer_application() -> FastAPI:
    """L'application, prête à servir ; ni réglage ni base ne sont lus avant son démarrage."""
    application = Application(
        title="Jalons",
        summary="Le parcours des contrats locaux des solidarités.",
        description=DESCRIPTION,
        version="1",
        openapi_url="/api/v1/openapi.json",
        # Les pages de documentation toutes faites chargent leurs scripts d'Internet.
        docs_url=None,
        redoc_url=None,
        lifespan=_au_demarrage,
    )
    application.add_middleware(Etiqueter)
    application.add_middleware(BornerLeCorps)
    traiter_les_erreurs(application)
    api = APIRouter(prefix="/api/v1")
    for routes in (territoires, gestes, dossier, depots, journal, regions, reference):
        api.include_router(routes.routeur)
    application.include_router(api)
    application.include_router(sante.routeur)
    for pages in (region, territoire):
        application.include_router(pages.routeur, include_in_schema=False)
    application.include_router(statiques.routeur, include_in_schema=False)
    statiques.monter(application)
    return application


application = creer_application()
