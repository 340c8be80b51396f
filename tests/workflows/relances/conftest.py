"""Une base SQLite, pour ce qui ne dépend pas de la base ; le reste s'éprouve sur les deux."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bases import reglages_relus


@pytest.fixture
def base_sqlite(base_sqlite_neuve: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Un dossier de données neuf, sur SQLite."""
    shutil.copy(base_sqlite_neuve, tmp_path / "jalons.db")
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    monkeypatch.setenv("JALONS_PORT_PREFECT", "1")  # personne n'y répond
    with reglages_relus():
        yield tmp_path
