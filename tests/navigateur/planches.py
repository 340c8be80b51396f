"""`python -m tests.navigateur.planches DOSSIER` : voir chaque écran, à trois largeurs, en clair et en sombre.

Sur les données de `JALONS_DONNEES` : `make planches` y joue d'abord la démonstration.
"""

import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from api.cli.planches import planche
from tests.navigateur.pages import ECRANS, SANS_COMPTE

try:
    from playwright.sync_api import Browser, Page, sync_playwright

    from tests.navigateur.conftest import CHROMIUM, un_contexte
    from tests.navigateur.examens import debordement
    from tests.navigateur.serveur import Serveur
except ModuleNotFoundError as manque:
    sys.exit(
        f"Les écrans ne peuvent pas être photographiés : « {manque.name} » n'est pas installé. "
        "C'est un outil de développement : lancez make planches, qui l'installe."
    )

THEMES = {"light": "clair", "dark": "sombre"}
LARGEURS = (320, 768, 1280)


def photographier(serveur: Serveur, chromium: Browser, vers: Path) -> Iterator[tuple[Path, list[str]]]:
    """Chaque écran dans son fichier, et ce qui y déborde."""
    administrateur = serveur.secret()
    for theme, libelle in THEMES.items():
        for connecte in (True, False):
            chemins = [c for c in ECRANS if (c not in SANS_COMPTE) is connecte]
            secret = administrateur if connecte else ""
            contexte = un_contexte(chromium, serveur, secret, largeur=LARGEURS[-1], theme=theme, scripts=True)
            page = contexte.new_page()
            for chemin, largeur in product(chemins, LARGEURS):
                fichier = vers / f"{_nom(chemin)} {libelle} {largeur:04}.png"
                yield fichier, _prendre(page, chemin, largeur, fichier)
            contexte.close()


def _prendre(page: Page, chemin: str, largeur: int, fichier: Path) -> list[str]:
    if not page.url.endswith(chemin):
        page.goto(chemin)
    debordants = debordement(page, largeur)
    page.screenshot(path=fichier, full_page=True)
    return debordants


def _nom(chemin: str) -> str:
    """Le rang de l'écran, puis son adresse : les fichiers se rangent dans l'ordre des pages."""
    adresse = "".join(x if x.isalnum() else "-" for x in chemin.strip("/")) or "accueil"
    return f"{ECRANS.index(chemin):02} {adresse}"


def principal(vers: Path) -> None:
    """Photographie, réunit sur une page, dit ce qui déborde."""
    if CHROMIUM is None:
        sys.exit(
            "Les écrans ne peuvent pas être photographiés : Chromium est introuvable. "
            "Installez Chromium ou Google Chrome (sous Debian : apt install chromium), puis recommencez."
        )
    vers.mkdir(parents=True, exist_ok=True)
    for ancien in vers.glob("*.png"):
        ancien.unlink()
    debordent = []
    with Serveur(Path(os.environ["JALONS_DONNEES"])).ouvert() as serveur, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for fichier, debordants in photographier(serveur, chromium, vers):
            debordent += [f"À corriger : {fichier.stem} déborde : {x}" for x in debordants[:1]]
        chromium.close()
    images = sorted(vers.glob("*.png"))
    (vers / "index.html").write_text(planche("Les écrans de Jalons", images), encoding="utf-8")
    print(*debordent, f"{len(ECRANS)} écrans, {len(images)} images : {vers / 'index.html'}", sep="\n")
    if debordent:
        sys.exit(1)


if __name__ == "__main__":
    principal(Path(sys.argv[1]))
