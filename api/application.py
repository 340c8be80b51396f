"""L'application HTTP : l'API d'état, les pages, et ce qui les protège."""

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from api.acces.courant import Oublier
from api.acces.en_tetes import Proteger
from api.acces.gardien import Gardien
from api.acces.routes import ACCES
from api.erreurs import traiter_les_erreurs
from api.garde import BornerLeCorps, Etiqueter, Guichet
from api.pages import a_faire, chiffres, connexion, connexion_oidc, region, statiques, suites_des_relances
from api.pages import calendriers as page_des_calendriers
from api.pages import campagnes as page_des_campagnes
from api.pages import echelle as page_de_l_echelle
from api.pages import messages as page_des_messages
from api.pages import recherche as page_de_recherche
from api.pages import relances as page_des_relances
from api.pages import reprise as page_de_reprise
from api.pages.comptes import administration, gestes_de_compte, mon_compte
from api.pages.indicateurs import classeur as page_du_classeur
from api.pages.indicateurs import pages as pages_des_indicateurs
from api.pages.reponses import lien as page_de_reponse
from api.pages.territoires.routes import ROUTEURS_DU_DOSSIER
from api.routes import (
    attendus,
    calendriers,
    campagnes,
    collecte,
    depots,
    dossier,
    exemplaires,
    exercices,
    gestes,
    journal,
    liasses,
    messages,
    recherche,
    reference,
    regions,
    relances,
    reprise,
    sante,
    territoires,
    valeurs,
)
from modeles.reference.registre import registre

DESCRIPTION = """
Où en sont les territoires, ce qui les empêche d'avancer, et les gestes qui les font avancer.

Chaque refus est un « problem+json » en français : `title` dit quoi, `detail` pourquoi, `remede` que faire,
et `obstacles` tout ce qui manque à la fois. Les lectures portent un `ETag` : renvoyé dans `If-None-Match`,
il donne 304 si rien n'a changé. `le=AAAA-MM-JJ` se place à une autre date qu'aujourd'hui. Les montants sont
des centimes entiers, les instants sont en temps universel.
"""


API = "/api/v1"
ROUTEURS_DE_L_API = (
    territoires.routeur,
    gestes.routeur,
    dossier.routeur,
    depots.routeur,
    collecte.routeur,
    exemplaires.routeur,
    attendus.routeur,
    liasses.routeur,
    valeurs.routeur,
    exercices.routeur,
    campagnes.routeur,
    journal.routeur,
    messages.routeur,
    calendriers.routeur,
    recherche.routeur,
    regions.routeur,
    relances.routeur,
    reprise.routeur,
    reference.routeur,
)
ROUTEURS_DES_PAGES = (
    region.routeur,
    a_faire.routeur,
    chiffres.routeur,
    *ROUTEURS_DU_DOSSIER,
    page_des_messages.routeur,
    page_des_calendriers.routeur,
    page_de_recherche.routeur,
    page_des_campagnes.routeur,
    page_de_l_echelle.routeur,
    page_des_relances.routeur,
    page_de_reprise.routeur,
    suites_des_relances.routeur,
    page_de_reponse.routeur,
    # Avant les liens : « /connexion/oidc » n'est pas le secret d'un lien.
    connexion_oidc.routeur,
    pages_des_indicateurs.sommaire,
    pages_des_indicateurs.routeur,
    page_du_classeur.routeur,
    connexion.routeur,
    connexion.sortie,
    mon_compte.routeur,
    administration.routeur,
    gestes_de_compte.routeur,
    statiques.routeur,
)


class Adresse(NamedTuple):
    """Une adresse servie, et la fonction qui la sert."""

    methode: str
    chemin: str
    fonction: Callable[..., Any]


def adresses() -> Iterator[Adresse]:
    """Toutes les adresses de l'application, hors fichiers statiques."""
    prefixes = {API: ROUTEURS_DE_L_API, "": (sante.routeur, calendriers.abonnements, *ROUTEURS_DES_PAGES)}
    for prefixe, routeurs in prefixes.items():
        for route in (r for routeur in routeurs for r in routeur.routes if isinstance(r, APIRoute)):
            for methode in sorted(route.methods or ()):
                yield Adresse(methode, prefixe + route.path, route.endpoint)


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
        dependencies=[Depends(Gardien(ACCES))],
    )
    application.add_middleware(Etiqueter)
    application.add_middleware(Guichet)
    application.add_middleware(BornerLeCorps)
    application.add_middleware(Oublier)
    application.add_middleware(Proteger)
    traiter_les_erreurs(application)
    for routeur in ROUTEURS_DE_L_API:
        application.include_router(routeur, prefix=API)
    application.include_router(sante.routeur)
    application.include_router(calendriers.abonnements)
    for routeur in ROUTEURS_DES_PAGES:
        application.include_router(routeur, include_in_schema=False)
    statiques.monter(application)
    return application


application = creer_application()
# Ce qui est chargé le restera : le ramasse-miettes n'a plus à le reparcourir (un dixième du temps d'un lot).
gc.freeze()
