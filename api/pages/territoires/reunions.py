"""Les réunions : leur liste, et la page de chacune avec ce qu'on peut en faire."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.formulaires.choix import nom_de_la_reunion
from api.pages.libelles import ETATS_DE_REUNION
from api.pages.territoires.commun import Dossier, LeDossier, gardee
from api.pages.territoires.gestes_proposes import REUNION_ATTENDUE, gestes_de_la_reunion
from api.pages.territoires.pieces import pieces_du_sujet
from modeles.etapes import Geste
from modeles.lecture_du_dossier import LES_DOCUMENTS, LES_PISTES, LES_REUNIONS, POUR_LES_GARDES
from modeles.requetes_taches import taches_nees_de
from modeles.reunion import Reunion
from modeles.tache import Tache
from modeles.vocabulaire import EtatReunion, NatureReunion
from workflows.commandes.bordereau import reunion_numero
from workflows.decisions import debut_de_cle, numero_de_la_decision
from workflows.parcours import transition_de

routeur = APIRouter(prefix="/territoires/{territoire}/reunions")


@routeur.get("")
@gardee
def lister_les_reunions(dossier: LeDossier) -> HTMLResponse:
    """Toutes, de la plus récente à la plus ancienne, avec leurs décisions."""
    demarche = dossier.charger(LES_REUNIONS)
    return dossier.rendre(
        "reunions.html",
        "reunions",
        reunions=[(r, nom_de_la_reunion(r)) for r in reversed(demarche.reunions)],
        etats_de_reunion=ETATS_DE_REUNION,
        natures=list(NatureReunion) if _se_reunit(dossier) else [],
        attendue=REUNION_ATTENDUE.get(demarche.etape),
    )


def _se_reunit(dossier: Dossier) -> bool:
    """On ne convoque que là où le tableau le permet."""
    return transition_de(dossier.demarche.etape, Geste.CONVOQUER) is not None


@routeur.get("/{numero}")
@gardee
def montrer_la_reunion(dossier: LeDossier, numero: int) -> HTMLResponse:
    """Une réunion : ordre du jour, personnes, décisions, pièces, et les gestes qu'elle attend."""
    demarche = dossier.charger(POUR_LES_GARDES, LES_REUNIONS, LES_PISTES, LES_DOCUMENTS)
    reunion = reunion_numero(demarche, numero)
    return dossier.rendre(
        "reunion.html",
        "reunions",
        titre=nom_de_la_reunion(reunion),
        reunion=reunion,
        gestes=gestes_de_la_reunion(demarche, dossier.agent, reunion, dossier.le),
        etats_de_reunion=ETATS_DE_REUNION,
        productions=[p for p in demarche.pistes if p.atelier_id == reunion.id],
        pieces=pieces_du_sujet(demarche, f"{reunion.nature.libelle} {reunion.numero}"),
        modifiable=reunion.etat is EtatReunion.PROGRAMMEE,
        suites=_suites(dossier, reunion),
        corrigeable=reunion.etat is EtatReunion.TENUE and reunion.compte_rendu_valide_le is None,
    )


def _suites(dossier: Dossier, reunion: Reunion) -> dict[int, Tache]:
    """La tâche que chaque décision a ouverte."""
    return {numero_de_la_decision(t): t for t in taches_nees_de(dossier.session, debut_de_cle(reunion))}
