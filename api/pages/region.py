"""« Ma région » : où en est chaque territoire, et qui doit agir."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import Field

from api.dependances import AgentConnecte, Lecture, LeJour, VideVautRien
from api.lectures import Filtre, Suivi, suivis
from api.pages.libelles import COULEURS, MARQUES, POSITIONS
from api.pages.rendu import PageDemandee
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.reference.territoires import Region
from modeles.requetes_suivi import regions_suivies
from workflows.suivi import ETAPES_DU_PARCOURS, LIBELLES_PARTIES

routeur = APIRouter()

Nom = Annotated[str, Field(max_length=60)]


@routeur.get("/")
def montrer_la_region(
    *,
    page: PageDemandee,
    session: Lecture,
    agent: AgentConnecte,
    le: LeJour,
    region: Annotated[Nom | None, VideVautRien, Query()] = None,
    etape: Annotated[Etape | None, VideVautRien, Query()] = None,
    retard: Annotated[bool | None, VideVautRien, Query()] = None,
) -> HTMLResponse:
    """Le tableau de la région demandée, ou de la première qui a des démarches."""
    regions = [registre().region(code) for code in regions_suivies(session) if agent.voit_la_region(code)]
    choisie = registre().region(region) if region else next(iter(regions), None)
    tous = suivis(session, Filtre(choisie.code), le, agent) if choisie else []
    return page.rendre(
        "region.html",
        le=le,
        region=choisie,
        regions=regions,
        choix_de_region=[(r.code, r.nom) for r in dict.fromkeys([*regions, *([choisie] if choisie else [])])],
        etape_choisie=etape,
        retard=retard,
        choix_d_etape=[
            (e.value, e.libelle) for e in sorted({s.demarche.etape for s in tous}, key=lambda e: e.rang)
        ],
        lignes=[s for s in tous if etape in (None, s.demarche.etape) and retard in (None, s.en_retard)],
        sans_demarche=_sans_demarche(choisie, tous) if choisie else [],
        comptes=_comptes(tous),
        **LIBELLES,
    )


def _sans_demarche(region: Region, tous: list[Suivi]) -> list[str]:
    suivies = {s.territoire.code for s in tous}
    return [t.nom for t in registre().territoires_de(region.code) if t.code not in suivies]


def _comptes(tous: list[Suivi]) -> dict[str, int]:
    return {
        "territoires": len(tous),
        "fictifs": sum(s.demarche.fictive for s in tous),
        "en_retard": sum(s.en_retard for s in tous),
        "en_preparation": sum(s.en_preparation for s in tous),
    }


LIBELLES: dict[str, Any] = {
    "colonnes": ETAPES_DU_PARCOURS,
    "couleurs": COULEURS,
    "marques": MARQUES,
    "positions": POSITIONS,
    "parties": LIBELLES_PARTIES,
}
