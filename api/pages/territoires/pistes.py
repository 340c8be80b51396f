"""Les pistes et les ateliers : ce qui est proposé, noté, décidé, travaillé, et la fiche qui en naît."""

from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.formulaires.choix import nom_de_la_reunion
from api.pages.territoires.commun import LeDossier, gardee
from documents.contextes.axes import axes_cites
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.lecture_du_dossier import LE_DIAGNOSTIC, LES_FICHES, LES_PISTES, LES_REUNIONS
from modeles.piste import Piste
from modeles.reference.registre import registre
from modeles.vocabulaire import DecisionPiste, NatureReunion
from workflows.commandes.pistes import CRITERES

routeur = APIRouter()
NOTE_MAXIMALE = 3 * len(CRITERES)


class PisteVue(NamedTuple):
    """Une piste et ce qu'elle devient. `total` est vide tant qu'aucun critère n'est noté."""

    piste: Piste
    total: int | None
    notes: int
    fiches: list[FicheAction]


@routeur.get("/territoires/{territoire}/pistes")
@gardee
def montrer_les_pistes(dossier: LeDossier) -> HTMLResponse:
    """Les pistes par axe, de la mieux notée à la moins bien, et les ateliers."""
    demarche = dossier.charger(LES_PISTES, LES_FICHES, LES_REUNIONS, LE_DIAGNOSTIC)
    ateliers = [r for r in demarche.reunions if r.nature is NatureReunion.ATELIER]
    return dossier.rendre(
        "pistes.html",
        "pistes",
        axes=_par_axe(demarche),
        ateliers=[(r, nom_de_la_reunion(r), _traitees(demarche, r.id)) for r in ateliers],
        estime=sum(p.cout_estime_centimes or 0 for p in demarche.pistes if _compte(p)),
        chiffrees=sum(p.cout_estime_centimes is not None for p in demarche.pistes if _compte(p)),
        comptees=sum(_compte(p) for p in demarche.pistes),
        note_maximale=NOTE_MAXIMALE,
        criteres=len(CRITERES),
    )


def _compte(piste: Piste) -> bool:
    return piste.decision in (DecisionPiste.PROPOSEE, DecisionPiste.RETENUE)


def _traitees(demarche: Demarche, atelier: object) -> list[Piste]:
    return [p for p in demarche.pistes if p.atelier_id == atelier]


def _par_axe(demarche: Demarche) -> list[tuple[str, list[PisteVue]]]:
    referentiel = registre().referentiel(demarche.millesime)
    axe_de = {p.numero: referentiel.axe_de(p.sous_axe).code for p in demarche.pistes}
    codes = [*axes_cites(demarche), *sorted({*axe_de.values()} - set(axes_cites(demarche)))]
    return [
        (code, _classees([_vue(demarche, p) for p in demarche.pistes if axe_de[p.numero] == code]))
        for code in codes
    ]


def _vue(demarche: Demarche, piste: Piste) -> PisteVue:
    notes = [piste.notes[c] for c in CRITERES if c in piste.notes]
    nees = [f for f in demarche.fiches if piste in f.pistes]
    return PisteVue(piste, sum(notes) if notes else None, len(notes), nees)


def _classees(vues: list[PisteVue]) -> list[PisteVue]:
    return sorted(vues, key=lambda v: (-(v.total or -1), v.piste.numero))
