"""Les contours des départements, cadrés sur une région : lus une fois dans le paquet npm qui les apporte."""

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from api.pages.statiques import PAQUETS

PAQUET = PAQUETS / "@svg-maps" / "france.departments"
LARGEUR = 600.0
MARGE = 8.0
NOMBRES = re.compile(r"-?\d+(?:\.\d+)?")

Point = tuple[float, float]
Contour = list[Point]


class Forme(NamedTuple):
    """Un département : son tracé SVG, et où écrire dedans."""

    code: str
    trace: str
    x: float
    y: float


class Fond(NamedTuple):
    """Des départements, dans un dessin de 600 de large."""

    hauteur: float
    formes: tuple[Forme, ...]


@cache
def contours() -> dict[str, list[Contour]]:
    """Les contours de chaque département de métropole ; rien si le paquet n'est pas installé."""
    fichier = PAQUET / "index.js"
    if not fichier.is_file():
        return {}
    module = fichier.read_text(encoding="utf-8")
    lieux = json.loads(module.removeprefix("export default ").strip().rstrip(";"))["locations"]
    return {lieu["id"]: list(_contours(lieu["path"])) for lieu in lieux}


def _contours(trace: str) -> Iterable[Contour]:
    """Les polygones d'un tracé, qui n'emploie que des déplacements relatifs."""
    x = y = 0.0
    for morceau in trace.split("z"):
        nombres = [float(n) for n in NOMBRES.findall(morceau)]
        contour = []
        for dx, dy in zip(nombres[::2], nombres[1::2], strict=True):
            x, y = x + dx, y + dy
            contour.append((x, y))
        if contour:
            yield contour
            # Fermer ramène au départ : le contour suivant se compte de là.
            x, y = contour[0]


@cache
def fond(codes: tuple[str, ...]) -> Fond:
    """Le fond de carte de ces départements ; sans aucune forme s'ils ne sont pas dessinés."""
    voulus = {code: contours()[code] for code in codes if code in contours()}
    points = [p for liste in voulus.values() for contour in liste for p in contour]
    if not points:
        return Fond(0, ())
    gauche, haut = min(x for x, _ in points), min(y for _, y in points)
    echelle = (LARGEUR - 2 * MARGE) / max(
        max(x for x, _ in points) - gauche, 0.8 * (max(y for _, y in points) - haut)
    )

    def cadrer(contour: Contour) -> Contour:
        return [(MARGE + echelle * (x - gauche), MARGE + echelle * (y - haut)) for x, y in contour]

    formes = tuple(_forme(code, [cadrer(c) for c in liste]) for code, liste in voulus.items())
    return Fond(2 * MARGE + echelle * (max(y for _, y in points) - haut), formes)


def _forme(code: str, liste: list[Contour]) -> Forme:
    x, y = _centre(max(liste, key=lambda contour: abs(_aire(contour))))
    trace = "".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in contour) + "z" for contour in liste)
    return Forme(code, trace, round(x, 1), round(y, 1))


def _aire(contour: Contour) -> float:
    suivants = contour[1:] + contour[:1]
    return sum(x * v - u * y for (x, y), (u, v) in zip(contour, suivants, strict=True)) / 2


def _centre(contour: Contour) -> Point:
    """Le centre de gravité d'un polygone."""
    suivants, aire = contour[1:] + contour[:1], _aire(contour)
    couples = list(zip(contour, suivants, strict=True))
    return (
        sum((x + u) * (x * v - u * y) for (x, y), (u, v) in couples) / (6 * aire),
        sum((y + v) * (x * v - u * y) for (x, y), (u, v) in couples) / (6 * aire),
    )
