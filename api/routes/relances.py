"""Les relances : ce qui part et pourquoi, un jour passé ou à venir ; valider, retenir, noter une promesse."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, status
from sqlmodel import Session

from api.acces.actes import signature
from api.acces.agent import Agent
from api.acces.gardien import territoire_visible
from api.dependances import (
    AgentConnecte,
    Ecriture,
    Lecture,
    LeJour,
    PageDemandee,
    TexteTerritoire,
)
from api.relances import (
    ROLES_DE_LA_PROMESSE,
    apercu_visible,
    envoyer,
    historique_visible,
    mesures_visibles,
    retards_visibles,
)
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.commun import Elements
from api.schemas.relances import (
    ApercuVu,
    BilanVu,
    DemandeDePromesse,
    DemandeDeVeto,
    EffetVu,
    EfficaciteVue,
    RelanceVue,
    RetardsVus,
    TerritoireEnRetardVu,
)
from api.temps import aujourd_hui, instant_present
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import EtatRelance
from workflows.commandes.bordereau import Auteur
from workflows.dossier import demarche_du_territoire
from workflows.relances.apercu import prochain_jour_ouvre
from workflows.relances.gestes import Designation, designer_l_echeance, promettre, retenir, valider

routeur = APIRouter(prefix="/relances", tags=["Relances"])

Region = Annotated[str | None, Query(max_length=60, description="Seulement cette région.", examples=["76"])]
Exercice = Annotated[int, Path(ge=2019, le=2040, examples=[2025])]
Niveau = Annotated[str, Path(max_length=10, examples=["R2"])]
CHEMIN = "/{territoire}/{genre}/{exercice}"
DU_PARCOURS = "/{territoire}/echeances/{echeance}"
Echeance = Annotated[str, Path(max_length=100, examples=["visa:2"], description="Ce qui est attendu.")]


@routeur.get("/apercu", summary="Ce qui part un jour donné, et pourquoi", responses=REFUS_404)
def apercevoir(session: Lecture, agent: AgentConnecte, le: LeJour, region: Region = None) -> ApercuVu:
    """Passé : tel qu'on l'aurait décidé alors. À venir : si rien ne change d'ici là. N'écrit rien."""
    return ApercuVu.depuis(apercu_visible(session, le, agent, region))


@routeur.get("/demain", summary="Les départs du prochain jour ouvré", responses=REFUS_404)
def voir_demain(session: Lecture, agent: AgentConnecte, region: Region = None) -> ApercuVu:
    """Qui recevra quoi et pourquoi : il est encore temps de retenir, ou de noter une promesse."""
    return ApercuVu.depuis(apercu_visible(session, prochain_jour_ouvre(aujourd_hui()), agent, region))


@routeur.get("", summary="L'historique des relances", responses=REFUS_404)
def lister(
    session: Lecture,
    agent: AgentConnecte,
    page: PageDemandee,
    *,
    region: Region = None,
    territoire: Annotated[str | None, Query(max_length=200, examples=["32"])] = None,
    etat: Annotated[EtatRelance | None, Query(description="Seulement cet état.")] = None,
) -> Elements[RelanceVue]:
    """De la plus récente à la plus ancienne : état, raison, destinataires, preuves."""
    demarche = None
    if territoire:
        demarche = demarche_du_territoire(session, territoire_visible(agent, territoire).code).id
    toutes = historique_visible(session, agent, region, demarche)
    return page([r for r in toutes if etat in (None, r.etat)], RelanceVue.depuis)


@routeur.get("/retards", summary="Qui est en retard de quoi", responses=REFUS_404)
def lister_les_retards(
    session: Lecture, agent: AgentConnecte, le: LeJour, region: Region = None
) -> Elements[TerritoireEnRetardVu]:
    """Par territoire : indicateurs, rapport, délibération, signature, le reste ; en jours, avec le niveau atteint."""
    vus = [TerritoireEnRetardVu.depuis(x) for x in retards_visibles(session, le, agent, region)]
    return Elements(elements=vus, total=len(vus))


@routeur.get("/efficacite", summary="Les relances servent-elles ?", responses=REFUS_404)
def dire_l_efficacite(
    session: Lecture,
    agent: AgentConnecte,
    le: LeJour,
    region: Region = None,
    exercice: Annotated[int | None, Query(ge=2019, le=2040)] = None,
) -> EfficaciteVue:
    """Les réponses dans les sept jours de chaque niveau ; les retards par territoire et par exercice."""
    effets, retards = mesures_visibles(session, le, agent, region, exercice)
    return EfficaciteVue(
        niveaux=[EffetVu.depuis(e) for e in effets], retards=[RetardsVus.depuis(r) for r in retards]
    )


@routeur.post("/envoi", summary="Préparer et confier à l'envoi les relances du jour", responses=REFUS)
def demander_l_envoi(agent: AgentConnecte, region: Region = None) -> BilanVu:
    """Sans attendre la tournée. Refait, n'envoie rien de plus."""
    bilan = envoyer(agent, aujourd_hui(), region)
    return BilanVu.depuis(bilan, aujourd_hui())


# Avant celles des campagnes : « echeances » n'en est pas une.
@routeur.post(
    DU_PARCOURS + "/promesse", summary="Remettre à plus tard une échéance du parcours", responses=REFUS
)
def remettre_une_echeance_a_plus_tard(
    territoire: TexteTerritoire,
    echeance: Echeance,
    demande: DemandeDePromesse,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> ApercuVu:
    """Comme dans « À faire » : rien ne part jusqu'à cette date ; rend les prochains départs."""
    designee = designer_l_echeance(session, demarche_du_territoire(session, territoire), echeance, "")
    promettre(session, designee, demande.jusqu_au, demande.motif, _auteur(agent, designee))
    return ApercuVu.depuis(apercu_visible(session, prochain_jour_ouvre(aujourd_hui()), agent))


@routeur.post(
    DU_PARCOURS + "/{niveau}/veto",
    summary="Retenir la relance d'une échéance du parcours",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
)
def retenir_la_relance_d_une_echeance(
    territoire: TexteTerritoire,
    echeance: Echeance,
    niveau: Niveau,
    demande: DemandeDeVeto,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> RelanceVue:
    """Avec son motif. Le niveau suivant garde son moment."""
    designee = designer_l_echeance(session, demarche_du_territoire(session, territoire), echeance, niveau)
    return RelanceVue.depuis(retenir(session, designee, demande.motif, _auteur(agent, designee)))


@routeur.post(CHEMIN + "/promesse", summary="Noter qu'une réponse est promise", responses=REFUS)
def noter_une_promesse(
    territoire: TexteTerritoire,
    genre: GenreCampagne,
    exercice: Exercice,
    demande: DemandeDePromesse,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> ApercuVu:
    """Rien ne part jusqu'à cette date ; rend les prochains départs, tels qu'ils sont ensuite."""
    designee = _designer(session, territoire, genre, exercice, "")
    par = signature(agent, designee.demarche, demande.par, ROLES_DE_LA_PROMESSE)
    auteur = Auteur(par, aujourd_hui(), instant_present())
    promettre(session, designee, demande.jusqu_au, demande.motif, auteur)
    return ApercuVu.depuis(apercu_visible(session, prochain_jour_ouvre(aujourd_hui()), agent))


@routeur.post(
    CHEMIN + "/{niveau}/validation",
    summary="Valider une lettre : elle est signée et peut partir",
    responses=REFUS,
)
def valider_la_lettre(
    territoire: TexteTerritoire,
    genre: GenreCampagne,
    exercice: Exercice,
    niveau: Niveau,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> RelanceVue:
    """Elle partira au prochain départ, si elle est encore due."""
    designee = _designer(session, territoire, genre, exercice, niveau)
    relance = valider(session, designee, signature(agent, designee.demarche), instant_present())
    return RelanceVue.depuis(relance)


@routeur.post(
    CHEMIN + "/{niveau}/veto",
    summary="Retenir une relance : elle ne partira jamais",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
)
def retenir_la_relance(
    territoire: TexteTerritoire,
    genre: GenreCampagne,
    exercice: Exercice,
    niveau: Niveau,
    *,
    demande: DemandeDeVeto,
    session: Ecriture,
    agent: AgentConnecte,
) -> RelanceVue:
    """Avec son motif. Le niveau suivant garde son moment."""
    designee = _designer(session, territoire, genre, exercice, niveau)
    return RelanceVue.depuis(retenir(session, designee, demande.motif, _auteur(agent, designee)))


def _designer(
    session: Session, territoire: str, genre: GenreCampagne, exercice: int, niveau: str
) -> Designation:
    return Designation(demarche_du_territoire(session, territoire), genre, exercice, niveau)


def _auteur(agent: Agent, designee: Designation) -> Auteur:
    return Auteur(signature(agent, designee.demarche), aujourd_hui(), instant_present())
