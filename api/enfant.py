"""Un processus que le superviseur garde en vie : démarré, relancé s'il meurt, arrêté avec toute sa famille."""

import ctypes
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

VIE_BREVE_S = 5.0
ATTENTE_MAXIMALE_S = 10.0
JOURNAL_PLEIN_OCTETS = 5_000_000
PR_SET_PDEATHSIG = 1


def _mourir_avec_le_parent() -> None:
    # Même tué sans préavis, le superviseur ne laisse personne derrière lui. Propre à Linux.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Enfant:
    """Un processus fils, chef de son propre groupe : ses enfants à lui s'arrêtent avec lui.

    Sans `journal`, il écrit sur le terminal. `ponctuel` : il finit de lui-même et n'est relancé que s'il est
    tué. Les instants sont ceux d'une horloge monotone, en secondes.
    """

    def __init__(
        self,
        nom: str,
        commande: list[str],
        environnement: dict[str, str],
        journal: Path | None = None,
        *,
        ponctuel: bool = False,
    ):
        self.nom = nom
        self.ponctuel = ponctuel
        self.fini = False
        self.commande = commande
        self.environnement = environnement
        self.journal = journal
        self.processus: subprocess.Popen[bytes] | None = None
        self.demarre_a = 0.0
        self.relance_a = 0.0
        self.departs_manques = 0

    def demarrer(self, maintenant: float) -> None:
        """Lance le processus."""
        self.demarre_a = maintenant
        sortie = _ouvrir_journal(self.journal)
        self.processus = subprocess.Popen(
            self.commande,
            env=self.environnement,
            stdin=subprocess.DEVNULL,
            stdout=sortie,
            stderr=sortie,
            start_new_session=True,
            # Le superviseur n'a qu'un fil : le danger que vise cette règle n'existe pas ici.
            preexec_fn=_mourir_avec_le_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )
        if sortie:
            sortie.close()

    def veiller(self, maintenant: float) -> bool:
        """Relance le processus s'il est mort, de moins en moins vite s'il meurt sitôt né.

        Rend `True` à l'instant où sa mort est constatée.
        """
        if self.fini:
            return False
        if self.processus is None:
            if maintenant >= self.relance_a:
                self.demarrer(maintenant)
            return False
        if self.processus.poll() is None:
            return False
        if self.ponctuel and self.processus.returncode >= 0:
            self.fini, self.processus = True, None
            return False
        # Tué par un signal, il n'y est pour rien ; sorti de lui-même sitôt né, il recommencera sans doute.
        sorti_seul = self.processus.returncode >= 0 and maintenant - self.demarre_a < VIE_BREVE_S
        self._achever_la_famille()
        self.processus = None
        self.departs_manques = self.departs_manques + 1 if sorti_seul else 0
        self.relance_a = maintenant + min(0.5 * self.departs_manques**2, ATTENTE_MAXIMALE_S)
        return True

    def demander_l_arret(self) -> None:
        """Prie le processus de finir ; sans effet s'il est déjà mort."""
        if self.processus:
            self.processus.terminate()

    def achever(self, delai_s: float) -> None:
        """Attend la fin au plus `delai_s` secondes, puis tue ce qui reste du groupe."""
        if self.processus is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.processus.wait(delai_s)
        self._achever_la_famille()
        self.processus.wait()

    def _achever_la_famille(self) -> None:
        if self.processus:
            with suppress(ProcessLookupError):
                os.killpg(self.processus.pid, signal.SIGKILL)


def _ouvrir_journal(journal: Path | None) -> IO[bytes] | None:
    if journal is None:
        return None
    journal.parent.mkdir(parents=True, exist_ok=True)
    if journal.exists() and journal.stat().st_size > JOURNAL_PLEIN_OCTETS:
        journal.replace(journal.with_suffix(".ancien.log"))
    return journal.open("ab")
