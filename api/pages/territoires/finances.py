"""Les finances : l'enveloppe de chaque année, ce que les fiches en demandent, ce qu'il en reste."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.territoires.commun import LeDossier, gardee
from api.pages.territoires.gestes_proposes import problemes
from documents.contextes.finances import plan_de_financement
from modeles.lecture_du_dossier import LA_CONVENTION, LES_CREDITS, LES_FICHES
from workflows.regles.finances import fiches_retenues, obstacles_d_equilibre, obstacles_financiers

routeur = APIRouter()


@routeur.get("/territoires/{territoire}/finances")
@gardee
def montrer_les_finances(dossier: LeDossier) -> HTMLResponse:
    """Les tableaux du plan de financement, et tous les contrôles d'argent."""
    demarche = dossier.charger(LES_FICHES, LES_CREDITS, LA_CONVENTION)
    retenues = fiches_retenues(demarche)
    constats = [*obstacles_financiers(demarche), *obstacles_d_equilibre(demarche)]
    anciennes = [e for e in demarche.enveloppes if e.remplacee_le is not None]
    return dossier.rendre(
        "finances.html",
        "finances",
        plan=plan_de_financement(demarche, retenues),
        retenues=len(retenues),
        chiffrees=sum(any(x.total_centimes for x in f.budget) for f in retenues),
        constats=problemes(dossier.code, constats),
        anciennes=sorted(anciennes, key=lambda e: (e.annee, str(e.remplacee_le))),
        connues={e.annee for e in demarche.enveloppes if e.remplacee_le is None},
    )
