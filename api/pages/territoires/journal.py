"""Le journal : les gestes, puis qui a changé quoi, champ par champ."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.territoires.commun import LeDossier, gardee
from modeles.lecture_du_dossier import LE_JOURNAL
from modeles.requetes_journal import compter_les_modifications, modifications
from workflows.journal_en_clair import NATURES, raconter, verbe

routeur = APIRouter()
PAR_PAGE = 50


@routeur.get("/territoires/{territoire}/journal")
@gardee
def montrer_le_journal(
    dossier: LeDossier,
    nature: Annotated[str, Query(max_length=60)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Les gestes du plus récent au plus ancien, et une page des modifications."""
    demarche = dossier.charger(LE_JOURNAL)
    voulue = nature or None
    total = compter_les_modifications(dossier.session, demarche.id, voulue)
    lignes = modifications(
        dossier.session, demarche.id, nature=voulue, debut=(page - 1) * PAR_PAGE, nombre=PAR_PAGE
    )
    return dossier.rendre(
        "journal.html",
        "journal",
        passages=list(reversed(demarche.passages)),
        modifications=raconter(dossier.session, lignes),
        total=total,
        numero=page,
        pages=max(1, -(-total // PAR_PAGE)),
        natures=NATURES,
        nature=nature,
        verbe=verbe,
    )
