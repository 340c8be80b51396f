"""Le diagnostic et sa chaîne, dans les deux sens : de ce qui est observé à ce qui est fait, et retour."""

from collections import defaultdict
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.territoires.commun import LeDossier, gardee
from documents.contextes.axes import axes_cites
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Enjeu, Entretien
from modeles.fiche import FicheAction
from modeles.lecture_du_dossier import LE_DIAGNOSTIC, LES_FICHES, LES_PISTES
from modeles.piste import Piste

routeur = APIRouter()


class Maillon(NamedTuple):
    """Un enjeu, ce qui le fonde (constats, sources), et ce qui y répond (pistes, fiches, indicateurs)."""

    enjeu: Enjeu
    constats: list[Constat]
    pistes: list[Piste]
    fiches: list[FicheAction]

    @property
    def indicateurs(self) -> list[str]:
        return list(dict.fromkeys(i.libelle for f in self.fiches for i in f.indicateurs))


class Axe(NamedTuple):
    """Ce que le diagnostic dit d'un axe."""

    code: str
    entretiens: list[Entretien]
    constats: list[Constat]
    maillons: list[Maillon]


@routeur.get("/territoires/{territoire}/diagnostic")
@gardee
def montrer_le_diagnostic(dossier: LeDossier) -> HTMLResponse:
    """La chaîne, axe par axe ; puis les sources, les entretiens, les versions déposées, les réserves."""
    demarche = dossier.charger(LE_DIAGNOSTIC, LES_PISTES, LES_FICHES)
    return dossier.rendre(
        "diagnostic.html",
        "diagnostic",
        axes=_axes(demarche),
        citations=_citations(demarche),
        sources=sorted(demarche.sources, key=lambda s: s.titre.casefold()),
        entretiens=sorted(demarche.entretiens, key=lambda e: e.organisme.casefold()),
        realises=sum(e.realise_le is not None for e in demarche.entretiens),
        reserves=sorted(demarche.reserves, key=lambda r: r.echeance_le),
        enjeux_du_constat=_enjeux_du_constat(demarche),
    )


def _axes(demarche: Demarche) -> list[Axe]:
    return [
        Axe(
            code,
            [e for e in demarche.entretiens if code in e.axes],
            [c for c in demarche.constats if c.axe == code],
            [_maillon(demarche, e) for e in demarche.enjeux if e.axe == code],
        )
        for code in axes_cites(demarche, [*demarche.constats, *demarche.enjeux])
    ]


def _maillon(demarche: Demarche, enjeu: Enjeu) -> Maillon:
    pistes = [p for p in demarche.pistes if p.enjeu_id == enjeu.id]
    fiches = [f for f in demarche.fiches if f.enjeu_id == enjeu.id or any(p in pistes for p in f.pistes)]
    return Maillon(enjeu, sorted(enjeu.constats, key=lambda c: c.numero), pistes, fiches)


def _citations(demarche: Demarche) -> dict[str, list[int]]:
    """Les constats que chaque source appuie, par titre de source."""
    par_source = defaultdict(list)
    for constat in demarche.constats:
        if constat.source is not None:
            par_source[constat.source.titre].append(constat.numero)
    return dict(par_source)


def _enjeux_du_constat(demarche: Demarche) -> dict[int, list[int]]:
    par_constat = defaultdict(list)
    for enjeu in demarche.enjeux:
        for constat in enjeu.constats:
            par_constat[constat.numero].append(enjeu.rang)
    return dict(par_constat)
