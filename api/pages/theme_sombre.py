"""Le thème sombre pour qui n'exécute pas de script."""

import re
from functools import cache
from pathlib import Path

FEUILLES = ("dsfr.min.css", "utility/utility.min.css")
MARQUE = "[data-fr-theme=dark]"
SELECTEURS_ET_CORPS = re.compile(r"([^{}]+)\{([^{}]*)\}")
BLOCS_CONDITIONNELS = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]+;")


@cache
def feuille_sombre(dossier: Path) -> str:
    """Les règles sombres du DSFR, sous la préférence du système.

    Le DSFR n'applique son thème sombre qu'à travers son script. Dès que le script a choisi un thème, cette
    feuille se tait : elle ne vaut que pour une racine sans `data-fr-theme`.
    """
    feuilles = [dossier / nom for nom in FEUILLES]
    regles = [r for f in feuilles if f.is_file() for r in _regles_sombres(f.read_text(encoding="utf-8"))]
    return "@media screen and (prefers-color-scheme: dark){" + "".join(regles) + "}"


def _regles_sombres(css: str) -> list[str]:
    """Les règles de premier niveau qui ne valent que pour le thème sombre."""
    regles = []
    for selecteurs, corps in SELECTEURS_ET_CORPS.findall(BLOCS_CONDITIONNELS.sub("", css)):
        sujets = [s.split(MARQUE, 1)[1].strip() for s in selecteurs.split(",") if MARQUE in s]
        if sujets:
            vises = ",".join(f":root:not([data-fr-theme]) {sujet}".rstrip() for sujet in sujets)
            regles.append(f"{vises}{{{corps}}}")
    return regles
