"""Créer la démarche d'un territoire de son périmètre qui n'en a pas encore."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.acces.gardien import exiger_de_creer
from api.dependances import AgentConnecte, Lecture
from api.ecriture import ecriture
from api.pages import chemins
from api.pages.formulaires.envoi import FormulaireRecu
from api.pages.rendu import PageDemandee, renvoyer
from api.temps import aujourd_hui
from modeles.base import lecture
from modeles.demarche import Demarche
from modeles.erreurs import ErreurMetier
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from workflows.dossier import DemarcheDejaCreee, creer_demarche

routeur = APIRouter(prefix="/demarches")
ADRESSE = "/demarches/nouvelle"
CHOISIR = "Choisissez un territoire dans la liste."


@routeur.get("/nouvelle")
def ouvrir_une_demarche(
    page: PageDemandee, agent: AgentConnecte, session: Lecture, territoire: str = ""
) -> Response:
    """La liste des territoires où l'on peut créer une démarche."""
    return _montrer(page, _creables(session, agent), territoire)


@routeur.post("/nouvelle", response_class=HTMLResponse)
def creer_une_demarche(page: PageDemandee, agent: AgentConnecte, recu: FormulaireRecu) -> Response:
    """Crée la démarche, à l'étape « à lancer » ; si elle existe déjà, y mène."""
    choisi = recu.saisie.texte("territoire")
    with lecture() as session:
        creables = _creables(session, agent)
    if not choisi:
        return _montrer(page, creables, choisi, erreur=CHOISIR, statut=422)
    exiger_de_creer(agent, choisi)
    code = registre().trouver_territoire(choisi).code
    if all(t.code != code for t in creables):
        return renvoyer(chemins.du_territoire(code))
    try:
        with ecriture() as session:
            creer_demarche(session, code, aujourd_hui())
    except ErreurMetier as refus:
        return _montrer(page, creables, code, refus=refus, statut=refus.statut)
    return renvoyer(chemins.du_territoire(code, "", fait="creation"))


def _montrer(
    page: PageDemandee,
    creables: Sequence[Territoire],
    choisi: str,
    *,
    erreur: str = "",
    refus: ErreurMetier | None = None,
    statut: int = 200,
) -> Response:
    return page.rendre(
        "territoire/creation.html",
        statut,
        choix=[(t.code, f"{t.nom} ({t.code})") for t in creables],
        choisi=choisi,
        erreur=erreur,
        refus=refus,
        existante=chemins.du_territoire(choisi) if isinstance(refus, DemarcheDejaCreee) else "",
        adresse=ADRESSE,
    )


def _creables(session: Session, agent: Agent) -> list[Territoire]:
    """Les contractants du périmètre sans démarche, par nom."""
    ouvertes = set(session.exec(select(col(Demarche.territoire_code))))
    return sorted(
        (
            t
            for t in registre().territoires.values()
            if t.contractant and t.code not in ouvertes and agent.peut(Droit.CREER_DEMARCHE, t)
        ),
        key=lambda t: t.nom,
    )
