"""Faire avancer un territoire : les gestes possibles, en faire un, enregistrer une saisie."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Header, Response, status

from api.acces.actes import exiger_la_saisie, roles_de_l_acte, signature
from api.acces.droits import roles_du_geste
from api.avancement import avancer_une_fois
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, LeJour, TexteTerritoire
from api.lectures import suivre
from api.reveils import reveiller_apres
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.commun import Elements
from api.schemas.gestes import (
    DemandeDeGeste,
    DemandeDeSaisie,
    GestePossible,
    PassageVu,
    SaisiePossible,
)
from api.schemas.territoires import TerritoireVu
from api.temps import aujourd_hui, instant_present
from modeles.etapes import Geste
from workflows.commandes.bordereau import Auteur
from workflows.dossier import demarche_du_territoire, enregistrer
from workflows.ensuite import gestes_offerts
from workflows.regles.commun import Circonstances

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Gestes et saisies"])

CleDeDemande = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=120,
        description="Une clé par demande : la même demande renvoyée ne fait rien de plus.",
    ),
]


@routeur.get("/gestes", summary="Ce qu'on peut faire maintenant, et ce qui manque", responses=REFUS_404)
def lister(demarche: DemarcheLue, le: LeJour) -> Elements[GestePossible]:
    """Les gestes du tableau à cette étape, avec leurs obstacles et le schéma de leurs données."""
    gestes = [GestePossible.depuis(o) for o in gestes_offerts(demarche, le)]
    return Elements(elements=gestes, total=len(gestes))


@routeur.post(
    "/gestes/{geste}",
    summary="Faire un geste",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": PassageVu, "description": "Cette demande était déjà faite."}, **REFUS},
)
def faire(
    territoire: TexteTerritoire,
    geste: Geste,
    demande: DemandeDeGeste,
    session: Ecriture,
    *,
    agent: AgentConnecte,
    reponse: Response,
    ensuite: BackgroundTasks,
    cle: CleDeDemande = None,
) -> PassageVu:
    """Fait le geste et inscrit ce qui doit suivre, ensemble ou pas du tout."""
    demarche = demarche_du_territoire(session, territoire)
    par = signature(agent, demarche, demande.par, roles_du_geste(geste))
    faits = Circonstances(
        par, demande.le or aujourd_hui(), instant_present(), demande.motif, demande.levees, cle
    )
    passage, nouveau = avancer_une_fois(session, demarche.id, geste, demande.donnees, faits)
    if nouveau:
        ensuite.add_task(reveiller_apres, demarche.id, passage.id)
    else:
        reponse.status_code = status.HTTP_200_OK
    return PassageVu.depuis(passage)


@routeur.get("/saisies", summary="Ce qu'on peut saisir", responses=REFUS_404)
def lister_les_saisies(demarche: DemarcheLue) -> Elements[SaisiePossible]:
    """Les saisies qui enrichissent la démarche, avec le schéma de leurs données."""
    saisies = SaisiePossible.toutes()
    return Elements(elements=saisies, total=len(saisies))


@routeur.post(
    "/saisies/{nature}",
    summary="Enregistrer une saisie",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
)
def saisir(
    territoire: TexteTerritoire,
    nature: str,
    demande: DemandeDeSaisie,
    session: Ecriture,
    agent: AgentConnecte,
) -> TerritoireVu:
    """Enrichit la démarche (contact, axes, fiche, vote…) et rend le territoire tel qu'il est ensuite."""
    le = demande.le or aujourd_hui()
    demarche = demarche_du_territoire(session, territoire)
    exiger_la_saisie(agent, demarche, nature, demande.donnees)
    par = signature(agent, demarche, demande.par, roles_de_l_acte(nature, demande.donnees))
    auteur = Auteur(par, le, instant_present())
    enregistrer(session, demarche.id, nature, demande.donnees, auteur)
    (suivi,) = suivre(session, [demarche], le)
    return TerritoireVu.depuis(suivi)
