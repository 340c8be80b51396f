"""L'envoi : vider la boîte d'envoi, quand un message est prêt et qu'un serveur de courriel est réglé."""

from collections.abc import Mapping
from typing import Any

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from modeles.base import lecture
from modeles.configuration import configuration
from modeles.requetes_courriel import messages_par_etat
from modeles.vocabulaire_courriel import EtatMessage
from workflows.flows.taches import une_panne
from workflows.notifications.envoi import Facteur

# Un serveur qui redémarre revient en moins d'une minute ; au-delà, le filet réessaiera.
REPRISES_S = [5.0, 20.0, 60.0]


@task(
    name="vider la boîte d'envoi",
    retries=len(REPRISES_S),
    retry_delay_seconds=REPRISES_S,
    retry_condition_fn=une_panne,
    cache_policy=NO_CACHE,
    persist_result=False,
)
async def vider_la_boite() -> dict[str, int]:
    """Envoie, un message après l'autre, tout ce qui peut partir. Refaite, elle n'envoie rien deux fois."""
    bilan = _facteur().vider_la_boite()
    return {etat.libelle: nombre for etat, nombre in bilan.items()}


@flow(name="envoi", persist_result=False)
async def envoi() -> State[Any]:
    """Court et rejouable : un message pris par un envoi mort est repris, ou montré à une personne s'il y a un doute."""
    # Prefect annonce un état et rend une promesse d'état.
    etat: State[Any] = await vider_la_boite(return_state=True)  # type: ignore[misc]
    if etat.is_failed():
        raison = str(await etat.aresult(raise_on_failure=False))
        _facteur().dire_l_empechement(raison)
        return Failed(message=raison)
    await _publier()
    return Completed(message=_phrase(await etat.aresult()))


def _facteur() -> Facteur:
    return Facteur.ordinaire(configuration(), f"envoi {flow_run.id}")


def _phrase(bilan: Mapping[str, int]) -> str:
    return ", ".join(f"{nombre} {libelle}" for libelle, nombre in bilan.items()) or "Rien à envoyer."


async def _publier() -> None:
    with lecture() as session:
        par_etat = messages_par_etat(session)
    lignes = [{"état": etat.libelle, "messages": par_etat.get(etat, 0)} for etat in EtatMessage]
    await acreate_table_artifact(lignes, key="boite-d-envoi", description="Les messages, par état")
