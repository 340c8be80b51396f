"""La vue d'ensemble : où en est le territoire, ce qui l'empêche d'avancer, et ce qu'on peut faire."""

from datetime import date
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.acces.droits import Droit
from api.pages import chemins
from api.pages.formulaires.choix import nom_de_la_reunion
from api.pages.libelles import ETATS_DE_REUNION
from api.pages.territoires.commun import Dossier, LeDossier, gardee
from api.pages.territoires.gestes_proposes import REUNION_ATTENDUE, gestes_du_dossier, partie_de
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.etapes import Etape
from modeles.lecture_du_dossier import POUR_LES_GARDES
from modeles.requetes_suivi import echeances_ouvertes_de, messages_de
from modeles.vocabulaire import EtatReunion, NatureReunion
from modeles.vocabulaire_courriel import EtatMessage
from workflows.echeances import INFORMATION
from workflows.regards import regard_sur

routeur = APIRouter()


class Proposition(NamedTuple):
    libelle: str
    lien: str


@routeur.get("/territoires/{territoire}")
@gardee
def montrer_le_territoire(dossier: LeDossier) -> HTMLResponse:
    """Où il en est, et quoi faire ensuite."""
    demarche = dossier.charger(POUR_LES_GARDES)
    ouvertes = echeances_ouvertes_de(dossier.session, [demarche.id])
    envois = dossier.agent.peut(Droit.LIRE_ENVOIS, demarche)
    messages = messages_de(dossier.session, demarche.id) if envois else []
    return dossier.rendre(
        "ensemble.html",
        "",
        regard=regard_sur(demarche.etape, partie_de(dossier.agent, demarche)),
        dates=_entrees(demarche),
        gestes=gestes_du_dossier(demarche, dossier.agent, dossier.le),
        comite=_comite_a_organiser(dossier) if dossier.peut_saisir("reunion") else None,
        a_venir=[
            (r, nom_de_la_reunion(r))
            for r in demarche.reunions
            if r.etat is not EtatReunion.TENUE or r.compte_rendu_valide_le is None
        ],
        echeances=[e for e in ouvertes if _a_montrer(e, dossier.le)],
        messages=[m for m in messages if m.etat not in (EtatMessage.ENVOYE, EtatMessage.ANNULE)],
        etats_de_reunion=ETATS_DE_REUNION,
    )


def _entrees(demarche: Demarche) -> dict[Etape, date]:
    """Le jour où la démarche est entrée, pour la dernière fois, à chaque étape.

    L'exécution fait exception : on en revient de l'évaluation, mais le contrat y est depuis sa notification.
    """
    entrees = {p.vers: p.survenu_le for p in demarche.passages if p.vers is not p.de}
    notifiee = [p.survenu_le for p in demarche.passages if p.vers is Etape.EXECUTION]
    return entrees | {Etape.EXECUTION: notifiee[0]} if notifiee else entrees


def _comite_a_organiser(dossier: Dossier) -> Proposition | None:
    """La réunion que l'étape attend, si elle n'est pas déjà programmée."""
    demarche = dossier.demarche
    nature = REUNION_ATTENDUE.get(demarche.etape)
    prevues = {r.nature for r in demarche.reunions if r.etat is not EtatReunion.TENUE}
    if nature is None or (nature in prevues and nature is not NatureReunion.ATELIER):
        return None
    un = "un" if nature is NatureReunion.ATELIER else "le"
    return Proposition(
        f"Organiser {un} {nature.libelle}",
        chemins.du_territoire(dossier.code, "reunions/nouvelle", nature=nature.value),
    )


def _a_montrer(echeance: Echeance, le: date) -> bool:
    """Une information passée n'attend plus personne."""
    return echeance.le >= le or echeance.attend != INFORMATION
