"""Le formulaire d'une fiche : le télécharger, le déposer rempli, accepter ce qu'il change."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status

from api.acces.actes import signature
from api.acces.droits import roles_de_la_saisie
from api.corps import CORPS_WORD, Octets
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, Lecture, TexteTerritoire
from api.gabarits import dossier_des_gabarits
from api.lisible import exiger_lisible
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.depots import AcceptationVue, DemandeDAcceptation, DepotVu
from api.schemas.gestes import Personne
from api.temps import Jour, aujourd_hui, instant_present
from documents.depot import Depot
from documents.production import TYPE_MIME
from modeles.configuration import configuration
from workflows.commandes.bordereau import Auteur
from workflows.commandes.fiches import fiche_de_code
from workflows.depots.fiches import accepter, deposer_la_fiche, depot_de_la_fiche, exporter_la_fiche
from workflows.depots.inscription import Fichier
from workflows.dossier import demarche_du_territoire

routeur = APIRouter(prefix="/territoires/{territoire}/fiches/{fiche}", tags=["Fiches en formulaire"])

CodeDeFiche = Annotated[
    str, Path(max_length=60, description="Le code de la fiche.", examples=["32-DRO-EXP-01"])
]
Empreinte = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="Le SHA-256 du fichier déposé.")]


@routeur.get(
    "/formulaire",
    summary="Le formulaire Word de la fiche",
    response_class=Response,
    responses={200: {"description": "Le formulaire.", "content": {TYPE_MIME: {}}}, **REFUS_404},
)
def telecharger(session: Lecture, demarche: DemarcheLue, fiche: CodeDeFiche) -> Response:
    """La fiche telle qu'elle est, à remplir dans Word et à renvoyer."""
    gabarits = dossier_des_gabarits(session, demarche.territoire.region)
    formulaire = exporter_la_fiche(fiche_de_code(demarche, fiche), aujourd_hui(), gabarits)
    return Response(
        formulaire.octets,
        media_type=TYPE_MIME,
        headers={
            "Content-Disposition": f'attachment; filename="{formulaire.nom}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@routeur.post(
    "/depots",
    summary="Déposer le formulaire rempli",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": DepotVu, "description": "Ce fichier était déjà déposé."}, **REFUS},
    openapi_extra=CORPS_WORD,
)
def deposer(
    territoire: TexteTerritoire,
    fiche: CodeDeFiche,
    octets: Octets,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    reponse: Response,
    par: Annotated[Personne | None, Query()] = None,
    nom: Annotated[str, Query(max_length=200, description="Le nom du fichier.")] = "formulaire.docx",
    le: Annotated[Jour | None, Query(description="Le jour du dépôt ; sans lui, aujourd'hui.")] = None,
) -> DepotVu:
    """Garde le fichier et le compare à la fiche, champ par champ. La fiche ne change pas."""
    exiger_lisible([par, nom])
    demarche = demarche_du_territoire(session, territoire)
    attendue = fiche_de_code(demarche, fiche)
    auteur = Auteur(
        signature(agent, demarche, par, roles_de_la_saisie("fiche")), le or aujourd_hui(), instant_present()
    )
    depose = deposer_la_fiche(session, _depot(), Fichier(nom, octets), auteur, attendue)
    if depose.deja:
        reponse.status_code = status.HTTP_200_OK
    return DepotVu.depuis(depose)


@routeur.post("/depots/{empreinte}/acceptation", summary="Accepter des champs", responses=REFUS)
def accepter_des_champs(
    territoire: TexteTerritoire,
    fiche: CodeDeFiche,
    empreinte: Empreinte,
    demande: DemandeDAcceptation,
    session: Ecriture,
    *,
    agent: AgentConnecte,
) -> AcceptationVue:
    """Écrit dans la fiche les seuls champs nommés, tels que le formulaire les donne."""
    demarche = demarche_du_territoire(session, territoire)
    trouvee = fiche_de_code(demarche, fiche)
    par = signature(agent, demarche, demande.par, roles_de_la_saisie("fiche"))
    auteur = Auteur(par, demande.le or aujourd_hui(), instant_present())
    depose = depot_de_la_fiche(session, _depot(), trouvee, empreinte)
    changes = accepter(session, depose, demande.champs, auteur)
    return AcceptationVue(fiche=trouvee.code, acceptes=[e.champ.cle for e in changes], le=auteur.le)


def _depot() -> Depot:
    return Depot(configuration().donnees)
