"""Les relances du jour, sous Prefect : une tâche par territoire, puis une par message, puis l'envoi."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from prefect import task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.relance import Relance
from modeles.requetes_relances import relances_decidees_le
from workflows.effets import Atelier
from workflows.flows.taches import une_panne
from workflows.relances.heures import Plage
from workflows.relances.journee import compter, demarches_a_relancer, preparer
from workflows.relances.remise import Depart, envois_du_jour, remettre
from workflows.reveil import reveiller_l_envoi

OUTIL = "Jalons"
_REGLAGES: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_condition_fn": une_panne,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}


class RelancesDuJour(NamedTuple):
    """Ce qui devait partir, ce qui est confié à l'envoi, combien de territoires sont en panne."""

    dues: int
    remises: int
    en_panne: int


@task(name="préparer les relances d'un territoire", **_REGLAGES)
async def preparer_un_territoire(demarche_id: UUID, jour: date) -> None:
    """Inscrit ses relances et écrit ses lettres. Refaite, n'ajoute rien."""
    preparer(demarche_id, _depart(jour), Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees)))


@task(name="confier un message à l'envoi", **_REGLAGES)
async def confier_un_message(cles: Sequence[str], jour: date) -> None:
    """Un message par personne, décidé de nouveau. Refaite, n'écrit rien de plus."""
    remettre(cles, _depart(jour))


async def relancer_le_jour(jour: date) -> RelancesDuJour:
    """Deux temps : chaque territoire pour lui-même, puis chaque personne. Une panne n'arrête qu'elle-même."""
    with lecture() as session:
        attendues = compter(session, jour)
        demarches = demarches_a_relancer(session, jour)
    # Prefect annonce un état et rend une promesse d'état.
    etats: list[State[Any]] = [await preparer_un_territoire(d, jour, return_state=True) for d in demarches]  # type: ignore[misc]
    with lecture() as session:
        envois = envois_du_jour(session, jour)
    for cles in envois:
        await confier_un_message(cles, jour, return_state=True)  # type: ignore[misc]
    reveiller_l_envoi(maintenant())
    with lecture() as session:
        faites = compter(session, jour)
        await _publier(relances_decidees_le(session, jour), jour)
    return RelancesDuJour(attendues.dues, faites.remises, sum(e.is_failed() for e in etats))


def _depart(jour: date) -> Depart:
    return Depart(jour, maintenant(), Plage.reglee(configuration()), OUTIL)


async def _publier(relances: Sequence[Relance], jour: date) -> None:
    lignes = [
        {
            "territoire": r.demarche.territoire.nom,
            "relance": r.libelle,
            "à": ", ".join(str(p["nom"]) for p in r.destinataires),
            "état": r.etat.libelle,
            "pourquoi": r.raison,
        }
        for r in relances
    ]
    await acreate_table_artifact(lignes, key="relances-du-jour", description=f"Au {jour:%d/%m/%Y}")
