"""Les données de référence : régions, axes, types de contrats, étapes."""

from fastapi import APIRouter
from pydantic import Field

from api.routes.descriptions import REFUS_404
from api.schemas.commun import Elements, Vue
from modeles.etapes import Etape
from modeles.reference.contrats import TypeDeContrat
from modeles.reference.referentiels import Axe
from modeles.reference.registre import registre

routeur = APIRouter(prefix="/reference", tags=["Référence"])


class RegionVue(Vue):
    code: str = Field(examples=["76"])
    nom: str = Field(examples=["Occitanie"])
    territoires: list[str] = Field(description="Les codes de ses territoires contractants.")


class EtapeVue(Vue):
    etape: Etape
    libelle: str


@routeur.get("/regions", summary="Les régions et leurs territoires")
def lister_les_regions() -> Elements[RegionVue]:
    regions = [
        RegionVue(code=r.code, nom=r.nom, territoires=[t.code for t in registre().territoires_de(r.code)])
        for r in registre().regions.values()
    ]
    return Elements(elements=regions, total=len(regions))


@routeur.get("/etapes", summary="Les étapes du parcours, dans l'ordre")
def lister_les_etapes() -> Elements[EtapeVue]:
    etapes = [EtapeVue(etape=e, libelle=e.libelle) for e in Etape]
    return Elements(elements=etapes, total=len(etapes))


@routeur.get(
    "/types-de-contrat", summary="Les types de contrats et leurs réglages", response_model_by_alias=False
)
def lister_les_types() -> Elements[TypeDeContrat]:
    types = list(registre().types_de_contrat.values())
    return Elements(elements=types, total=len(types))


@routeur.get("/axes", summary="Les axes d'un référentiel", responses=REFUS_404, response_model_by_alias=False)
def lister_les_axes(millesime: str = "pacte_2024") -> Elements[Axe]:
    """Axes, sous-axes et actions référencées de ce millésime."""
    axes = list(registre().referentiel(millesime).axes)
    return Elements(elements=axes, total=len(axes))
