"""`GET /sante` : l'application est prête quand la base répond et que son schéma est à jour."""

from enum import StrEnum

import httpx
from fastapi import APIRouter, Request
from pydantic import Field
from sqlmodel import Session

from api.acces.agent import TERMINAL
from api.acces.lecture_locale import permise
from api.dependances import Lecture
from api.messagerie import etat_de_la_boite
from api.schema_base import exiger_base_a_jour
from api.schemas.commun import Probleme, Vue
from api.schemas.messages import BoiteVue
from api.temps import aujourd_hui, instant_present
from modeles.base import etat_de_la_base
from modeles.configuration import configuration
from modeles.requetes_suivi import a_une_demonstration, etat_des_effets
from modeles.vocabulaire import EtatEffet
from workflows.demonstration.scene import demonstration_voulue
from workflows.relances.bilan import alarmes_du_moment

routeur = APIRouter(tags=["Santé"])
# Le superviseur attend cette réponse une seconde : demander à Prefect ne doit pas l'empêcher d'arriver.
DELAI_PREFECT_S = 0.3


class EtatPrefect(StrEnum):
    REPOND = "repond"
    NE_REPOND_PAS = "ne_repond_pas"
    INCONNU = "inconnu"


class EtatDemonstration(StrEnum):
    ABSENTE = "absente"
    ATTENDUE = "attendue"
    EN_COURS = "en_cours"
    FINIE = "finie"


class BaseVue(Vue):
    genre: str = Field(examples=["sqlite"])
    repond: bool
    a_jour: bool


class EffetsVus(Vue):
    en_attente: int = Field(description="Documents, messages et échéances encore à faire.")
    en_echec: int = Field(description="Effets qui attendent une personne.")


class Sante(Vue):
    """Ce que tout le monde peut savoir."""

    base: BaseVue


class SanteDetaillee(Sante):
    """Ce que voient en plus une personne connectée et les programmes de la machine."""

    effets: EffetsVus
    messages: BoiteVue
    demonstration: EtatDemonstration = Field(description="« Finie » : histoires jouées, documents produits.")
    alarmes: list[str] = Field(
        description="Ce qui aurait dû se passer et ne s'est pas passé : tournée absente, relances muettes."
    )
    prefect: EtatPrefect = Field(description="Pour information : Jalons répond aussi sans Prefect.")


@routeur.get(
    "/sante",
    summary="L'application est-elle prête ?",
    responses={503: {"model": Probleme, "description": "La base ne répond pas, ou n'est pas à jour."}},
)
def dire_la_sante(requete: Request, session: Lecture) -> SanteDetaillee | Sante:
    """200 quand la base répond et que son schéma est à jour. Prefect n'y change rien."""
    exiger_base_a_jour(session)
    base = BaseVue(**etat_de_la_base(session), a_jour=True)
    if requete.state.agent is None and not permise(requete):
        return Sante(base=base)
    effets = etat_des_effets(session)
    en_attente = effets.get(EtatEffet.A_FAIRE, 0)
    return SanteDetaillee(
        base=base,
        effets=EffetsVus(en_attente=en_attente, en_echec=effets.get(EtatEffet.ECHOUE, 0)),
        messages=etat_de_la_boite(session, requete.state.agent or TERMINAL),
        demonstration=_etat_de_la_demonstration(session, en_attente),
        alarmes=[str(a) for a in alarmes_du_moment(session, instant_present(), configuration())],
        prefect=_etat_de_prefect(),
    )


def _etat_de_la_demonstration(session: Session, en_attente: int) -> EtatDemonstration:
    voulue = demonstration_voulue(session, aujourd_hui())
    if not a_une_demonstration(session):
        return EtatDemonstration.ATTENDUE if voulue else EtatDemonstration.ABSENTE
    return EtatDemonstration.EN_COURS if voulue or en_attente else EtatDemonstration.FINIE


def _etat_de_prefect() -> EtatPrefect:
    url = configuration().api_prefect
    if url is None:
        return EtatPrefect.INCONNU
    try:
        httpx.get(f"{url}/health", timeout=DELAI_PREFECT_S, trust_env=False).raise_for_status()
    except httpx.HTTPError:
        return EtatPrefect.NE_REPOND_PAS
    return EtatPrefect.REPOND
