"""Personnes et cadre : qui est qui, quels axes, quel calendrier."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.territoires.commun import LeDossier, gardee
from documents.contextes.cadrage import ROLES
from modeles.absence import Absence
from modeles.demarche import Demarche
from modeles.lecture_du_dossier import LE_CALENDRIER, LE_JOURNAL, LES_ABSENCES, LES_PERSONNES
from modeles.requetes_courriel import adresses_en_defaut
from modeles.vocabulaire import Partie
from workflows.planification import calendrier_adopte, recalage_propose

routeur = APIRouter()


@routeur.get("/territoires/{territoire}/cadre")
@gardee
def montrer_le_cadre(dossier: LeDossier) -> HTMLResponse:
    """Les contacts, les axes du contrat, le calendrier adopté."""
    demarche = dossier.charger(LES_PERSONNES, LES_ABSENCES, LE_CALENDRIER, LE_JOURNAL)
    return dossier.rendre(
        "cadre.html",
        "cadre",
        groupes=[(p, [c for c in demarche.contacts if c.actif and c.partie is p]) for p in Partie],
        anciens=[c for c in demarche.contacts if not c.actif],
        absences=_absences(demarche, dossier.le),
        roles=ROLES,
        defauts=adresses_en_defaut(dossier.session, [c.courriel for c in demarche.contacts if c.courriel]),
        **_calendrier(demarche, dossier.le),
    )


def _absences(demarche: Demarche, le: date) -> list[Absence]:
    """Celles d'aujourd'hui et à venir."""
    notees = (a for c in demarche.contacts for a in c.absences if a.remplacee_le is None and a.au >= le)
    return sorted(notees, key=lambda a: a.du)


def _calendrier(demarche: Demarche, le: date) -> dict[str, Any]:
    recalage = recalage_propose(demarche, le)
    return {
        "calendrier": calendrier_adopte(demarche),
        "recalage": recalage,
        "fins_proposees": {e.etape: e.fin for e in recalage.etapes} if recalage else {},
    }
