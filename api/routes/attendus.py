"""Avant de produire : les documents à venir, ce qui y serait vide, et leur brouillon."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from api.brouillons import brouillon_demande
from api.dependances import DemarcheLue, Lecture, LeJour, PageDemandee
from api.gabarits import dossier_des_gabarits
from api.routes.descriptions import REFUS_404
from api.schemas.attendus import DocumentAttenduVu
from api.schemas.commun import Elements
from documents.production import TYPE_MIME
from workflows.documents_attendus import documents_attendus

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Documents à venir"], responses=REFUS_404)

CodeDemande = Annotated[
    str | None,
    Query(max_length=10, description="Un seul document ; sinon, ceux de l'étape.", examples=["D16"]),
]


@routeur.get("/documents/attendus", summary="Les documents à venir, et ce qui y serait vide")
def lister_les_attendus(
    demarche: DemarcheLue, le: LeJour, page: PageDemandee, code: CodeDemande = None
) -> Elements[DocumentAttenduVu]:
    """Ceux que les gestes possibles à cette étape feraient produire, tels qu'ils seraient écrits ce jour-là."""
    return page(documents_attendus(demarche, le, code), DocumentAttenduVu.depuis)


@routeur.get(
    "/brouillons/{code}",
    summary="Le brouillon d'un document, ses manques sur fond jaune",
    response_class=Response,
    responses={200: {"description": "Le brouillon.", "content": {TYPE_MIME: {}}}},
)
def telecharger_un_brouillon(
    session: Lecture,
    demarche: DemarcheLue,
    code: Annotated[str, Path(max_length=10, examples=["D16"])],
    le: LeJour,
    sujet: Annotated[
        str | None,
        Query(
            max_length=60, description="Sur quoi il porte, s'il y a le choix.", examples=["fiche:32-DRO-01"]
        ),
    ] = None,
) -> Response:
    """Composé à l'instant, marqué « PROJET » ; rien n'est inscrit au dossier."""
    gabarits = dossier_des_gabarits(session, demarche.territoire.region)
    brouillon = brouillon_demande(demarche, code, sujet, le, gabarits)
    return Response(
        brouillon.octets,
        media_type=TYPE_MIME,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(brouillon.nom, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )
