"""Les flows que l'exécuteur sait jouer, par leur nom Prefect."""

from typing import Any

from prefect import Flow

# Rempli par les modules de flows : un flow absent d'ici n'est pas exécuté.
FLOWS: dict[str, Flow[..., Any]] = {}
