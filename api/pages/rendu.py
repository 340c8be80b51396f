"""Rendre une page : gabarits échappés, en-têtes stricts, formats français."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.schemas.commun import Probleme
from documents.formats import FILTRES, octets_lisibles

ICI = Path(__file__).resolve().parent
STATIQUES = ICI / "statiques"
# Une page ne charge que nos feuilles et nos images, n'exécute rien, ne se laisse pas encadrer.
EN_TETES = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def _majuscule(phrase: str) -> str:
    """La phrase avec une majuscule, sans toucher au reste."""
    return phrase[:1].upper() + phrase[1:]


_gabarits = Environment(
    loader=FileSystemLoader(ICI / "gabarits"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_gabarits.filters |= {**FILTRES, "octets_lisibles": octets_lisibles, "majuscule": _majuscule}


def rendre(gabarit: str, statut: int = 200, **contexte: Any) -> HTMLResponse:
    """La page de ce gabarit. Une variable oubliée lève `jinja2.UndefinedError`."""
    return HTMLResponse(_gabarits.get_template(gabarit).render(**contexte), statut, EN_TETES)


def page_d_erreur(requete: Request, probleme: Probleme) -> HTMLResponse:
    """Le refus ou la panne, avec son remède et le chemin du retour."""
    return rendre("erreur.html", probleme.status, probleme=probleme)
