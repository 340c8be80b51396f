"""Réveiller Prefect : demander, après un geste, que ce qui doit suivre soit fait sans attendre le filet.

Rien n'en dépend : si Prefect ne répond pas, le geste est acquis et le filet rattrapera.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import httpx

from modeles.configuration import configuration
from modeles.demarche import Demarche

journal = logging.getLogger(__name__)

DEPLOIEMENT = "parcours-territoire"
ENVOI = "envoi"
# La personne attend la réponse de sa page pendant ce temps : mieux vaut laisser faire le filet.
DELAI_S = 2.0
REPRISES_S = (0.1, 0.3)
PAGE = 200
EN_ATTENTE = {"SCHEDULED", "PAUSED"}
EN_COURS = {"PENDING", "RUNNING", "CANCELLING"}


class RunVivant(NamedTuple):
    """Une exécution que Prefect croit à venir ou en cours, pour une démarche."""

    id: UUID
    demarche_id: UUID
    attend: bool
    depuis: datetime


def reveiller(demarche_id: UUID, cle: str, nom: str, etiquettes: Sequence[str] = ()) -> bool:
    """Demande une exécution du parcours de cette démarche, nommée et étiquetée pour les pages de Prefect.

    La même `cle` désigne toujours la même exécution, même morte : pour recommencer, il en faut une autre.
    Rend `True` si une exécution à venir ou en cours répond à cette clé, `False` dans tous les autres cas ;
    ne lève rien quand Prefect est absent.
    """
    demande = {
        "name": nom,
        "parameters": {"demarche_id": str(demarche_id)},
        "idempotency_key": cle,
        "tags": list(etiquettes),
    }
    return _demander(DEPLOIEMENT, demande, f"la démarche {demarche_id}")


def reveiller_l_envoi(instant: datetime) -> bool:
    """Demande que la boîte d'envoi soit vidée ; une fois par minute au plus, quel que soit le nombre de demandes."""
    minute = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    return _demander(ENVOI, {"idempotency_key": f"envoi:{minute}"}, "la boîte d'envoi")


def _demander(deploiement: str, demande: dict[str, Any], quoi: str) -> bool:
    try:
        execution = _appeler("POST", f"/deployments/{_deploiement(deploiement)}/create_flow_run", demande)
    except httpx.HTTPError as erreur:
        _deploiement.cache_clear()  # une base Prefect refaite à neuf donne d'autres identifiants
        journal.info("Prefect ne répond pas, le filet rattrapera %s : %s", quoi, erreur)
        return False
    return execution["state_type"] in EN_ATTENTE | EN_COURS


def reveiller_la_demarche(demarche: Demarche, cle: str) -> bool:
    """Réveille le parcours d'une démarche, sous le nom et les étiquettes que l'on cherche dans Prefect."""
    return reveiller(
        demarche.id,
        cle,
        f"{demarche.territoire.nom} ({demarche.territoire_code}) · {demarche.etape.libelle}",
        [f"territoire:{demarche.territoire_code}", f"etape:{demarche.etape.value}"],
    )


def runs_vivants() -> list[RunVivant]:
    """Toutes les exécutions du parcours à venir ou en cours. Lève `httpx.HTTPError` sans réponse de Prefect."""
    return [_lire(execution) for execution in _executions_vivantes(DEPLOIEMENT)]


def un_envoi_vit(instant: datetime, bail: timedelta) -> bool:
    """Vrai si un envoi attend son tour, ou court depuis moins que le `bail`. Lève `httpx.HTTPError`."""
    return any(
        e["state_type"] in EN_ATTENTE or instant - datetime.fromisoformat(e["state"]["timestamp"]) < bail
        for e in _executions_vivantes(ENVOI)
    )


def _executions_vivantes(deploiement: str) -> list[dict[str, Any]]:
    vivantes: list[dict[str, Any]] = []
    while True:
        recherche = {
            "deployments": {"name": {"any_": [deploiement]}},
            "flow_runs": {"state": {"type": {"any_": sorted(EN_ATTENTE | EN_COURS)}}},
            "sort": "ID_DESC",
            "limit": PAGE,
            "offset": len(vivantes),
        }
        page = _appeler("POST", "/flow_runs/filter", recherche)
        vivantes += page
        if len(page) < PAGE:
            return vivantes


def demarches_servies(vivants: Iterable[RunVivant], maintenant: datetime, bail: timedelta) -> set[UUID]:
    """Les démarches dont une exécution attend son tour ou court depuis moins que le `bail`.

    Une exécution qui attend compte quel que soit son âge : en demander une autre n'irait pas plus vite, et
    les demandes s'accumuleraient tant que personne ne les sert.
    """
    return {vivant.demarche_id for vivant in vivants if vivant.attend or maintenant - vivant.depuis < bail}


@cache
def _client(url: str) -> httpx.Client:
    utilisateur, _, secret = _acces().partition(":")
    return httpx.Client(
        base_url=url,
        timeout=DELAI_S,
        auth=(utilisateur, secret) if utilisateur else None,
        # Un mandataire réglé pour l'extérieur ne doit pas recevoir ce qui reste sur la machine.
        trust_env=httpx.URL(url).host not in {"127.0.0.1", "localhost"},
        # Une connexion gardée ouverte serait morte au prochain redémarrage de Prefect.
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def _acces() -> str:
    acces = configuration().acces_prefect
    return acces.get_secret_value() if acces else ""


def _appeler(methode: str, chemin: str, corps: dict[str, Any] | None = None) -> Any:
    url = configuration().api_prefect
    if url is None:
        raise httpx.ConnectError("aucun serveur Prefect n'a encore été démarré")
    for reprise_s in (*REPRISES_S, None):
        reponse = _client(url).request(methode, chemin, json=corps)
        if reponse.status_code != httpx.codes.SERVICE_UNAVAILABLE or reprise_s is None:
            break
        time.sleep(reprise_s)
    reponse.raise_for_status()
    return reponse.json()


@cache
def _deploiement(nom: str) -> str:
    return str(_appeler("GET", f"/deployments/name/{nom}/{nom}")["id"])


def _lire(execution: dict[str, Any]) -> RunVivant:
    return RunVivant(
        id=UUID(execution["id"]),
        demarche_id=UUID(execution["parameters"]["demarche_id"]),
        attend=execution["state_type"] in EN_ATTENTE,
        depuis=datetime.fromisoformat(execution["state"]["timestamp"]),
    )
