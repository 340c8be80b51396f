"""Jalons en vrai, dans un dossier jetable : le démarrer, tuer l'un de ses processus, l'arrêter."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx

RACINE = Path(__file__).parents[2]
ROLES = {
    "application": "api.application",
    "prefect": "workflows.flows serveur",
    "executeur": "workflows.flows executeur",
    "demonstration": "api.cli.principal demo",
}


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


class Jalons:
    """`Jalons(dossier)` : un superviseur et ses enfants, sur un port libre."""

    def __init__(self, dossier: Path, **reglages: str) -> None:
        self.dossier = dossier
        self.port = port_libre()
        self.environnement = {
            **{
                nom: valeur
                for nom, valeur in os.environ.items()
                if not nom.startswith(("JALONS_", "PREFECT_"))
            },
            "JALONS_DONNEES": str(dossier),
            "JALONS_PORT": str(self.port),
            **reglages,
        }
        self.processus: subprocess.Popen[bytes] | None = None

    def demarrer(self) -> None:
        journal = (self.dossier.parent / "superviseur.log").open("ab")
        self.processus = subprocess.Popen(
            [sys.executable, "-m", "api.superviseur"],
            cwd=RACINE,
            env=self.environnement,
            stdin=subprocess.DEVNULL,
            stdout=journal,
            stderr=journal,
        )
        journal.close()

    def commande(self, *mots: str) -> subprocess.CompletedProcess[str]:
        """Une commande `jalons …` sur ce dossier."""
        return subprocess.run(
            [str(Path(sys.executable).parent / "jalons"), *mots],
            cwd=RACINE,
            env=self.environnement,
            capture_output=True,
            text=True,
            check=False,
        )

    def pret(self) -> bool:
        with suppress(httpx.HTTPError):
            reponse = httpx.get(f"http://127.0.0.1:{self.port}/sante", timeout=2, trust_env=False)
            return reponse.status_code == httpx.codes.OK
        return False

    def enfants(self) -> dict[str, int]:
        """Les processus vivants de cet arbre, par rôle."""
        vivants = {}
        for dossier in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                mots = (dossier / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if str(self.dossier).encode() not in (dossier / "environ").read_bytes():
                    continue
                vivants |= {role: int(dossier.name) for role, trace in ROLES.items() if trace in mots}
        return vivants

    def tuer(self, role: str) -> bool:
        """Tue sans préavis le processus de ce rôle ; faux s'il n'y en a pas."""
        pid = self.enfants().get(role)
        if pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return True

    def tuer_tout(self) -> None:
        """Tue le superviseur sans préavis : ses enfants doivent mourir avec lui."""
        assert self.processus is not None
        self.processus.kill()
        self.processus.wait()
        attendre(lambda: not self.enfants(), 10)

    def arreter(self) -> None:
        if self.processus and self.processus.poll() is None:
            self.processus.send_signal(signal.SIGINT)
            self.processus.wait(20)


def attendre(condition: Callable[[], bool], secondes: float) -> None:
    """Attend que la condition soit vraie ; échoue au bout du délai."""
    limite = time.monotonic() + secondes
    while not condition():
        if time.monotonic() > limite:
            raise TimeoutError(f"toujours pas vrai au bout de {secondes:.0f} s")
        time.sleep(0.2)
