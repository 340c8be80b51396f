"""Ce que nous remplaçons de Prefect existe, et l'exécuteur joue pour de bon ce qu'on lui demande."""

import asyncio
import inspect
import logging
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import httpx
import pytest
from prefect.flow_engine import run_flow
from prefect.server.database import configurations
from prefect.settings import Settings

from api.prealables import port_de_prefect
from modeles.configuration import Configuration, configuration
from tests.parcours_complet.arbre_de_processus import port_libre
from workflows.flows.environnement import variables_prefect
from workflows.flows.serveur import serialiser_les_ecritures
from workflows.reveil import reveiller, runs_vivants

PATIENCE_S = 30


class SessionFactice:
    """Une session qui note le mode dans lequel sa transaction commence."""

    mode: str | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[None]:
        self.mode = configurations.SQLITE_BEGIN_MODE.get()
        yield


def test_prefect_sait_encore_jouer_une_execution_deja_creee() -> None:
    assert {"flow", "flow_run", "return_type"} <= set(inspect.signature(run_flow).parameters)


def test_une_transaction_de_prefect_sur_sqlite_commence_en_ecriture(monkeypatch: pytest.MonkeyPatch) -> None:
    remplacee = configurations.AioSqliteConfiguration
    monkeypatch.setattr(remplacee, "begin_transaction", remplacee.begin_transaction)
    session = SessionFactice()

    async def ecrire() -> None:
        prefect: Any = remplacee("sqlite+aiosqlite://")
        async with prefect.begin_transaction(session, with_for_update=False):
            pass

    assert serialiser_les_ecritures()
    asyncio.run(ecrire())

    assert session.mode == "IMMEDIATE"
    assert configurations.SQLITE_BEGIN_MODE.get() is None


def test_si_prefect_change_son_serveur_d_origine_est_garde(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(configurations, "SQLITE_BEGIN_MODE")
    d_origine = configurations.AioSqliteConfiguration.begin_transaction

    with caplog.at_level(logging.WARNING):
        remplace = serialiser_les_ecritures()

    assert (remplace, configurations.AioSqliteConfiguration.begin_transaction) == (False, d_origine)
    assert caplog.messages == [
        "Prefect a changé : son serveur garde ses transactions d'origine, plus lentes."
    ]


def test_prefect_comprend_les_variables_que_nous_posons(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reglages = Configuration(donnees=tmp_path, port_prefect=8123, conservation_jours=10)
    for nom, valeur in variables_prefect(reglages, {}).items():
        monkeypatch.setenv(nom, valeur)

    lus = Settings()

    assert (lus.home, lus.api.url) == (tmp_path / "prefect", "http://127.0.0.1:8123/api")
    assert (lus.server.analytics_enabled, lus.server.ephemeral.enabled) == (False, False)
    assert lus.server.events.retention_period.days == 1
    assert lus.server.services.db_vacuum.retention_period.days == 10
    assert lus.server.services.db_vacuum.enabled_vacuum_types == {"events", "flow_runs", "orphans"}
    assert lus.server.services.scheduler.max_runs == 3


def test_le_mandataire_de_la_machine_ne_recoit_pas_ce_qui_reste_sur_elle(tmp_path: Path) -> None:
    variables = variables_prefect(Configuration(donnees=tmp_path), {"NO_PROXY": "intranet"})

    assert variables["NO_PROXY"] == "intranet,127.0.0.1,localhost"


class Prefect(NamedTuple):
    """Un serveur Prefect neuf, et de quoi démarrer un exécuteur qui le sert."""

    reglages: Configuration
    client: httpx.Client
    environnement: dict[str, str]

    @contextmanager
    def executeur(self) -> Iterator[None]:
        """Un exécuteur en service, tué à la sortie."""
        commande = [sys.executable, "-m", "tests.workflows.executeur_d_essai"]
        with subprocess.Popen(commande, env=self.environnement) as processus:
            try:
                yield
            finally:
                processus.kill()

    def executions(self, flow: str) -> list[dict[str, Any]]:
        recherche = {"flows": {"name": {"any_": [flow]}}, "sort": "EXPECTED_START_TIME_ASC"}
        resultat: list[dict[str, Any]] = self.client.post("/flow_runs/filter", json=recherche).json()
        return resultat

    def etats(self, flow: str) -> list[str]:
        return [execution["state_name"] for execution in self.executions(flow)]


def attendre(condition: Callable[[], object]) -> None:
    limite = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limite, "rien n'est venu"
        time.sleep(0.1)


def repond(client: httpx.Client) -> bool:
    try:
        return client.get("/health").is_success
    except httpx.ConnectError:
        return False


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    reglages = Configuration(donnees=tmp_path_factory.mktemp("donnees"), port=port_libre())
    reglages = reglages.model_copy(update={"port_prefect": port_de_prefect(reglages)})
    environnement = {**os.environ, "JALONS_DONNEES": str(reglages.donnees)}
    environnement |= variables_prefect(reglages, environnement)
    with (
        subprocess.Popen([sys.executable, "-m", "workflows.flows", "serveur"], env=environnement) as serveur,
        httpx.Client(base_url=reglages.api_prefect or "", trust_env=False) as client,
    ):
        try:
            attendre(lambda: repond(client))
            yield Prefect(reglages, client, environnement)
        finally:
            serveur.kill()


@pytest.fixture
def donnees_de_prefect(prefect: Prefect, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("JALONS_DONNEES", str(prefect.reglages.donnees))
    configuration.cache_clear()
    yield prefect.reglages.donnees
    configuration.cache_clear()


def demander(cle: str) -> UUID:
    demarche_id = uuid4()
    attendre(lambda: reveiller(demarche_id, cle, "Gers (32) · diagnostic", ["territoire:32"]))
    return demarche_id


@pytest.mark.lent
def test_une_demarche_reveillee_est_servie_une_seule_fois(prefect: Prefect, donnees_de_prefect: Path) -> None:
    with prefect.executeur():
        demarche_id = demander("passage-1")
        attendre((donnees_de_prefect / f"{demarche_id}.fait").exists)
        attendre(lambda: prefect.etats("parcours-territoire") == ["Completed"])

        encore = reveiller(demarche_id, "passage-1", "Gers (32) · diagnostic")

    assert not encore
    [execution] = prefect.executions("parcours-territoire")
    assert (execution["name"], execution["tags"]) == ("Gers (32) · diagnostic", ["territoire:32"])


@pytest.mark.lent
def test_le_filet_et_la_tournee_sont_planifies(prefect: Prefect, donnees_de_prefect: Path) -> None:
    with prefect.executeur():
        attendre((donnees_de_prefect / "filet.fait").exists)
        attendre(lambda: "Scheduled" in prefect.etats("filet") and "Scheduled" in prefect.etats("tournee"))

    deploiement = prefect.client.get("/deployments/name/tournee/tournee").json()
    [horaire] = [horaire["schedule"] for horaire in deploiement["schedules"]]
    assert (horaire["cron"], horaire["timezone"]) == ("30 6 * * *", "Europe/Paris")


@pytest.mark.lent
def test_ce_que_jouait_un_executeur_tue_est_declare_perdu_par_le_suivant(
    prefect: Prefect, donnees_de_prefect: Path
) -> None:
    (donnees_de_prefect / "attendre").touch()
    with prefect.executeur():
        demarche_id = demander("passage-2")
        attendre((donnees_de_prefect / f"{demarche_id}.fait").exists)
    assert [(run.demarche_id, run.attend) for run in runs_vivants()] == [(demarche_id, False)]

    with prefect.executeur():
        attendre(lambda: "Crashed" in prefect.etats("parcours-territoire"))

    assert runs_vivants() == []
