"""Les territoires : la liste, la fiche, la création d'une démarche."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status
from pydantic import AwareDatetime

from api.dependances import DemarcheLue, Ecriture, Lecture, LeJour, PageDemandee, decouper
from api.lectures import Filtre, suivis, suivre
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.commun import Elements
from api.schemas.gestes import DemandeDeDemarche
from api.schemas.territoires import TerritoireDetaille, TerritoireVu
from api.temps import aujourd_hui
from modeles.etapes import Etape
from workflows.dossier import creer_demarche
from workflows.suivi import gestes_offerts

routeur = APIRouter(prefix="/territoires", tags=["Territoires"])

Depuis = Annotated[
    AwareDatetime | None,
    Query(
        description="Ne garder que ce qui a changé depuis cet instant (ISO 8601, avec son fuseau).",
        examples=["2026-03-31T08:00:00Z"],
    ),
]


@routeur.get("", summary="Où en sont les territoires", responses=REFUS_404)
def lister(
    requete: Request,
    reponse: Response,
    session: Lecture,
    le: LeJour,
    pagination: PageDemandee,
    region: Annotated[str | None, Query(max_length=60, examples=["76"])] = None,
    etape: Annotated[Etape | None, Query(description="Seulement cette étape.")] = None,
    retard: Annotated[bool | None, Query(description="Seulement (ou sauf) l'orange et le rouge.")] = None,
    depuis: Depuis = None,
) -> Elements[TerritoireVu]:
    """Les territoires qui ont une démarche, par code, situés à la date demandée."""
    tous = suivis(session, Filtre(region, etape, retard, depuis), le)
    page = decouper(tous, pagination, requete, reponse)
    return Elements(elements=[TerritoireVu.depuis(s) for s in page], total=len(tous))


@routeur.get("/{territoire}", summary="Où en est un territoire", responses=REFUS_404)
def lire(session: Lecture, demarche: DemarcheLue, le: LeJour) -> TerritoireDetaille:
    """Sa place dans le parcours, ses alertes, et ce qui l'empêche d'avancer."""
    (suivi,) = suivre(session, [demarche], le)
    return TerritoireDetaille.avec_gestes(suivi, gestes_offerts(demarche, le))


@routeur.post(
    "", summary="Créer la démarche d'un territoire", status_code=status.HTTP_201_CREATED, responses=REFUS
)
def creer(demande: DemandeDeDemarche, session: Ecriture, reponse: Response) -> TerritoireVu:
    """Crée la démarche à l'étape « à lancer ». Un territoire n'en a qu'une par période."""
    le = demande.le or aujourd_hui()
    demarche = creer_demarche(session, demande.territoire, le)
    (suivi,) = suivre(session, [demarche], le)
    reponse.headers["Location"] = f"/api/v1/territoires/{suivi.territoire.code}"
    return TerritoireVu.depuis(suivi)


