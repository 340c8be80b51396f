"""Les documents : tous, leurs versions, ce qui manque aux prochains, et ceux que l'on dépose."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.fichiers import document_de, nom_du_pdf, octets_de, pdf_de
from api.pages.territoires.commun import LeDossier, gardee
from api.pages.territoires.pieces import pieces_par_etape
from api.routes.dossier import fichier
from documents.pdf import TYPE_MIME_PDF
from modeles.document import Document
from modeles.lecture_du_dossier import LES_DOCUMENTS
from modeles.requetes_suivi import effets_de_la_demarche
from modeles.vocabulaire import EtatEffet, NatureEffet

routeur = APIRouter(prefix="/territoires/{territoire}/documents")


@routeur.get("")
@gardee
def lister_les_documents(dossier: LeDossier) -> HTMLResponse:
    """Par étape ; et ce qui est encore en préparation, ou n'a pas pu être écrit."""
    demarche = dossier.charger(LES_DOCUMENTS)
    effets = [
        e for e in effets_de_la_demarche(dossier.session, demarche.id) if e.nature is NatureEffet.DOCUMENT
    ]
    return dossier.rendre(
        "documents.html",
        "documents",
        etapes=pieces_par_etape(demarche.documents),
        en_preparation=[e for e in effets if e.etat is EtatEffet.A_FAIRE],
        en_echec=[e for e in effets if e.etat is EtatEffet.ECHOUE],
    )


@routeur.get("/{document_id}/fichier")
def telecharger_le_document(dossier: LeDossier, document_id: UUID) -> Response:
    """Le fichier, vérifié par son empreinte."""
    document = document_de(dossier.session, dossier.demarche, document_id)
    return fichier(octets_de(document), document.type_mime, document.nom_fichier)


@routeur.get("/{document_id}/pdf")
def telecharger_le_pdf(dossier: LeDossier, document_id: UUID) -> Response:
    """Le document mis en page par LibreOffice."""
    document: Document = document_de(dossier.session, dossier.demarche, document_id)
    (pdf,) = pdf_de([document])
    return fichier(pdf, TYPE_MIME_PDF, nom_du_pdf(document))
