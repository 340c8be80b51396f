"""Le classeur de collecte des indicateurs : il part pré-rempli, il revient et se comprend."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.acces.droits import Droit
from api.acces.gardien import exiger
from api.corps import Octets, corps_binaire
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, Lecture, LeJour
from api.fichiers import en_piece_jointe
from api.lisible import exiger_lisible
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.collecte import RetourVu
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from modeles.configuration import configuration
from workflows.collecte.depart import classeur_de
from workflows.collecte.retour import apercevoir_le_classeur, recevoir_le_classeur
from workflows.commandes.bordereau import Auteur
from workflows.depots.inscription import TYPE_MIME_EXCEL, Fichier

routeur = APIRouter(tags=["Collecte des indicateurs"])

Exercice = Annotated[int, Path(ge=2019, le=2040, description="L'année dont on rend compte.")]


@routeur.get(
    "/territoires/{territoire}/indicateurs/{exercice}/classeur",
    summary="Le classeur Excel à remplir, pré-rempli et protégé",
    response_class=Response,
    responses=REFUS_404 | {200: {"description": "Le classeur.", "content": {TYPE_MIME_EXCEL: {}}}},
)
def telecharger_le_classeur(
    session: Lecture, demarche: DemarcheLue, exercice: Exercice, le: LeJour
) -> Response:
    """Une ligne par indicateur du contrat, la valeur de l'année d'avant en regard."""
    pret = classeur_de(session, [demarche], exercice, le)
    return Response(
        pret.octets,
        media_type=TYPE_MIME_EXCEL,
        headers=en_piece_jointe(pret.nom) | {"X-Content-Type-Options": "nosniff"},
    )


@routeur.post(
    "/indicateurs/classeurs/depots",
    summary="Déposer un classeur rempli, ou voir ce qu'il changerait",
    responses=REFUS,
    openapi_extra=corps_binaire(TYPE_MIME_EXCEL),
)
def deposer_le_classeur(
    octets: Octets,
    session: Ecriture,
    agent: AgentConnecte,
    nom: Annotated[str, Query(max_length=200, description="Le nom du fichier.")] = "indicateurs.xlsx",
    apercu: Annotated[bool, Query(description="Ne rien écrire : seulement montrer.")] = False,
) -> RetourVu:
    """Les lignes qui tiennent sont gardées, les autres dites, avec l'adresse de leur cellule."""
    exiger_lisible(nom)
    recu, auteur = Fichier(nom, octets), Auteur(agent.nom, aujourd_hui(), instant_present())

    def permis(territoire: str) -> None:
        exiger(agent, Droit.SAISIR_INDICATEURS, {"territoire": territoire})

    if apercu:
        return RetourVu.depuis(apercevoir_le_classeur(session, recu, auteur, permis), ecrit=False)
    retour = recevoir_le_classeur(session, Depot(configuration().donnees), recu, auteur, permis)
    return RetourVu.depuis(retour, ecrit=True)
