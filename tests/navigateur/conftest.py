"""Un Chromium et une application pour tous les essais de pages ; la démonstration n'est jouée qu'une fois."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from api.pages.statiques import PAQUETS
from tests.navigateur.pages import TERRITOIRES
from tests.navigateur.serveur import Serveur

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Ouvrir = Callable[..., Page]


@pytest.fixture(scope="session")
def donnees_de_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trois territoires menés par la démonstration, documents compris."""
    serveur = Serveur(tmp_path_factory.mktemp("demonstration"))
    serveur.commande("base", "migrer")
    serveur.commande("demo", "--sur-place", "--territoires", TERRITOIRES)
    return serveur.donnees


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Le navigateur du dossier. Playwright tient une boucle asyncio ouverte : elle gênerait les essais d'ailleurs."""
    if CHROMIUM is None:
        pytest.skip("Chromium n'est pas installé sur cette machine")
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield navigateur
        navigateur.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Le script d'axe-core, à évaluer dans une page."""
    fichier = PAQUETS / "axe-core" / "axe.min.js"
    if not fichier.is_file():
        pytest.skip("axe-core n'est pas installé (npm ci)")
    return fichier.read_text(encoding="utf-8")


@pytest.fixture(scope="package")
def serveur(chromium: Browser, donnees_de_demonstration: Path) -> Iterator[Serveur]:
    """L'application, sur la démonstration."""
    with Serveur(donnees_de_demonstration).ouvert() as ouvert:
        yield ouvert


@pytest.fixture(scope="package")
def administrateur(serveur: Serveur) -> str:
    """Le secret de session de qui peut tout voir."""
    return serveur.secret()


class Plaintes(list[str]):
    """Ce que la console du navigateur signale : un script en erreur, un contenu refusé. Rien n'en est accepté."""

    def ecouter(self, page: Page) -> Page:
        page.on("console", self._noter)
        page.on("pageerror", lambda erreur: self.append(str(erreur)))
        return page

    def _noter(self, message: ConsoleMessage) -> None:
        # Une page de refus est servie avec son statut, que le navigateur signale aussi.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.append(message.text)


def un_contexte(
    chromium: Browser, serveur: Serveur, secret: str, *, largeur: int, theme: str, scripts: bool
) -> BrowserContext:
    """Un navigateur neuf, connecté par ce secret s'il y en a un."""
    contexte = chromium.new_context(
        base_url=serveur.adresse,
        locale="fr-FR",
        viewport={"width": largeur, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    if secret:
        contexte.add_cookies([{"name": serveur.cookie, "value": secret, "url": serveur.adresse}])
    return contexte


@pytest.fixture
def ouvrir(chromium: Browser, serveur: Serveur, administrateur: str) -> Iterator[Ouvrir]:
    """`ouvrir("/territoires/32", largeur=320, theme="dark", scripts=False)` : la page, chargée.

    `secret` est celui de qui la regarde (`serveur.secret(Role.ETAT, "Dominique Fictif", territoire="32")`),
    ou vide pour personne ; sans lui, c'est l'administrateur.
    """
    contextes, plaintes = [], Plaintes()

    def charger(
        chemin: str,
        *,
        largeur: int = 1280,
        theme: str = "light",
        scripts: bool = True,
        secret: str | None = None,
    ) -> Page:
        qui = administrateur if secret is None else secret
        contexte = un_contexte(chromium, serveur, qui, largeur=largeur, theme=theme, scripts=scripts)
        contextes.append(contexte)
        page = plaintes.ecouter(contexte.new_page())
        page.goto(chemin)
        return page

    yield charger
    for contexte in contextes:
        contexte.close()
    assert plaintes == []


@pytest.fixture(scope="module", params=[True, False], ids=["avec-script", "sans-script"])
def visite(
    request: pytest.FixtureRequest, chromium: Browser, serveur: Serveur, administrateur: str
) -> Iterator[tuple[Page, Plaintes]]:
    """Une page qui va d'adresse en adresse : les feuilles et les polices n'y sont chargées qu'une fois."""
    contexte = un_contexte(
        chromium, serveur, administrateur, largeur=1280, theme="light", scripts=request.param
    )
    plaintes = Plaintes()
    yield plaintes.ecouter(contexte.new_page()), plaintes
    contexte.close()
