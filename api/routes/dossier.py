"""Le dossier d'un territoire : journal, documents, échéances, messages, effets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.dependances import DemarcheLue, Depuis, Lecture, LeJour, PageDemandee
from api.fichiers import document_de, en_piece_jointe, nom_du_pdf, octets_de, pdf_de
from api.messagerie import raison_de
from api.routes.descriptions import REFUS_404, REFUS_DU_PDF
from api.schemas.calendrier import CalendrierVu
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu, EcheanceVue, EffetVu
from api.schemas.gestes import PassageVu
from api.schemas.messages import MessageVu
from documents.pdf import TYPE_MIME_PDF
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
    session: Lecture, demarche: DemarcheLue, page: PageDemandee, depuis: Depuis = None
) -> Elements[PassageVu]:
    """Qui a fait quoi, quand, pourquoi. Une ligne écrite ne change plus."""
    return page(journal_de(session, demarche.id, depuis), PassageVu.depuis)


@routeur.get("/documents", summary="Les documents, toutes versions")
def lister_les_documents(session: Lecture, demarche: DemarcheLue, page: PageDemandee) -> Elements[DocumentVu]:
    """Dans l'ordre où ils ont été produits."""
    return page(documents_de(session, demarche.id), lambda d: DocumentVu.depuis(d, demarche.territoire_code))


@routeur.get(
    "/documents/{document_id}/fichier",
    summary="Télécharger un document",
    response_class=Response,
    responses={200: {"description": "Le fichier.", "content": {"application/octet-stream": {}}}},
)
def telecharger(session: Lecture, demarche: DemarcheLue, document_id: UUID) -> Response:
    """Les octets, vérifiés par leur empreinte."""
    document = document_de(session, demarche, document_id)
    return fichier(octets_de(document), document.type_mime, document.nom_fichier)


@routeur.get(
    "/documents/{document_id}/pdf",
    summary="Télécharger un document en PDF",
    response_class=Response,
    responses={200: {"description": "Le PDF.", "content": {TYPE_MIME_PDF: {}}}, **REFUS_DU_PDF},
)
def telecharger_en_pdf(session: Lecture, demarche: DemarcheLue, document_id: UUID) -> Response:
    """Balisé et archivable (PDF/A-2b), mis en page par LibreOffice : comptez quelques secondes."""
    document = document_de(session, demarche, document_id)
    (pdf,) = pdf_de([document])
    return fichier(pdf, TYPE_MIME_PDF, nom_du_pdf(document))


def fichier(octets: bytes, type_mime: str, nom: str) -> Response:
    """Un fichier à garder, jamais à exécuter dans la page."""
    en_tetes = en_piece_jointe(nom) | {"X-Content-Type-Options": "nosniff"}
    return Response(octets, media_type=type_mime, headers=en_tetes)


@routeur.get("/echeances", summary="Les échéances, ouvertes et closes")
def lister_les_echeances(
    session: Lecture,
    demarche: DemarcheLue,
    le: LeJour,
    page: PageDemandee,
    etat: Annotated[EtatEcheance | None, Query(description="Seulement cet état.")] = None,
) -> Elements[EcheanceVue]:
    """Par date. `depassee` se calcule à la date demandée."""
    toutes = [e for e in echeances_de(session, demarche.id) if etat in (None, e.etat)]
    return page(toutes, lambda e: EcheanceVue.depuis(e, le))


@routeur.get("/calendrier", summary="Le calendrier adopté, et ce qu'un retard obligerait à changer")
def lire_le_calendrier(demarche: DemarcheLue, le: LeJour) -> CalendrierVu:
    """Les dates proposées ne valent que si on les adopte (saisie « recalage »)."""
    return CalendrierVu.depuis(demarche, le)


@routeur.get("/messages", summary="La boîte d'envoi")
def lister_les_messages(session: Lecture, demarche: DemarcheLue, page: PageDemandee) -> Elements[MessageVu]:
    """Les messages préparés, du plus ancien au plus récent."""
    return page(messages_de(session, demarche.id), lambda m: MessageVu.depuis(m, raison_de(session, m)))


@routeur.get("/effets", summary="Ce qui doit suivre chaque geste, et où l'on en est")
def lister_les_effets(
    session: Lecture,
    demarche: DemarcheLue,
    page: PageDemandee,
    etat: Annotated[EtatEffet | None, Query(description="Seulement cet état.")] = None,
) -> Elements[EffetVu]:
    """Dans l'ordre du journal."""
    tous = [e for e in effets_de_la_demarche(session, demarche.id) if etat in (None, e.etat)]
    return page(tous, EffetVu.depuis)
