"""Ce qui coûte cher et ne change pas se fabrique une fois, même quand plusieurs processus se partagent les tests."""

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def une_fois(dossier: Path, nom: str, fabriquer: Callable[[], T]) -> T:
    """Ce que `fabriquer` rend : le premier venu le range dans `dossier`, les autres attendent et le relisent."""
    fichier = dossier / f"{nom}.pickle"
    with (dossier / f"{nom}.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not fichier.exists():
            fichier.write_bytes(pickle.dumps(fabriquer()))
    fabrique: T = pickle.loads(fichier.read_bytes())
    return fabrique
