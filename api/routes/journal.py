"""Le journal des modifications d'un territoire."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependances import DemarcheLue, Lecture
from api.routes.descriptions import REFUS_404
from api.schemas.commun import Elements
from api.schemas.journal import ModificationVue
from modeles.requetes_journal import compter_les_modifications, modifications
from workflows.journal_en_clair import raconter

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Journal"])


@routeur.get("/modifications", summary="Qui a changé quoi, quand", responses=REFUS_404)
def lister(
    demarche: DemarcheLue,
    session: Lecture,
    nature: Annotated[str | None, Query(max_length=60, examples=["fiche_action"])] = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    taille: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Elements[ModificationVue]:
    """Champ par champ, avant et après, de la plus récente à la plus ancienne."""
    lignes = modifications(session, demarche.id, nature=nature, debut=(page - 1) * taille, nombre=taille)
    return Elements(
        elements=[ModificationVue.depuis(m) for m in raconter(session, lignes)],
        total=compter_les_modifications(session, demarche.id, nature),
    )
