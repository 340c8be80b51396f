"""`python -m workflows.flows serveur` ou `executeur` : pose l'environnement de Prefect, puis l'importe."""

import os
import runpy
import sys

from modeles.configuration import ReglagesInvalides, configuration
from workflows.flows.environnement import variables_prefect

ROLES = ("serveur", "executeur")


def principal() -> None:
    """Pose l'environnement puis joue le rôle demandé, qui seul importe Prefect."""
    if len(sys.argv) != 2 or sys.argv[1] not in ROLES:
        sys.exit(f"Précisez un rôle : {' ou '.join(ROLES)}.")
    try:
        reglages = configuration()
    except ReglagesInvalides as refus:
        sys.exit(str(refus))
    os.environ.update(variables_prefect(reglages, dict(os.environ)))
    runpy.run_module(f"workflows.flows.{sys.argv[1]}", run_name="__main__")


if __name__ == "__main__":
    principal()
