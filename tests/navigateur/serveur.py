"""L'application dans son propre processus, sur un port libre et des données jetables, pour un vrai navigateur."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from modeles.compte import Role
from tests.acces import ADMINISTRATEUR, creer_compte, secret_pour
from tests.bases import reglages_relus
from tests.parcours_complet.arbre_de_processus import RACINE, attendre, port_libre
from workflows.acces.habilitations import Portee

DEMARRAGE_S = 90


class Serveur:
    """Une application et ses données. `reglages` : des variables JALONS_… de plus."""

    def __init__(self, donnees: Path, **reglages: str) -> None:
        self.donnees = donnees
        self.port = port_libre()
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.environnement = {
            **{n: v for n, v in os.environ.items() if not n.startswith(("JALONS_", "PREFECT_"))},
            "JALONS_DONNEES": str(donnees),
            "JALONS_PORT": str(self.port),
            "JALONS_PORT_PREFECT": "1",  # personne n'y répond : les pages s'en passent
            **reglages,
        }

    def commande(self, *mots: str) -> str:
        """Une commande `jalons …` sur ces données ; rend ce qu'elle a écrit, échoue si elle échoue."""
        return subprocess.run(
            [sys.executable, "-m", "api.cli.principal", *mots],
            cwd=RACINE,
            env=self.environnement,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def secret(self, role: Role = Role.ADMINISTRATEUR, nom: str = ADMINISTRATEUR, **portee: str) -> str:
        """Le secret de session d'une personne de ce rôle (`region="76"` ou `territoire="32"`), créée au besoin."""
        with self.sur_place():
            return secret_pour(creer_compte(role, nom, Portee(**portee)))

    @contextmanager
    def sur_place(self) -> Iterator[None]:
        """Le temps d'un essai, ce processus écrit dans les mêmes données que l'application."""
        with pytest.MonkeyPatch.context() as reglages:
            for variable, valeur in self.environnement.items():
                reglages.setenv(variable, valeur)
            with reglages_relus():
                yield

    @property
    def cookie(self) -> str:
        """Le nom du cookie de session."""
        return f"jalons_{self.port}"

    @contextmanager
    def ouvert(self, processus: int = 1) -> Iterator["Serveur"]:
        """Le temps d'un essai, l'application répond à `adresse`."""
        commande = [sys.executable, "-m", "uvicorn", "api.application:application", "--log-level", "warning"]
        commande += ["--port", str(self.port), "--workers", str(processus)]
        with (self.donnees / "application.log").open("ab") as journal:
            lance = subprocess.Popen(
                commande, cwd=RACINE, env=self.environnement, stdin=subprocess.DEVNULL, stderr=journal
            )
        try:
            attendre(self.pret, DEMARRAGE_S)
            yield self
        finally:
            lance.terminate()
            lance.wait(10)

    def pret(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.adresse}/statiques/jalons.svg", trust_env=False).status_code == 200
        return False
