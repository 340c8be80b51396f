"""Toute erreur devient une réponse en français : un problème JSON pour les programmes, une page sinon."""

import logging
from collections.abc import Mapping
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from api.acces.adresses import adresse_de_connexion
from api.acces.reconnaissance import reconnaitre_pour_la_page
from api.acces.refus import EnvoiARefaire, NonConnecte, TropDeTentatives
from api.pages.rendu import page_d_erreur, page_de_renvoi
from api.refus import BaseIndisponible, Panne, refus_de
from api.schemas.commun import Probleme
from modeles.erreurs import ErreurMetier

journal = logging.getLogger(__name__)

TYPE_PROBLEME = "application/problem+json"
TRAITEES = (
    ErreurMetier,
    RequestValidationError,
    HTTPException,
    OverflowError,
    DataError,
    OperationalError,
    Exception,
)


def traiter_les_erreurs(application: FastAPI) -> None:
    """Inscrit le traitement des refus et des pannes."""
    for genre in TRAITEES:
        application.add_exception_handler(genre, repondre)


def repondre(requete: Request, erreur: Exception) -> Response:
    """La réponse à une erreur. Une panne reçoit un numéro, écrit au journal avec sa trace."""
    refus, incident = refus_de(erreur), None
    if refus is None or isinstance(refus, BaseIndisponible):
        incident = uuid4().hex[:8].upper()
        journal.error("Incident %s : %s %s", incident, requete.method, requete.url.path, exc_info=erreur)
    probleme = Probleme.depuis(refus or Panne(incident or ""), incident=incident)
    en_tetes = _en_tetes(refus)
    if requete.url.path.startswith("/api/") or requete.url.path == "/sante":
        return en_json(probleme, en_tetes)
    if isinstance(refus, NonConnecte) and requete.method in ("GET", "HEAD"):
        return RedirectResponse(adresse_de_connexion(requete), 303)
    if not isinstance(refus, BaseIndisponible):
        reconnaitre_pour_la_page(requete)
    if isinstance(refus, EnvoiARefaire) and refus.saisie:
        page = page_de_renvoi(requete, probleme, refus.saisie)
    else:
        page = page_d_erreur(requete, probleme)
    page.headers.update(en_tetes)
    return page


def _en_tetes(refus: ErreurMetier | None) -> dict[str, str]:
    match refus:
        case TropDeTentatives():
            return {"Retry-After": str(refus.attente_s)}
        case ErreurMetier(statut=401):
            return {"WWW-Authenticate": "Bearer"}
    return {}


def en_json(probleme: Probleme, en_tetes: Mapping[str, str] | None = None) -> Response:
    """La réponse « problem+json »."""
    contenu = probleme.model_dump(mode="json", exclude_none=True)
    return JSONResponse(contenu, probleme.status, en_tetes, media_type=TYPE_PROBLEME)
