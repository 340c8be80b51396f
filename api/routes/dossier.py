"""Le dossier d'un territoire : journal, documents, échéances, messages, effets."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.dependances import DemarcheLue, Lecture, LeJour, PageDemandee, decouper
from api.fichiers import document_de, octets_de
from api.routes.descriptions import REFUS_404
from api.routes.territoires import Depuis
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu, EcheanceVue, EffetVu, MessageVu
from api.schemas.gestes import PassageVu
from modeles.requetes_suivi import (
    documents_de,
    echeances_de,
    effets_de_la_demarche,
    journal_de,
    messages_de,
)
from modeles.vocabulaire import EtatEcheance, EtatEffet

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Dossier"], responses=REFUS_404)


@routeur.get("/journal", summary="Le journal : chaque geste, dans l'ordre")
def lire_le_journal(
    requete: Request,
    reponse: Response,
    session: Lecture,
    demarche: DemarcheLue,
    pagination: PageDemandee,
    depuis: Depuis = None,
) -> Elements[PassageVu]:
    """Qui a fait quoi, quand, pourquoi. Une ligne écrite ne change plus."""
    tous = journal_de(session, demarche.id, depuis)
    page = decouper(tous, pagination, requete, reponse)
    return Elements(elements=[PassageVu.depuis(p) for p in page], total=len(tous))


@routeur.get("/documents", summary="Les documents, toutes versions")
def lister_les_documents(
    requete: Request, reponse: Response, session: Lecture, demarche: DemarcheLue, pagination: PageDemandee
) -> Elements[DocumentVu]:
    """Dans l'ordre où ils ont été produits."""
    tous = documents_de(session, demarche.id)
    page = decouper(tous, pagination, requete, reponse)
    code = demarche.territoire_code
    return Elements(elements=[DocumentVu.depuis(d, code) for d in page], total=len(tous))


@routeur.get(
    "/documents/{document_id}/fichier",
    summary="Télécharger un document",
    response_class=Response,
    responses={200: {"description": "Le fichier.", "content": {"application/octet-stream": {}}}},
)
def telecharger(session: Lecture, demarche: DemarcheLue, document_id: UUID) -> Response:
    """Les octets, vérifiés par leur empreinte ; l'étiquette (ETag) est cette empreinte."""
    document = document_de(session, demarche, document_id)
    return Response(
        octets_de(document),
        media_type=document.type_mime,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(document.nom_fichier, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )


@routeur.get("/echeances", summary="Les échéances, ouvertes et closes")
def lister_les_echeances(
    requete: Request,
    reponse: Response,
    session: Lecture,
    demarche: DemarcheLue,
    le: LeJour,
    pagination: PageDemandee,
    etat: Annotated[EtatEcheance | None, Query(description="Seulement cet état.")] = None,
) -> Elements[EcheanceVue]:
    """Par date. `depassee` se calcule à la date demandée."""
    toutes = [e for e in echeances_de(session, demarche.id) if etat in (None, e.etat)]
    page = decouper(toutes, pagination, requete, reponse)
    return Elements(elements=[EcheanceVue.depuis(e, le) for e in page], total=len(toutes))


@routeur.get("/messages", summary="La boîte d'envoi")
def lister_les_messages(
    requete: Request, reponse: Response, session: Lecture, demarche: DemarcheLue, pagination: PageDemandee
) -> Elements[MessageVu]:
    """Les messages préparés, du plus ancien au plus récent."""
    tous = messages_de(session, demarche.id)
    page = decouper(tous, pagination, requete, reponse)
    return Elements(elements=[MessageVu.depuis(m) for m in page], total=len(tous))


@routeur.get("/effets", summary="Ce qui doit suivre chaque geste, et où l'on en est")
def lister_les_effets(
    requete: Request,
    reponse: Response,
    session: Lecture,
    demarche: DemarcheLue,
    pagination: PageDemandee,
    etat: Annotated[EtatEffet | None, Query(description="Seulement cet état.")] = None,
) -> Elements[EffetVu]:
    """Dans l'ordre du journal."""
    tous = [e for e in effets_de_la_demarche(session, demarche.id) if etat in (None, e.etat)]
    page = decouper(tous, pagination, requete, reponse)
    return Elements(elements=[EffetVu.depuis(e) for e in page], total=len(tous))
