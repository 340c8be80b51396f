"""Les documents : ceux du dossier et leurs versions, ceux à venir et ce qui y manque, ceux que l'on dépose."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.acces.actes import signature
from api.acces.droits import Droit
from api.brouillons import brouillon_demande
from api.ecriture import ecriture
from api.fichiers import document_de, nom_du_pdf, octets_de, pdf_de
from api.gabarits import dossier_des_gabarits
from api.pages import chemins
from api.pages.formulaires.envoi import FormulaireRecu, Recu
from api.pages.rendu import renvoyer
from api.pages.territoires.commun import Dossier, LeDossier
from api.pages.territoires.pieces import pieces, pieces_par_etape
from api.routes.dossier import fichier
from api.temps import instant_present, jour_d_ecriture
from documents.depot import Depot
from documents.pdf import TYPE_MIME_PDF
from documents.production import TYPE_MIME
from modeles.configuration import configuration
from modeles.document import Document
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.lecture_du_dossier import LES_DOCUMENTS, POUR_LES_GARDES
from modeles.requetes_suivi import effets_de_la_demarche
from modeles.vocabulaire import EtatEffet, NatureEffet, OrigineDocument
from workflows.commandes.bordereau import Auteur
from workflows.depots.comparaison import comparer
from workflows.depots.documents import deposer_a_cote
from workflows.depots.exemplaires import CODE as EXEMPLAIRE
from workflows.depots.exemplaires import comparer_l_exemplaire, deposer_l_exemplaire
from workflows.depots.inscription import Fichier
from workflows.documents_attendus import documents_attendus
from workflows.dossier import demarche_du_territoire

routeur = APIRouter(prefix="/territoires/{territoire}")
FICHIER = "fichier"


@routeur.get("/documents")
def lister_les_documents(dossier: LeDossier) -> HTMLResponse:
    """Par étape ; ce qui est en préparation ; et ce qui manque aux prochains."""
    demarche = dossier.charger(POUR_LES_GARDES, LES_DOCUMENTS)
    effets = [
        e for e in effets_de_la_demarche(dossier.session, demarche.id) if e.nature is NatureEffet.DOCUMENT
    ]
    return dossier.rendre(
        "documents.html",
        "documents",
        etapes=pieces_par_etape(demarche.documents),
        attendus=documents_attendus(demarche, dossier.le),
        en_preparation=[e for e in effets if e.etat is EtatEffet.A_FAIRE],
        en_echec=[e for e in effets if e.etat is EtatEffet.ECHOUE],
    )


@routeur.get("/documents/brouillons/{code}")
def telecharger_un_brouillon(
    dossier: LeDossier, code: str, sujet: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """Le document tel qu'il serait écrit aujourd'hui, marqué « projet », ses manques sur fond jaune."""
    gabarits = dossier_des_gabarits(dossier.session, dossier.demarche.territoire.region)
    brouillon = brouillon_demande(dossier.demarche, code, sujet or None, dossier.le, gabarits)
    return fichier(brouillon.octets, TYPE_MIME, brouillon.nom)


@routeur.get("/documents/{document_id}")
def montrer_le_document(dossier: LeDossier, document_id: UUID) -> HTMLResponse:
    """Un document : ses versions, ce qu'on en a déposé, ce qui l'en distingue."""
    return _page_du_document(dossier, document_id)


def _page_du_document(dossier: Dossier, document_id: UUID, refus: ErreurMetier | None = None) -> HTMLResponse:
    demarche = dossier.charger(LES_DOCUMENTS)
    document = document_de(dossier.session, demarche, document_id)
    (piece,) = pieces(d for d in demarche.documents if (d.code, d.objet) == (document.code, document.objet))
    return dossier.rendre(
        "document.html",
        "documents",
        titre=f"{piece.intitule}, version {document.version}",
        statut=refus.statut if refus else 200,
        document=document,
        piece=piece,
        depots=_deposes_a_cote(demarche.documents, document),
        comparaison=document.donnees.get("comparaison"),
        examen=document.donnees.get("examen"),
        provenance=document.donnees if document.origine is OrigineDocument.DEPOSE else {},
        deposable=document.origine is OrigineDocument.GENERE and dossier.agent.peut(Droit.DEPOSER, demarche),
        refus=refus,
    )


def _deposes_a_cote(documents: list[Document], original: Document) -> list[Document]:
    """Les fichiers déposés pour reprendre, ou signer, ce document."""
    deposes = [d for d in documents if d.origine is OrigineDocument.DEPOSE]
    liens = {str(original.id)}
    return [d for d in deposes if liens & {d.donnees.get("original"), d.donnees.get("signe")}]


@routeur.get("/documents/{document_id}/fichier")
def telecharger_le_document(dossier: LeDossier, document_id: UUID) -> Response:
    """Le fichier, vérifié par son empreinte."""
    document = document_de(dossier.session, dossier.demarche, document_id)
    return fichier(octets_de(document), document.type_mime, document.nom_fichier)


@routeur.get("/documents/{document_id}/pdf")
def telecharger_le_pdf(dossier: LeDossier, document_id: UUID) -> Response:
    """Le document mis en page par LibreOffice."""
    document = document_de(dossier.session, dossier.demarche, document_id)
    (pdf,) = pdf_de([document])
    return fichier(pdf, TYPE_MIME_PDF, nom_du_pdf(document))


@routeur.post("/documents/{document_id}/depots", response_class=HTMLResponse)
def deposer_une_reprise(dossier: LeDossier, document_id: UUID, recu: FormulaireRecu) -> Response:
    """Garde à côté de l'original le fichier repris à la main, et montre ce qui l'en distingue."""
    try:
        depot, fichier_recu = Depot(configuration().donnees), fichier_joint(recu)
        comparaison = comparer(
            depot, document_de(dossier.session, dossier.demarche, document_id), fichier_recu
        )
        auteur = _auteur(dossier)
        with ecriture() as session:
            original = document_de(session, demarche_du_territoire(session, dossier.code), document_id)
            depose = deposer_a_cote(session, depot, original, fichier_recu, auteur, comparaison=comparaison)
            return _vers_le_document(dossier, depose.document, "deja" if depose.deja else "depot")
    except ErreurMetier as refus:
        return _page_du_document(dossier, document_id, refus)


@routeur.post("/exemplaires/depots", response_class=HTMLResponse)
def deposer_un_exemplaire_signe(dossier: LeDossier, recu: FormulaireRecu) -> Response:
    """Garde l'exemplaire signé tel quel : ses signatures sont lues, son texte comparé à celui qui a été voté."""
    depot, fichier_recu = Depot(configuration().donnees), fichier_joint(recu)
    comparaison = comparer_l_exemplaire(dossier.demarche, fichier_recu, depot)
    auteur = _auteur(dossier)
    with ecriture() as session:
        demarche = demarche_du_territoire(session, dossier.code)
        depose = deposer_l_exemplaire(session, demarche, fichier_recu, auteur, depot, comparaison=comparaison)
        return _vers_le_document(dossier, depose.document, "depot")


def fichier_joint(recu: Recu) -> Fichier:
    """Le fichier de l'envoi. Lève `SaisieInvalide` s'il n'y en a pas."""
    if FICHIER not in recu.fichiers:
        raise SaisieInvalide(
            "Aucun fichier n'a été déposé.",
            "Le formulaire est arrivé sans fichier, ou le fichier est vide.",
            "Choisissez le fichier, puis déposez-le de nouveau.",
        )
    return recu.fichiers[FICHIER]


def _auteur(dossier: Dossier) -> Auteur:
    return Auteur(signature(dossier.agent, dossier.demarche), jour_d_ecriture(dossier.le), instant_present())


def _vers_le_document(dossier: Dossier, document: Document, fait: str) -> Response:
    return renvoyer(chemins.du_territoire(dossier.code, f"documents/{document.id}", fait=fait))


def signes(documents: list[Document]) -> list[Document]:
    """Les exemplaires signés, du plus récent au plus ancien."""
    return sorted((d for d in documents if d.code == EXEMPLAIRE), key=lambda d: d.produit_le, reverse=True)
