"""Ce qui se demande pour une région entière : la synthèse de ses fiches actions."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.dependances import Lecture, LeJour
from api.fichiers import en_piece_jointe
from api.routes.descriptions import REFUS_404
from api.syntheses import synthese_regionale
from documents.production import TYPE_MIME

routeur = APIRouter(prefix="/regions", tags=["Régions"])

CodeRegion = Annotated[
    str,
    Path(max_length=60, description="Le code de la région.", openapi_examples={"code": {"value": "76"}}),
]


@routeur.get(
    "/{region}/synthese",
    summary="La synthèse régionale des fiches actions, en Word",
    response_class=Response,
    responses=REFUS_404 | {200: {"description": "Le document.", "content": {TYPE_MIME: {}}}},
)
def telecharger_la_synthese(session: Lecture, region: CodeRegion, le: LeJour) -> Response:
    """Composée à l'instant depuis les fiches de la base ; `le` est la date que porte le document."""
    faite = synthese_regionale(session, region, le)
    return Response(
        faite.octets,
        media_type=TYPE_MIME,
        headers=en_piece_jointe(faite.nom_fichier) | {"X-Content-Type-Options": "nosniff"},
    )
