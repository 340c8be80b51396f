"""De « à lancer » à « contrat signé, en exécution », par les pages seulement : on suit les liens, on remplit."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.application import creer_application
from modeles.compte import Role
from tests.api.conftest import TestClient
from tests.bases import reglages_relus
from tests.parcours_complet.agent_au_navigateur import Agent
from tests.parcours_complet.equipe import TERRITOIRE, mener_jusqu_au_contrat


@pytest.fixture
def application(
    tmp_path: Path, base_sqlite_neuve: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    """L'application sur une base vide, sans Prefect : ce qui suit les gestes se fait sur place."""
    shutil.copy(base_sqlite_neuve, tmp_path / "jalons.db")
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    monkeypatch.setenv("JALONS_PORT_PREFECT", "1")
    with reglages_relus(), TestClient(creer_application()) as ouverte:
        yield ouverte


def test_un_territoire_va_jusqu_au_contrat_signe_par_les_pages_seulement(application: TestClient) -> None:
    def entrer(role: Role, nom: str, portee: dict[str, str]) -> Agent:
        return Agent(TestClient(application.app), role, nom, TERRITOIRE, **portee)

    mener_jusqu_au_contrat(entrer)
