"""La reprise de l'existant : le modèle, l'aperçu d'un classeur rempli, son import."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Response

from api.acces.gardien import exiger_de_creer
from api.corps import Octets, corps_binaire
from api.dependances import AgentConnecte
from api.fichiers import en_piece_jointe
from api.lisible import exiger_lisible
from api.reveils import reveiller_ce_qui_attend
from api.routes.descriptions import REFUS
from api.schemas.reprise import RepriseVue
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from modeles.configuration import configuration
from workflows.commandes.bordereau import Auteur
from workflows.depots.inscription import TYPE_MIME_EXCEL
from workflows.reprise.application import apercevoir, importer
from workflows.reprise.lecture import lire_classeur
from workflows.reprise.modele import ecrire_le_modele

routeur = APIRouter(prefix="/reprise", tags=["Reprise de l'existant"])


@routeur.get(
    "/modele",
    summary="Le classeur Excel à remplir",
    response_class=Response,
    responses={200: {"description": "Le classeur.", "content": {TYPE_MIME_EXCEL: {}}}},
)
def telecharger_le_modele() -> Response:
    """Le même pour toutes les régions, avec ses listes et son mode d'emploi."""
    return Response(
        ecrire_le_modele(),
        media_type=TYPE_MIME_EXCEL,
        headers=en_piece_jointe("reprise.xlsx") | {"X-Content-Type-Options": "nosniff"},
    )


@routeur.post(
    "/depots",
    summary="Importer un classeur rempli, ou voir ce qu'il changerait",
    responses=REFUS,
    openapi_extra=corps_binaire(TYPE_MIME_EXCEL),
)
def importer_un_classeur(
    octets: Octets,
    agent: AgentConnecte,
    ensuite: BackgroundTasks,
    nom: Annotated[str, Query(max_length=200, description="Le nom du fichier.")] = "reprise.xlsx",
    apercu: Annotated[bool, Query(description="Ne rien écrire : seulement montrer.")] = False,
) -> RepriseVue:
    """Tout est écrit, ou rien s'il reste une cellule à corriger ; importer deux fois ne double rien.

    Les copies signées ne se joignent pas ici : laissez leur colonne vide, puis ajoutez-les depuis la page.
    """
    exiger_lisible(nom)
    auteur = Auteur(agent.nom, aujourd_hui(), instant_present())
    classeur, permis = lire_classeur(octets, nom, auteur.le), partial(exiger_de_creer, agent)
    if apercu:
        return RepriseVue.depuis(apercevoir(classeur, auteur, None, permis))
    plan = importer(classeur, auteur, None, Depot(configuration().donnees), permis)
    ensuite.add_task(reveiller_ce_qui_attend, f"reprise:{classeur.empreinte}")
    return RepriseVue.depuis(plan)
