"""Comment un contrat nomme ses axes : le numéro affiché est le sien, le libellé celui du référentiel."""

from collections.abc import Iterable
from typing import Protocol

from documents.contextes.attendus import NON_RENSEIGNE
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.reference.registre import registre


class RattacheAUnAxe(Protocol):
    """Une fiche, un constat, un enjeu."""

    axe: str


def intitule_axe(demarche: Demarche, code: str) -> str:
    """« Axe 2 – Lutter contre la grande exclusion… » ; sans numéro si le contrat n'en donne pas à cet axe."""
    libelle = registre().referentiel(demarche.millesime).axe(code).libelle
    numero = _numeros(demarche).get(code)
    return f"Axe {numero} – {libelle}" if numero else libelle


def intitule_sous_axe(demarche: Demarche, code: str | None) -> str:
    """Le libellé du sous-axe, ou « non renseigné »."""
    return registre().referentiel(demarche.millesime).sous_axe(code).libelle if code else NON_RENSEIGNE


def axes_cites(demarche: Demarche, rattaches: Iterable[RattacheAUnAxe] = ()) -> list[str]:
    """Les axes travaillés dans l'ordre du contrat, puis ceux que seuls les éléments donnés citent."""
    numeros = _numeros(demarche)
    codes = {*demarche.axes_couverts, *(r.axe for r in rattaches)}
    return sorted(codes, key=lambda code: (numeros.get(code, len(numeros) + 1), code))


def fiches_du_contrat(demarche: Demarche) -> list[FicheAction]:
    """Les fiches qui comptent (ni rejetées, ni reportées, ni abandonnées), par axe du contrat puis par code."""
    retenues = [f for f in demarche.fiches if f.retenue]
    rangs = axes_cites(demarche, retenues)
    return sorted(retenues, key=lambda f: (rangs.index(f.axe), f.code))


def _numeros(demarche: Demarche) -> dict[str, int]:
    return {a.axe: a.numero for a in demarche.axes}
