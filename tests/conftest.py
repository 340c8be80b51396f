"""Ce que tous les tests partagent : une base à jour et vide, sur SQLite et sur PostgreSQL."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from modeles.base import mettre_a_niveau, moteur
from modeles.configuration import configuration

# Sur une machine chargée, un exemple peut être lent sans que rien ne soit faux.
settings.register_profile("jalons", deadline=None)
settings.load_profile("jalons")

POSTGRESQL = os.environ.get("POSTGRESQL_DES_TESTS", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


def _ouvert(url: str) -> bool:
    adresse = make_url(url)
    try:
        with socket.create_connection((adresse.host or "127.0.0.1", adresse.port or 5432), timeout=1):
            return True
    except OSError:
        return False


def _ordonner(ordre: str) -> None:
    serveur = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with serveur.connect() as connexion:
        connexion.execute(text(ordre))
    serveur.dispose()


@pytest.fixture(scope="session")
def base_sqlite_neuve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une base SQLite à jour et vide, à copier : la migrer à chaque test coûterait trop."""
    fichier = tmp_path_factory.mktemp("modele") / "jalons.db"
    mettre_a_niveau(f"sqlite:///{fichier}")
    return fichier


@pytest.fixture(scope="session")
def base_postgresql_neuve() -> Iterator[str]:
    """Le nom d'une base PostgreSQL à jour et vide, à copier."""
    if not _ouvert(POSTGRESQL):
        pytest.skip("PostgreSQL ne répond pas sur cette machine")
    nom = f"jalons_modele_{uuid4().hex[:12]}"
    _ordonner(f"CREATE DATABASE {nom}")
    mettre_a_niveau(str(make_url(POSTGRESQL).set(database=nom).render_as_string(hide_password=False)))
    yield nom
    _ordonner(f"DROP DATABASE {nom} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """L'adresse d'une base vide, réglée comme celle du programme ; le dossier de données est jetable."""
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path / "donnees"))
    monkeypatch.setenv("JALONS_PORT_PREFECT", "1")  # personne n'y répond : le réveil doit s'en passer
    nom = f"jalons_essai_{uuid4().hex[:12]}"
    if request.param == "sqlite":
        (tmp_path / "donnees").mkdir()
        shutil.copy(request.getfixturevalue("base_sqlite_neuve"), tmp_path / "donnees" / "jalons.db")
        url = f"sqlite:///{tmp_path / 'donnees' / 'jalons.db'}"
    else:
        _ordonner(f"CREATE DATABASE {nom} TEMPLATE {request.getfixturevalue('base_postgresql_neuve')}")
        url = make_url(POSTGRESQL).set(database=nom).render_as_string(hide_password=False)
    monkeypatch.setenv("JALONS_URL_BASE", url)
    configuration.cache_clear()
    moteur.cache_clear()
    yield url
    moteur().dispose()
    moteur.cache_clear()
    configuration.cache_clear()
    if request.param == "postgresql":
        _ordonner(f"DROP DATABASE {nom} WITH (FORCE)")
