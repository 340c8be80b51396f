"""L'exécuteur : un processus durable qui joue les flows demandés à Prefect, quelques-uns à la fois.

Un exécuteur ordinaire démarre un Python par exécution (deux secondes de calcul) ; ici tout est déjà chargé.
Il peut mourir à tout instant : ce qui reste à faire est dans notre base, pas ici.
"""

import asyncio
import gc
import logging
import math
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from prefect import Flow, get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import Abort, ObjectNotFound
from prefect.flow_engine import run_flow
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Pending
from prefect.utilities.engine import propose_state

from modeles.configuration import Configuration, configuration
from workflows.flows.deploiement import FILE, declarer_perdues, deployer, oublier_les_vieux_filets, rattraper
from workflows.flows.registre import FLOWS

journal = logging.getLogger(__name__)

CADENCE_S = 0.3
ENTRETIEN_S = 30
ATTENTE_DE_PREFECT_S = 0.5


class Executeur:
    """Prend les exécutions dues dans la file et les joue, au plus `places` à la fois.

    `seul` : ce serveur Prefect n'a pas d'autre exécuteur ; ce qu'il croit en cours et que nous ne jouons pas
    est donc perdu (le processus qui le jouait est mort).
    """

    def __init__(self, client: PrefectClient, flows: dict[str, Flow[..., Any]], places: int, *, seul: bool):
        self.client = client
        self.flows = flows
        self.places = places
        self.seul = seul
        self.en_cours: dict[UUID, asyncio.Task[None]] = {}
        self.noms: dict[UUID, str] = {}
        self.doute = True
        self.fils = ThreadPoolExecutor(places, thread_name_prefix="flow")

    async def tour(self) -> None:
        """Range ce qui est fini, puis prend ce qui est dû tant qu'il reste de la place."""
        self._ranger()
        if len(self.en_cours) >= self.places or not await self._doute_leve():
            return
        dues = await self.client.get_scheduled_flow_runs_for_work_pool(
            work_pool_name=FILE, scheduled_before=datetime.now(UTC)
        )
        for due in dues:
            if due.flow_run.id not in self.en_cours and len(self.en_cours) < self.places:
                self.en_cours[due.flow_run.id] = asyncio.create_task(self._jouer(due.flow_run))

    async def _doute_leve(self) -> bool:
        if self.doute and self.seul:
            if self.en_cours:
                return False  # on laisse finir ce qui vit, pour ne déclarer perdu que ce qui est mort
            await declarer_perdues(self.client)
        self.doute = False
        return True

    def _ranger(self) -> None:
        for identifiant, tache in list(self.en_cours.items()):
            if not tache.done():
                continue
            del self.en_cours[identifiant]
            if erreur := tache.exception():
                # Prefect n'a pas répondu pendant l'exécution : il la croit peut-être encore en cours.
                journal.warning("L'exécution %s s'est interrompue : %s", identifiant, erreur)
                self.doute = True

    async def _jouer(self, execution: FlowRun) -> None:
        try:
            etat = await propose_state(self.client, Pending(), flow_run_id=execution.id)
        except Abort:
            return  # un autre exécuteur l'a prise avant nous
        if not etat.is_pending():
            return
        execution.state = etat
        flow = self.flows[await self._nom_du_flow(execution.flow_id)]
        contexte = copy_context()
        # Un fil par exécution : ce qui est long (Word, base) n'arrête ni la file, ni les autres exécutions.
        await asyncio.get_running_loop().run_in_executor(self.fils, contexte.run, _executer, flow, execution)

    async def _nom_du_flow(self, flow_id: UUID) -> str:
        if flow_id not in self.noms:
            self.noms[flow_id] = (await self.client.read_flow(flow_id)).name
        return self.noms[flow_id]


def _executer(flow: Flow[..., Any], execution: FlowRun) -> None:
    asyncio.run(run_flow(flow, flow_run=execution, return_type="state"))  # type: ignore[arg-type]


async def servir(reglages: Configuration, flows: dict[str, Flow[..., Any]]) -> None:
    """Sert la file sans fin ; quand Prefect ne répond plus, attend son retour et se présente de nouveau."""
    async with get_client() as client:
        executeur = Executeur(client, flows, reglages.executions, seul=reglages.url_prefect is None)
        while True:
            try:
                await deployer(client, flows, reglages.fuseau)
                await rattraper(client, flows, datetime.now(UTC), reglages.fuseau)
                await _tourner(executeur)
            except (httpx.HTTPError, ObjectNotFound) as erreur:
                journal.info("Prefect ne répond pas : %s", erreur)
                executeur.doute = True
                await asyncio.sleep(ATTENTE_DE_PREFECT_S)


async def _tourner(executeur: Executeur) -> None:
    horloge = asyncio.get_running_loop().time
    entretenu = -math.inf
    while True:
        if horloge() - entretenu >= ENTRETIEN_S:
            await executeur.client.send_worker_heartbeat(FILE, "executeur", ENTRETIEN_S)
            await oublier_les_vieux_filets(executeur.client)
            entretenu = horloge()
        await executeur.tour()
        await asyncio.sleep(CADENCE_S)


def principal() -> None:
    """Sert la file jusqu'à ce qu'on arrête le processus."""
    # Ce qui est chargé le restera : le ramasse-miettes n'a plus à le reparcourir (un dixième du temps d'un lot).
    gc.freeze()
    # Le battement de cœur de Prefect coûte une seconde par flow ; le filet et les baux jouent ce rôle.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        asyncio.run(servir(configuration(), FLOWS))


if __name__ == "__main__":
    principal()
