"""« Chiffres » : ce qu'un coup d'œil dit mieux qu'une liste, avec ses nombres et ses données."""

from datetime import date
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.chiffres import argent, avancement, reponses
from api.chiffres.graphiques import Graphique
from api.dependances import AgentConnecte, LeJour, VideVautRien
from api.ma_region.criteres import TOUTE_LA_FRANCE, Nom
from api.memoire import Memoire
from api.pages.rendu import Page, PageDemandee
from modeles.base import lecture
from modeles.reference.registre import registre
from modeles.reference.territoires import Region
from modeles.requetes import demarches
from modeles.requetes_suivi import regions_suivies

routeur = APIRouter()
VUES = Memoire(50)


class Vue(NamedTuple):
    """Les graphiques d'une région, ou de toutes (`region` est alors absente)."""

    region: Region | None
    suivies: list[Region]
    graphiques: list[Graphique]
    fictives: bool

    @property
    def choix(self) -> list[tuple[str, str]]:
        return [*((r.code, r.nom) for r in self.suivies), (TOUTE_LA_FRANCE, "Toutes les régions")]


@routeur.get("/chiffres")
def montrer_les_chiffres(
    page: PageDemandee,
    agent: AgentConnecte,
    le: LeJour,
    region: Annotated[Nom | None, VideVautRien, Query()] = None,
) -> Response:
    """Étapes, argent, temps, réponses : de la région demandée, ou de la première."""
    return page.gardee(le, lambda: _composer(page, agent, region, le))


def _composer(page: Page, agent: Agent, region: str | None, le: date) -> HTMLResponse:
    vue = VUES.garder((agent.titres, region), lambda: _regarder(agent, region))
    return page.rendre("chiffres.html", vue=vue, le=le, fictives=vue.fictives)


def _regarder(agent: Agent, demandee: str | None) -> Vue:
    """Lève `Introuvable` si la région n'existe pas."""
    with lecture() as session:
        suivies = [registre().region(c) for c in regions_suivies(session) if agent.voit_la_region(c)]
        partout = demandee == TOUTE_LA_FRANCE or not (demandee or suivies)
        choisie = None if partout else registre().region(demandee or suivies[0].code)
        visibles = [
            d for d in demarches(session, choisie.code if choisie else None) if agent.peut(Droit.LIRE, d)
        ]
        if not visibles:
            return Vue(choisie, suivies, [], fictives=False)
        ids = [d.id for d in visibles]
        graphiques = [
            avancement.par_etape(visibles) if choisie else avancement.par_region(visibles),
            argent.par_annee(session, ids),
            avancement.par_duree(session, ids),
            reponses.par_campagne(session, ids),
        ]
        return Vue(choisie, suivies, graphiques, fictives=any(d.fictive for d in visibles))
