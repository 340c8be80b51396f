"""Ce que tous les tests partagent : une base à jour et vide, sur SQLite et sur PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from modeles.base import mettre_a_niveau
from tests.bases import SERVEUR, ordonner, postgresql_repond, reglages_relus, vider

# Sur une machine chargée, un exemple peut être lent sans que rien ne soit faux.
settings.register_profile("jalons", deadline=None)
settings.load_profile("jalons")


@pytest.fixture(scope="session")
def dossier_commun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un dossier que voient tous les processus de tests d'une même séance."""
    propre = tmp_path_factory.getbasetemp()
    return propre.parent if "PYTEST_XDIST_WORKER" in os.environ else propre


@pytest.fixture(scope="session")
def base_sqlite_neuve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une base SQLite à jour et vide, à copier : la migrer à chaque test coûterait trop."""
    fichier = tmp_path_factory.mktemp("modele") / "jalons.db"
    mettre_a_niveau(f"sqlite:///{fichier}")
    return fichier


@pytest.fixture(scope="session")
def url_postgresql() -> Iterator[str]:
    """L'adresse d'une base PostgreSQL jetable, à jour ; chaque test la vide avant de s'en servir."""
    if not postgresql_repond():
        pytest.skip("PostgreSQL ne répond pas sur cette machine")
    nom = f"jalons_essai_{uuid4().hex[:12]}"
    ordonner(f"CREATE DATABASE {nom}")
    url = make_url(SERVEUR).set(database=nom).render_as_string(hide_password=False)
    mettre_a_niveau(url)
    yield url
    ordonner(f"DROP DATABASE {nom} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """L'adresse d'une base vide, réglée comme celle du programme ; le dossier de données est jetable."""
    donnees = tmp_path / "donnees"
    donnees.mkdir()
    monkeypatch.setenv("JALONS_DONNEES", str(donnees))
    monkeypatch.setenv("JALONS_PORT_PREFECT", "1")  # personne n'y répond : le réveil doit s'en passer
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("base_sqlite_neuve"), donnees / "jalons.db")
        url = f"sqlite:///{donnees / 'jalons.db'}"
    else:
        url = request.getfixturevalue("url_postgresql")
    monkeypatch.setenv("JALONS_URL_BASE", url)
    with reglages_relus():
        if request.param == "postgresql":
            vider()
        yield url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Le plus long d'abord : pris en dernier, il ferait attendre une machine qui n'a plus rien d'autre à faire."""
    items.sort(key=lambda item: item.path.name != "test_pannes.py")
