"""Un graphique que tout le monde lit : des barres, chacune avec son motif et son nombre, un résumé et un tableau."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Le motif de chaque série, dans l'ordre : deux voisins se distinguent sans la couleur.
MOTIFS = (5, 3, 1, 4, 2)
SANS_MOTIF = 0


class Serie(NamedTuple):
    """Ce que mesure une couleur : son nom et son motif."""

    nom: str
    motif: int


class Segment(NamedTuple):
    """Une portion de barre, en parts de la largeur."""

    debut: str
    largeur: str
    motif: int


class Barre(NamedTuple):
    """Une ligne du graphique ; `repere` est la place d'un trait (une cible)."""

    libelle: str
    segments: list[Segment]
    texte: str
    repere: str = ""


class Graphique(NamedTuple):
    """`colonnes` et `lignes` sont le tableau des mêmes données. Sans barre, le résumé dit pourquoi."""

    cle: str
    titre: str
    resume: str
    barres: Sequence[Barre] = ()
    series: Sequence[Serie] = ()
    colonnes: Sequence[str] = ()
    lignes: Sequence[Sequence[str]] = ()
    histogramme: "Histogramme | None" = None


class Histogramme(NamedTuple):
    """Les mêmes données pour le composant de DSFR Chart, qu'un script dessine à la demande."""

    x: str
    y: str
    noms: str
    unite: str


class Mesure(NamedTuple):
    """Les valeurs d'une ligne, dans l'ordre des séries, et ce qu'on en dit."""

    libelle: str
    valeurs: Sequence[float]
    texte: str
    repere: float | None = None


def series(noms: Iterable[str]) -> list[Serie]:
    """Un motif par nom."""
    return [Serie(nom, MOTIFS[rang % len(MOTIFS)]) for rang, nom in enumerate(noms)]


def barres(
    mesures: Sequence[Mesure], les_series: Sequence[Serie], maximum: float | None = None
) -> list[Barre]:
    """Les barres, à la même échelle ; la plus longue prend toute la largeur si aucun maximum n'est dit."""
    plus_long = max((max(sum(m.valeurs), m.repere or 0) for m in mesures), default=0)
    echelle = 100 / (maximum or plus_long or 1)
    return [_barre(m, les_series, echelle) for m in mesures]


def histogramme(
    mesures: Sequence[Mesure], les_series: Sequence[Serie], unite: str, part: int = 1
) -> Histogramme:
    """Les mesures en colonnes empilées ; `part` est ce que vaut une unité (cent centimes pour un euro)."""
    colonnes = [[round(m.valeurs[rang] / part, 2) for m in mesures] for rang in range(len(les_series))]
    libelles = [m.libelle for m in mesures]
    return Histogramme(
        json.dumps([libelles] * len(les_series), ensure_ascii=False),
        json.dumps(colonnes),
        json.dumps([s.nom for s in les_series], ensure_ascii=False),
        unite,
    )


def _barre(mesure: Mesure, les_series: Sequence[Serie], echelle: float) -> Barre:
    segments, debut = [], 0.0
    for serie, valeur in zip(les_series, mesure.valeurs, strict=True):
        if valeur > 0:
            segments.append(Segment(_part(debut), _part(valeur * echelle), serie.motif))
        debut += valeur * echelle
    repere = _part(mesure.repere * echelle) if mesure.repere is not None else ""
    return Barre(mesure.libelle, segments, mesure.texte, repere)


def _part(pourcentage: float) -> str:
    return f"{pourcentage:.2f}%"
