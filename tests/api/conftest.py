"""Une base neuve pour chaque essai, sur SQLite et, si elle répond, sur PostgreSQL."""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.exceptions import StarletteDeprecationWarning

from api.acces.debit import tout_oublier
from api.application import creer_application
from api.pages.rendu import Page
from tests.acces import entrer_comme, sortir
from tests.api.identifiants import defauts_d_identifiants
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


@pytest.fixture(autouse=True)
def pages_bien_designees(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Toute page rendue par un essai n'a pas deux fois le même identifiant, et ses étiquettes désignent un champ."""
    defauts: dict[str, list[str]] = {}
    rendre = Page.rendre

    def rendre_et_examiner(page: Page, gabarit: str, statut: int = 200, **contexte: Any) -> HTMLResponse:
        reponse = rendre(page, gabarit, statut, **contexte)
        if trouves := defauts_d_identifiants(bytes(reponse.body).decode()):
            defauts[f"{page.requete.url.path} ({gabarit})"] = trouves
        return reponse

    monkeypatch.setattr(Page, "rendre", rendre_et_examiner)
    yield
    assert defauts == {}


@pytest.fixture
def anonyme(client_sqlite: TestClient) -> TestClient:
    """La même application, demandée par quelqu'un qui n'est pas connecté."""
    sortir(client_sqlite)
    return client_sqlite
