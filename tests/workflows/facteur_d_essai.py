"""Un facteur dans son propre processus, que l'essai tue quand il veut : il vide la boîte, puis s'arrête."""

import os
from collections.abc import Mapping
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess

from modeles.configuration import configuration
from workflows.notifications.envoi import Facteur

BAIL = timedelta(seconds=1)
# Les processus naissent d'un autre qui a déjà tout importé : on en tue plusieurs sans attendre deux secondes chacun.
NAISSANCES = get_context("forkserver")
NAISSANCES.set_forkserver_preload(["tests.workflows.facteur_d_essai"])


def vider_la_boite(environnement: Mapping[str, str]) -> None:
    """Ce que fait le processus, avec les réglages de l'essai."""
    os.environ.update(environnement)
    Facteur.ordinaire(configuration(), f"facteur {os.getpid()}")._replace(bail=BAIL).vider_la_boite()


def naitre(environnement: Mapping[str, str]) -> ForkServerProcess:
    """Un facteur au travail."""
    facteur = NAISSANCES.Process(target=vider_la_boite, args=(dict(environnement),))
    facteur.start()
    return facteur
