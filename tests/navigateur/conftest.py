"""Un Chromium et une application pour tous les essais de pages ; la démonstration n'est jouée qu'une fois."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Le navigateur de toute la session."""
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


@pytest.fixture(scope="session")
def serveur(chromium: Browser, donnees_de_demonstration: Path) -> Iterator[Serveur]:
    """L'application, sur la démonstration."""
    with Serveur(donnees_de_demonstration).ouvert() as ouvert:
        yield ouvert


@pytest.fixture(scope="session")
def administrateur(serveur: Serveur) -> str:
    """Le secret de session de qui peut tout voir."""
    return serveur.secret()


@pytest.fixture
def ouvrir(chromium: Browser, serveur: Serveur, administrateur: str) -> Iterator[Ouvrir]:
    """`ouvrir("/territoires/32", largeur=320, theme="dark", scripts=False)` : la page, chargée.

    `secret` est celui de qui la regarde (`serveur.secret(Role.ETAT, "Dominique Fictif", territoire="32")`),
    ou vide pour personne ; sans lui, c'est l'administrateur.
    Rien de ce que la console du navigateur signale n'est accepté : ni script en erreur, ni contenu refusé.
    """
    contextes, plaintes = [], list[str]()

    def noter(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            plaintes.append(message.text)

    def charger(
        chemin: str,
        *,
        largeur: int = 1280,
        theme: str = "light",
        scripts: bool = True,
        secret: str | None = None,
    ) -> Page:
        contexte = chromium.new_context(
            base_url=serveur.adresse,
            viewport={"width": largeur, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contextes.append(contexte)
        valeur = administrateur if secret is None else secret
        if valeur:
            contexte.add_cookies([{"name": serveur.cookie, "value": valeur, "url": serveur.adresse}])
        page = contexte.new_page()
        page.on("console", noter)
        page.on("pageerror", lambda erreur: plaintes.append(str(erreur)))
        page.goto(chemin)
        return page

    yield charger
    for contexte in contextes:
        contexte.close()
    assert plaintes == []
