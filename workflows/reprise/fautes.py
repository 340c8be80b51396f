"""Ce qui est à corriger dans un classeur : où, ce qu'on y a trouvé, ce qu'on attendait."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from documents.formats import accorder, liste_et
from modeles.erreurs import Obstacle, SaisieInvalide

LONGUEUR_D_EXTRAIT = 60
EXEMPLES_CITES = 3
REMEDE = "Corrigez ces cellules dans le classeur, enregistrez-le, puis recommencez."


class Faute(NamedTuple):
    """Une cellule à corriger. `trouve` est ce qui y est écrit, vide si elle l'est."""

    feuille: str
    cellule: str
    trouve: str
    attendu: str

    @property
    def ou(self) -> str:
        """« Fiches!D4 »."""
        return f"{self.feuille}!{self.cellule}"

    @property
    def colonne(self) -> str:
        """La lettre de la colonne."""
        return self.cellule.rstrip("0123456789")


class ClasseurIllisible(SaisieInvalide):
    """Le fichier n'est pas un classeur de reprise que l'on puisse lire sans risque."""


class ClasseurRefuse(SaisieInvalide):
    """Le classeur se lit, mais des cellules sont à corriger : elles sont toutes dans `fautes`."""

    def __init__(self, fichier: str, fautes: Sequence[Faute]) -> None:
        self.fautes = tuple(fautes)
        obstacles = regrouper(fautes)
        super().__init__(
            f"Le classeur « {fichier} » ne peut pas être importé ; rien n'a été écrit.",
            f"{accorder(len(fautes), 'cellule est', 'cellules sont')} à corriger : "
            f"{' ; '.join(o.message for o in obstacles)}.",
            REMEDE,
            obstacles,
        )


class Groupe(NamedTuple):
    """Les cellules d'une même colonne dont on attend la même chose ; `cellules` : « D4 à D9 et D12 »."""

    feuille: str
    cellules: str
    trouve: str
    attendu: str

    @property
    def obstacle(self) -> Obstacle:
        ou = f"{self.feuille}!{self.cellules}"
        return Obstacle(f"{ou} : {self.trouve} ; attendu : {self.attendu}", REMEDE, ou=ou)


def grouper(fautes: Iterable[Faute]) -> list[Groupe]:
    """Toutes les fautes, celles qui se corrigent de la même façon ensemble."""
    groupes: dict[tuple[str, str, str], list[Faute]] = {}
    for faute in fautes:
        groupes.setdefault((faute.feuille, faute.colonne, faute.attendu), []).append(faute)
    return [_groupe(groupe) for groupe in groupes.values()]


def regrouper(fautes: Iterable[Faute]) -> list[Obstacle]:
    """Un obstacle par groupe de fautes."""
    return [groupe.obstacle for groupe in grouper(fautes)]


def _groupe(fautes: list[Faute]) -> Groupe:
    trouves = list(dict.fromkeys(_cite(f.trouve) for f in fautes))
    cites = trouves[:EXEMPLES_CITES] + (["…"] if len(trouves) > EXEMPLES_CITES else [])
    cellules = _plages([f.cellule for f in fautes])
    return Groupe(fautes[0].feuille, cellules, ", ".join(cites), fautes[0].attendu)


def extrait(texte: str) -> str:
    """Le texte sur une ligne, coupé s'il est long."""
    texte = " ".join(texte.split())
    return texte if len(texte) <= LONGUEUR_D_EXTRAIT else f"{texte[:LONGUEUR_D_EXTRAIT]}…"


def _cite(trouve: str) -> str:
    return f"« {extrait(trouve)} »" if trouve.strip() else "cellule vide"


def _plages(cellules: Sequence[str]) -> str:
    """« D4 à D9 et D12 » pour des cellules d'une même colonne."""
    lettre = cellules[0].rstrip("0123456789")
    rangs = sorted({int(n) for c in cellules for n in re.findall(r"\d+$", c)})
    debuts = [n for n in rangs if n - 1 not in rangs]
    fins = [n for n in rangs if n + 1 not in rangs]
    return liste_et(
        f"{lettre}{debut}" if debut == fin else f"{lettre}{debut} à {lettre}{fin}"
        for debut, fin in zip(debuts, fins, strict=True)
    )
