"""Ce que Prefect doit connaître pour nous servir : la file, un déploiement par flow, les horaires."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.states import Crashed
from prefect.utilities.callables import parameter_schema

FILE = "jalons"
# Prefect exige la description d'une machine à lancer ; la nôtre est toujours le même processus.
MODELE_DE_FILE: dict[str, Any] = {
    "job_configuration": {"name": "{{ name }}"},
    "variables": {"type": "object", "properties": {"name": {"type": "string"}}},
}
# La tournée passe tous les jours : une échéance tombe aussi le samedi. Le métier choisit ce qu'il envoie.
HEURE_DE_LA_TOURNEE = time(6, 30)
HORAIRES = {
    "tournee": f"{HEURE_DE_LA_TOURNEE.minute} {HEURE_DE_LA_TOURNEE.hour} * * *",
    "filet": "* * * * *",
}
MEMOIRE_DU_FILET = timedelta(hours=6)


async def deployer(client: PrefectClient, flows: dict[str, Flow[..., Any]], fuseau: str) -> None:
    """Crée ou remet à jour la file et les déploiements ; refaire ne change rien.

    Remettre à jour un déploiement efface ses exécutions planifiées : celles qu'un arrêt a fait manquer ne
    sont pas rejouées en rafale. `rattraper` demande ce qu'il faut à leur place.
    """
    file = WorkPoolCreate(name=FILE, type=FILE, base_job_template=MODELE_DE_FILE)
    await client.create_work_pool(file, overwrite=True)
    for nom, flow in flows.items():
        await client.create_deployment(
            flow_id=await client.create_flow_from_name(flow.name),
            name=nom,
            work_pool_name=FILE,
            description=flow.description,
            schedules=_horaires(nom, fuseau),
            parameter_openapi_schema=parameter_schema(flow).model_dump(exclude_unset=True),
            enforce_parameter_schema=True,
        )


def _horaires(nom: str, fuseau: str) -> list[DeploymentScheduleCreate]:
    if nom not in HORAIRES:
        return []
    return [DeploymentScheduleCreate(schedule=CronSchedule(cron=HORAIRES[nom], timezone=fuseau), active=True)]


async def rattraper(
    client: PrefectClient, flows: dict[str, Flow[..., Any]], maintenant: datetime, fuseau: str
) -> None:
    """Demande ce qu'un arrêt a pu faire manquer : un filet, et la tournée du jour si l'heure est passée.

    La tournée n'est demandée qu'une fois par jour, quel que soit le nombre de démarrages.
    """
    sur_place = maintenant.astimezone(ZoneInfo(fuseau))
    if "filet" in flows:
        await _demander(client, "filet", None)
    if "tournee" in flows and sur_place.time() >= HEURE_DE_LA_TOURNEE:
        await _demander(client, "tournee", f"tournee:{sur_place.date().isoformat()}")


async def _demander(client: PrefectClient, nom: str, cle: str | None) -> None:
    deploiement = await client.read_deployment_by_name(f"{nom}/{nom}")
    await client.create_flow_run_from_deployment(deploiement.id, idempotency_key=cle)


async def declarer_perdues(client: PrefectClient) -> None:
    """Marque comme perdues toutes les exécutions que Prefect croit en cours, sous-flows compris."""
    en_cours = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING])
    executions = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=en_cours))
    )
    perdue: State[None] = Crashed(message="Le processus qui l'exécutait s'est arrêté.")
    for execution in executions:
        await client.set_flow_run_state(execution.id, perdue, force=True)


async def oublier_les_vieux_filets(client: PrefectClient) -> None:
    """Efface les filets réussis il y a plus de six heures : 1 440 par jour noieraient l'historique."""
    finis = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.COMPLETED]))
    avant = FlowRunFilterEndTime(before_=datetime.now(UTC) - MEMOIRE_DU_FILET)
    vieux = await client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=["filet"])),
        flow_run_filter=FlowRunFilter(state=finis, end_time=avant),
        limit=50,
    )
    for filet in vieux:
        await client.delete_flow_run(filet.id)
