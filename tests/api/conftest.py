"""Une base neuve pour chaque essai, sur SQLite et, si elle répond, sur PostgreSQL."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from starlette.exceptions import StarletteDeprecationWarning

from api.application import creer_application
from modeles.base import mettre_a_niveau, moteur
from modeles.configuration import configuration
from modeles.tables import METADONNEES

# Le client d'essai de Starlette préfère httpx2, que Prefect n'admet pas encore : httpx lui suffit.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from fastapi.testclient import TestClient

SERVEUR = "postgresql+psycopg://postgres@127.0.0.1:5432"
BASE_D_ESSAI = f"jalons_api_{os.getpid()}"


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une base migrée, à copier : migrer à chaque essai prendrait l'essentiel du temps."""
    fichier = tmp_path_factory.mktemp("modele") / "jalons.db"
    mettre_a_niveau(f"sqlite:///{fichier}")
    return fichier


@pytest.fixture(scope="session")
def url_postgresql() -> Iterator[str]:
    """Une base PostgreSQL jetable, migrée ; l'essai est sauté si aucun serveur ne répond."""
    serveur = create_engine(f"{SERVEUR}/test", isolation_level="AUTOCOMMIT")
    try:
        with serveur.connect() as connexion:
            connexion.execute(text(f"DROP DATABASE IF EXISTS {BASE_D_ESSAI}"))
            connexion.execute(text(f"CREATE DATABASE {BASE_D_ESSAI}"))
    except OperationalError:
        pytest.skip("PostgreSQL ne répond pas sur 127.0.0.1:5432.")
    url = f"{SERVEUR}/{BASE_D_ESSAI}"
    mettre_a_niveau(url)
    yield url
    with serveur.connect() as connexion:
        connexion.execute(text(f"DROP DATABASE {BASE_D_ESSAI} WITH (FORCE)"))
    serveur.dispose()


@contextmanager
def _reglages(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JALONS_DONNEES", str(dossier))
    configuration.cache_clear()
    moteur.cache_clear()
    ouvert = moteur()
    yield
    ouvert.dispose()
    configuration.cache_clear()
    moteur.cache_clear()


@pytest.fixture
def base_sqlite(tmp_path: Path, modele_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Un dossier de données neuf, sur SQLite."""
    shutil.copy(modele_sqlite, tmp_path / "jalons.db")
    with _reglages(tmp_path, monkeypatch):
        yield tmp_path


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Un dossier de données neuf et sa base vide, sur chacune des deux bases."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("modele_sqlite"), tmp_path / "jalons.db")
    else:
        monkeypatch.setenv("JALONS_URL_BASE", request.getfixturevalue("url_postgresql"))
    with _reglages(tmp_path, monkeypatch):
        if request.param == "postgresql":
            noms = ", ".join(f'"{table.name}"' for table in METADONNEES.sorted_tables)
            with moteur().begin() as connexion:
                connexion.execute(text(f"TRUNCATE {noms} CASCADE"))
        yield tmp_path


@pytest.fixture
def client(base: Path) -> Iterator[TestClient]:
    """L'application, servie sur une base neuve ; une panne y devient une réponse 500."""
    with TestClient(creer_application(), raise_server_exceptions=False) as ouvert:
        yield ouvert


@pytest.fixture
def client_sqlite(base_sqlite: Path) -> Iterator[TestClient]:
    """La même, sur SQLite seulement : pour ce qui ne dépend pas de la base."""
    with TestClient(creer_application(), raise_server_exceptions=False) as ouvert:
        yield ouvert
