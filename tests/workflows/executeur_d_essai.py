"""Un exécuteur qui ne sait jouer que trois flows bouchons ; l'environnement de Prefect est posé avant."""

import asyncio
from uuid import UUID

from prefect import flow

from modeles.configuration import configuration
from workflows.flows.executeur import servir


@flow(name="parcours-territoire")
async def parcours_territoire(demarche_id: UUID) -> None:
    """Laisse une trace au nom de la démarche, puis dure tant que le fichier `attendre` existe."""
    donnees = configuration().donnees
    (donnees / f"{demarche_id}.fait").touch()
    while (donnees / "attendre").exists():
        await asyncio.sleep(0.1)


@flow(name="tournee")
async def tournee() -> None:
    """Ne fait rien."""


@flow(name="filet")
async def filet() -> None:
    """Laisse une trace."""
    (configuration().donnees / "filet.fait").touch()


if __name__ == "__main__":
    flows = {bouchon.name: bouchon for bouchon in (parcours_territoire, tournee, filet)}
    asyncio.run(servir(configuration(), flows))
