"""Des histoires entières, dans un vrai Chromium, sur une base vide : une fois sur SQLite, une fois sur PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.bases import vider
from tests.navigateur.serveur import Serveur


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def serveur(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serveur]:
    """L'application sur une base vide, la même pour toutes les histoires : chacune a son territoire."""
    donnees, reglages = tmp_path_factory.mktemp("histoires"), {}
    if request.param == "sqlite":
        modele: Path = request.getfixturevalue("base_sqlite_neuve")
        shutil.copy(modele, donnees / "jalons.db")
    else:
        reglages["JALONS_URL_BASE"] = request.getfixturevalue("url_postgresql")
        with Serveur(donnees, **reglages).sur_place():
            vider()
    with Serveur(donnees, **reglages).ouvert() as ouvert:
        yield ouvert


@pytest.fixture
def administrateur(serveur: Serveur) -> str:
    """Le secret de session de qui peut tout voir, sur cette base."""
    return serveur.secret()
