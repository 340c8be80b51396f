"""Plusieurs documents, de plusieurs territoires, en une archive."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from api.acces.droits import Droit
from api.acces.gardien import exiger
from api.dependances import AgentConnecte, Lecture, LeJour
from api.liasses import Choix, composer_la_liasse, territoires_demandes
from api.lisible import exiger_lisible
from api.routes.descriptions import REFUS

ZIP = "application/zip"

routeur = APIRouter(prefix="/liasse", tags=["Documents"])


@routeur.get(
    "",
    summary="Réunir des documents en une archive",
    response_class=Response,
    responses={200: {"description": "L'archive.", "content": {ZIP: {}}}, **REFUS},
)
def reunir(
    session: Lecture,
    agent: AgentConnecte,
    le: LeJour,
    *,
    territoire: Annotated[
        list[str] | None,
        Query(
            max_length=120,
            description="Codes, noms ou alias ; sinon, tous ceux que l'on voit.",
            examples=[["32"]],
        ),
    ] = None,
    region: Annotated[str | None, Query(max_length=60, examples=["76"])] = None,
    code: Annotated[
        list[str] | None, Query(max_length=60, description="Seulement ces documents.", examples=[["D16"]])
    ] = None,
    brouillons: Annotated[bool, Query(description="Avec les brouillons des documents à venir.")] = False,
) -> Response:
    """La dernière version de chaque document, rangée par territoire et par étape ; mêmes documents, mêmes octets."""
    exiger_lisible([*(territoire or ()), *(code or ()), region])
    for texte in territoire or ():
        exiger(agent, Droit.LIRE_FICHIERS, {"territoire": texte})
    demandes = territoires_demandes(session, territoire or (), region)
    permis = [t for t in demandes if agent.peut(Droit.LIRE_FICHIERS, t)]
    liasse = composer_la_liasse(session, Choix(permis, code or (), brouillons), le)
    nom = f"{le:%Y%m%d}_documents_{'_'.join(sorted(permis)[:6])}.zip"
    return Response(
        liasse.octets,
        media_type=ZIP,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(nom, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )
