"""Les territoires : la liste, la fiche, la création d'une démarche."""

from fastapi import APIRouter, Response, status

from api.acces.gardien import exiger_de_creer
from api.dependances import AgentConnecte, DemarcheLue, Ecriture, FiltreDemande, Lecture, LeJour, PageDemandee
from api.lectures import suivis, suivre
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.commun import Elements
from api.schemas.gestes import DemandeDeDemarche
from api.schemas.territoires import TerritoireDetaille, TerritoireVu
from api.temps import aujourd_hui
from workflows.dossier import creer_demarche
from workflows.ensuite import gestes_offerts

routeur = APIRouter(prefix="/territoires", tags=["Territoires"])


@routeur.get("", summary="Où en sont les territoires", responses=REFUS_404)
def lister(
    session: Lecture, agent: AgentConnecte, filtre: FiltreDemande, le: LeJour, page: PageDemandee
) -> Elements[TerritoireVu]:
    """Les territoires qui ont une démarche, par code, situés à la date demandée."""
    return page(suivis(session, filtre, le, agent), TerritoireVu.depuis)


@routeur.get("/{territoire}", summary="Où en est un territoire", responses=REFUS_404)
def lire(session: Lecture, demarche: DemarcheLue, le: LeJour) -> TerritoireDetaille:
    """Sa place dans le parcours, ses alertes, et ce qui l'empêche d'avancer."""
    (suivi,) = suivre(session, [demarche], le)
    return TerritoireDetaille.avec_gestes(suivi, gestes_offerts(demarche, le))


@routeur.post(
    "", summary="Créer la démarche d'un territoire", status_code=status.HTTP_201_CREATED, responses=REFUS
)
def creer(
    demande: DemandeDeDemarche, session: Ecriture, agent: AgentConnecte, reponse: Response
) -> TerritoireVu:
    """Crée la démarche à l'étape « à lancer ». Un territoire n'en a qu'une par période."""
    exiger_de_creer(agent, demande.territoire)
    le = demande.le or aujourd_hui()
    demarche = creer_demarche(session, demande.territoire, le)
    (suivi,) = suivre(session, [demarche], le)
    reponse.headers["Location"] = f"/api/v1/territoires/{suivi.territoire.code}"
    return TerritoireVu.depuis(suivi)
