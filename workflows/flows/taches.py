"""Les tâches Prefect : une par nature d'effet, chacune rejouable sans dommage."""

from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier
from modeles.vocabulaire import NatureEffet
from workflows.effets import Atelier, accomplir
from workflows.reveil import reveiller_l_envoi

REPRISES_S = [1, 5, 20]


async def une_panne(_tache: Task[..., Any], _execution: TaskRun, etat: State[Any]) -> bool:
    """On recommence après une panne ; une donnée manquante, elle, attend qu'une personne la corrige."""
    resultat = await etat.aresult(raise_on_failure=False)
    return not isinstance(resultat, ErreurMetier)


def _accomplir(cle: str) -> bool:
    reglages = configuration()
    return accomplir(cle, str(flow_run.id), Atelier(DOSSIER_DES_GABARITS, Depot(reglages.donnees)))


# La base est la mémoire de ce qui est fait : Prefect n'a rien à retenir des résultats.
_REGLAGES: dict[str, Any] = {
    "retries": len(REPRISES_S),
    "retry_delay_seconds": REPRISES_S,
    "retry_condition_fn": une_panne,
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "task_run_name": "{objet}",
}


@task(name="produire un document", **_REGLAGES)
async def produire_document(cle: str, objet: str) -> bool:
    """Compose le document, le range par son empreinte, l'inscrit. Refait, ne produit rien de plus."""
    return _accomplir(cle)


@task(name="préparer un message", **_REGLAGES)
async def preparer_message(cle: str, objet: str) -> bool:
    """Écrit le message dans la boîte d'envoi, avec ses pièces jointes, et demande qu'on la vide."""
    prepare = _accomplir(cle)
    if prepare and configuration().smtp_hote is not None:
        reveiller_l_envoi(maintenant())
    return prepare


@task(name="poser une échéance", **_REGLAGES)
async def poser_echeance(cle: str, objet: str) -> bool:
    """Inscrit l'échéance, ou la constate déjà satisfaite."""
    return _accomplir(cle)


TACHES = {
    NatureEffet.DOCUMENT: produire_document,
    NatureEffet.MESSAGE: preparer_message,
    NatureEffet.ECHEANCE: poser_echeance,
}
