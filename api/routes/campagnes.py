"""Les campagnes d'une région : ouvrir, suivre, verrouiller, clore ; et ce qui en sort, additionné."""

from datetime import date
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Path, Query, status
from sqlmodel import Session

from api.acces.agent import Agent
from api.dependances import AgentConnecte, Ecriture, Lecture, LeJour
from api.routes.descriptions import REFUS, REFUS_404
from api.routes.regions import CodeRegion
from api.schemas.agregats import AgregatVu
from api.schemas.campagnes import (
    CampagneVue,
    CollecteVue,
    DemandeDeCampagne,
    DemandeDeDate,
    OuvertureVue,
)
from api.schemas.commun import Elements
from api.schemas.echelles import EchelleVue, ReglageDEchelle
from api.schemas.saisie_des_valeurs import Annee
from api.temps import aujourd_hui, instant_present
from modeles.campagne import Campagne
from modeles.reference.registre import registre
from modeles.requetes_campagnes import campagnes
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.agregats import agregats_de_la_region
from workflows.campagnes import campagne_designee, clore, ouvrir_campagne, verrouiller
from workflows.collecte_regionale import collecte_de_la_region
from workflows.commandes.bordereau import Auteur
from workflows.relances.reglage import regler_l_echelle, revenir_a_la_region

routeur = APIRouter(prefix="/regions/{region}", tags=["Campagnes et agrégats"])

LExercice = Annotated[Annee, Query(description="L'année dont on rend compte.")]
SonExercice = Annotated[Annee, Path(description="L'année dont on rend compte.")]


@routeur.get("/campagnes", summary="Les campagnes de la région", responses=REFUS_404)
def lister_les_campagnes(session: Lecture, region: CodeRegion) -> Elements[CampagneVue]:
    """De la plus récente échéance à la plus ancienne."""
    vues = [CampagneVue.depuis(c) for c in campagnes(session, registre().region(region).code)]
    return Elements(elements=vues, total=len(vues))


@routeur.post(
    "/campagnes", summary="Ouvrir une campagne", status_code=status.HTTP_201_CREATED, responses=REFUS
)
def ouvrir_une_campagne(
    region: CodeRegion, demande: DemandeDeCampagne, session: Ecriture, agent: AgentConnecte
) -> OuvertureVue:
    """Demande à tous les contrats en exécution, et dit ceux qu'elle écarte, avec leur raison."""
    ouverture = ouvrir_campagne(
        session,
        region,
        demande.genre,
        demande.exercice,
        _auteur(agent, demande.le),
        echeance_le=demande.echeance_le,
        seuil_completude=demande.seuil_completude,
    )
    return OuvertureVue.depuis(ouverture)


def _auteur(agent: Agent, le: date | None) -> Auteur:
    return Auteur(agent.nom, le or aujourd_hui(), instant_present())


class Fermeture(NamedTuple):
    """La campagne que l'on verrouille ou clôt, et qui le fait."""

    session: Session
    campagne: Campagne
    auteur: Auteur


def _fermeture(
    region: CodeRegion,
    genre: GenreCampagne,
    exercice: SonExercice,
    demande: DemandeDeDate,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> Fermeture:
    campagne = campagne_designee(session, region, genre, exercice)
    return Fermeture(session, campagne, _auteur(agent, demande.le))


FermetureVisee = Annotated[Fermeture, Depends(_fermeture)]


@routeur.post("/campagnes/{genre}/{exercice}/verrou", summary="Verrouiller une campagne", responses=REFUS)
def verrouiller_une_campagne(fermeture: FermetureVisee) -> CampagneVue:
    """Plus personne ne saisit, sauf report en cours ou main rendue."""
    verrouiller(*fermeture)
    return CampagneVue.depuis(fermeture.campagne)


@routeur.post("/campagnes/{genre}/{exercice}/cloture", summary="Clore une campagne", responses=REFUS)
def clore_une_campagne(fermeture: FermetureVisee) -> CampagneVue:
    """Plus rien n'est attendu."""
    clore(*fermeture)
    return CampagneVue.depuis(fermeture.campagne)


@routeur.get("/campagnes/{genre}/{exercice}/echelle", summary="L'échelle des relances", responses=REFUS_404)
def lire_l_echelle(
    region: CodeRegion, genre: GenreCampagne, exercice: SonExercice, session: Lecture
) -> EchelleVue:
    """La sienne si elle en a une, sinon celle de la région."""
    return EchelleVue.depuis(campagne_designee(session, region, genre, exercice))


@routeur.put(
    "/campagnes/{genre}/{exercice}/echelle", summary="Régler l'échelle des relances", responses=REFUS
)
def regler_les_relances(
    region: CodeRegion,
    genre: GenreCampagne,
    exercice: SonExercice,
    demande: ReglageDEchelle,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> EchelleVue:
    """Ce qui n'est pas nommé reste tel quel ; ce qui est déjà parti ne repart jamais."""
    campagne = campagne_designee(session, region, genre, exercice)
    regler_l_echelle(session, campagne, demande.demandes, agent.nom, plafond_jours=demande.plafond_jours)
    return EchelleVue.depuis(campagne)


@routeur.delete(
    "/campagnes/{genre}/{exercice}/echelle", summary="Revenir à l'échelle de la région", responses=REFUS
)
def suivre_la_region(
    region: CodeRegion,
    genre: GenreCampagne,
    exercice: SonExercice,
    *,
    session: Ecriture,
    agent: AgentConnecte,
) -> EchelleVue:
    """La campagne n'a plus la sienne ; rend celle qu'elle suit."""
    campagne = campagne_designee(session, region, genre, exercice)
    revenir_a_la_region(session, campagne, agent.nom)
    return EchelleVue.depuis(campagne)


@routeur.get("/collecte", summary="Qui a répondu, quand, combien", responses=REFUS_404)
def lire_la_collecte(
    session: Lecture, region: CodeRegion, le: LeJour, exercice: Annee | None = None
) -> CollecteVue:
    """Territoires en lignes, campagnes en colonnes ; chaque case s'explique."""
    return CollecteVue.depuis(collecte_de_la_region(session, region, le, exercice=exercice))


@routeur.get("/agregats", summary="Les indicateurs de la région, additionnés", responses=REFUS_404)
def lister_les_agregats(session: Lecture, region: CodeRegion, exercice: LExercice) -> Elements[AgregatVu]:
    """Des seuls répondants, « n territoires sur N » ; les petits effectifs et leurs compléments sont masqués."""
    vus = [AgregatVu.depuis(a) for a in agregats_de_la_region(session, region, exercice)]
    return Elements(elements=vus, total=len(vus))
