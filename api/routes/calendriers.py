"""S'abonner à l'agenda de ses territoires : créer une adresse, la retirer ; et ce que lit le calendrier."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response, status

from api.acces.droits import Droit
from api.acces.gardien import exiger, territoire_visible
from api.calendriers import TYPE_ICS, adresse_du_lien, calendrier_du_lien, compte_de
from api.dependances import AgentConnecte, Ecriture, Lecture
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.calendriers import DemandeDeLien, LienCree, LienVu
from api.schemas.commun import Elements
from api.temps import instant_present
from modeles.requetes_agenda import liens_de
from workflows.agenda.liens import creer_lien, retirer_lien

routeur = APIRouter(prefix="/calendriers", tags=["Calendriers"])
abonnements = APIRouter(tags=["Calendriers"])


@abonnements.get(
    "/calendriers/{secret}.ics",
    summary="Le calendrier d'un abonnement",
    response_class=Response,
    responses={200: {"description": "Le calendrier.", "content": {"text/calendar": {}}}, **REFUS_404},
)
def suivre(secret: Annotated[str, Path(max_length=100)]) -> Response:
    """Ce que montre Outlook : l'adresse suffit à le lire, et se retire d'un geste."""
    calendrier = calendrier_du_lien(secret, instant_present())
    return Response(calendrier.octets, media_type=TYPE_ICS, headers={"Cache-Control": "private, no-cache"})


@routeur.get("", summary="Mes abonnements en vigueur")
def lister(session: Lecture, agent: AgentConnecte) -> Elements[LienVu]:
    """Du plus récent au plus ancien."""
    liens = [LienVu.depuis(lien) for lien in liens_de(session, compte_de(agent))]
    return Elements(elements=liens, total=len(liens))


@routeur.post(
    "", summary="Créer une adresse d'abonnement", status_code=status.HTTP_201_CREATED, responses=REFUS
)
def creer(requete: Request, session: Ecriture, agent: AgentConnecte, demande: DemandeDeLien) -> LienCree:
    """À tous ses territoires, ou à un seul. L'adresse n'est montrée que cette fois."""
    territoire = None
    if demande.territoire:
        exiger(agent, Droit.LIRE, {"territoire": demande.territoire})
        territoire = territoire_visible(agent, demande.territoire).code
    lien, secret = creer_lien(session, compte_de(agent), territoire, agent.nom, instant_present())
    return LienCree(**LienVu.depuis(lien).model_dump(), adresse=adresse_du_lien(requete, secret))


@routeur.delete(
    "/{lien_id}",
    summary="Retirer une adresse d'abonnement",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=REFUS_404,
)
def retirer(session: Ecriture, agent: AgentConnecte, lien_id: UUID) -> None:
    """Elle ne montre plus rien, aussitôt."""
    retirer_lien(session, lien_id, compte_de(agent), agent.nom, instant_present())
