"""Une base neuve pour chaque essai, sur SQLite et, si elle répond, sur PostgreSQL."""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.exceptions import StarletteDeprecationWarning

from api.acces.debit import tout_oublier
from api.application import creer_application
from tests.acces import entrer_comme, sortir
from tests.bases import reglages_relus, vider

# Le client d'essai de Starlette préfère httpx2, que Prefect n'admet pas encore : httpx lui suffit.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from fastapi.testclient import TestClient


@pytest.fixture
def base_sqlite(tmp_path: Path, base_sqlite_neuve: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Un dossier de données neuf, sur SQLite."""
    shutil.copy(base_sqlite_neuve, tmp_path / "jalons.db")
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    with reglages_relus():
        yield tmp_path


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Un dossier de données neuf et sa base vide, sur chacune des deux bases."""
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("base_sqlite_neuve"), tmp_path / "jalons.db")
    else:
        monkeypatch.setenv("JALONS_URL_BASE", request.getfixturevalue("url_postgresql"))
    with reglages_relus():
        if request.param == "postgresql":
            vider()
        yield tmp_path


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """La même pour tous : elle ne garde rien d'un essai, et prépare ses adresses à la première demande."""
    return creer_application()


@pytest.fixture
def client(base: Path, application: FastAPI) -> Iterator[TestClient]:
    """L'application, servie sur une base neuve à un administrateur ; une panne y devient une réponse 500."""
    with TestClient(application, raise_server_exceptions=False) as ouvert:
        entrer_comme(ouvert)
        yield ouvert


@pytest.fixture
def client_sqlite(base_sqlite: Path, application: FastAPI) -> Iterator[TestClient]:
    """La même, sur SQLite seulement : pour ce qui ne dépend pas de la base."""
    with TestClient(application, raise_server_exceptions=False) as ouvert:
        entrer_comme(ouvert)
        yield ouvert


@pytest.fixture(autouse=True)
def compteurs_a_zero() -> None:
    """Les limites de débit ne passent pas d'un essai à l'autre."""
    tout_oublier()


@pytest.fixture
def anonyme(client_sqlite: TestClient) -> TestClient:
    """La même application, demandée par quelqu'un qui n'est pas connecté."""
    sortir(client_sqlite)
    return client_sqlite
