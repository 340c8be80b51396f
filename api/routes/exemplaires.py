"""Ce qui revient signé, ou repris à la main : gardé à côté de l'original, avec ce qui l'en distingue."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status

from api.acces.agent import Agent
from api.corps import CORPS_SIGNE, CORPS_WORD_OU_PDF, Octets
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, Lecture, TexteTerritoire
from api.fichiers import document_de
from api.lisible import exiger_lisible
from api.routes.descriptions import REFUS
from api.schemas.depots import DocumentDeposeVu, ExemplaireVu
from api.temps import Jour, aujourd_hui, instant_present
from documents.depot import Depot
from modeles.configuration import configuration
from workflows.commandes.bordereau import Auteur
from workflows.depots.comparaison import comparer
from workflows.depots.documents import deposer_a_cote
from workflows.depots.exemplaires import comparer_l_exemplaire, deposer_l_exemplaire
from workflows.depots.inscription import Fichier
from workflows.dossier import demarche_du_territoire

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Documents déposés"])

LeNom = Annotated[str, Query(max_length=200, description="Le nom du fichier.")]
DeposeLe = Annotated[Jour | None, Query(description="Le jour du dépôt ; sans lui, aujourd'hui.")]


@routeur.post(
    "/exemplaires/depots",
    summary="Déposer l'exemplaire signé de la convention",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
    openapi_extra=CORPS_SIGNE,
)
def deposer_un_exemplaire(
    territoire: TexteTerritoire,
    lue: DemarcheLue,
    octets: Octets,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    nom: LeNom = "exemplaire.pdf",
    le: DeposeLe = None,
) -> ExemplaireVu:
    """Gardé tel quel, pour toujours : ses signatures sont lues, son texte comparé à celui qui a été voté.

    Un PDF signé ou l'image d'un exemplaire papier. Consigner la signature reste une saisie à part.
    """
    exiger_lisible(nom)
    depot, recu = Depot(configuration().donnees), Fichier(nom, octets)
    comparaison = comparer_l_exemplaire(lue, recu, depot)
    demarche = demarche_du_territoire(session, territoire)
    depose = deposer_l_exemplaire(session, demarche, recu, _auteur(agent, le), depot, comparaison=comparaison)
    return ExemplaireVu.depuis_le_depot(depose)


@routeur.post(
    "/documents/{document_id}/depots",
    summary="Déposer un document repris à la main, à côté de l'original",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": DocumentDeposeVu, "description": "Ce fichier était déjà connu."}, **REFUS},
    openapi_extra=CORPS_WORD_OU_PDF,
)
def deposer_un_document(
    territoire: TexteTerritoire,
    document_id: UUID,
    lue: DemarcheLue,
    octets: Octets,
    session: Ecriture,
    *,
    lecture: Lecture,
    reponse: Response,
    agent: AgentConnecte,
    nom: LeNom = "document.docx",
    le: DeposeLe = None,
) -> DocumentDeposeVu:
    """L'original n'est pas touché ; le fichier est marqué comme déposé, et les différences de texte sont montrées."""
    exiger_lisible(nom)
    depot, recu = Depot(configuration().donnees), Fichier(nom, octets)
    comparaison = comparer(depot, document_de(lecture, lue, document_id), recu)
    original = document_de(session, demarche_du_territoire(session, territoire), document_id)
    depose = deposer_a_cote(session, depot, original, recu, _auteur(agent, le), comparaison=comparaison)
    if depose.deja:
        reponse.status_code = status.HTTP_200_OK
    return DocumentDeposeVu.depuis_le_depot(depose)


def _auteur(agent: Agent, le: Jour | None) -> Auteur:
    return Auteur(agent.nom, le or aujourd_hui(), instant_present())
