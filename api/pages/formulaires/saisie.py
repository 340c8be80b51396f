"""Ce qui a été tapé, tel quel : des textes rangés sous le chemin de leur case, « decisions.0.libelle »."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.pages.formulaires.champs import Champ, Genre, en_texte

LIGNES_AU_PLUS = 200
_RANG = re.compile(r"\d{1,6}")


class Saisie:
    """Les valeurs tapées. Rien n'y est lu ni jugé : on peut les réafficher telles qu'elles étaient."""

    def __init__(self, valeurs: Mapping[str, Sequence[str]]) -> None:
        self.valeurs = {chemin: list(textes) for chemin, textes in valeurs.items()}

    def texte(self, chemin: str) -> str:
        """Ce qui a été tapé dans cette case ; vide si elle n'est pas là."""
        return (self.valeurs.get(chemin) or [""])[-1]

    def choisies(self, chemin: str) -> list[str]:
        """Les cases cochées."""
        return [texte for texte in self.valeurs.get(chemin, []) if texte]

    def contient(self, chemin: str) -> bool:
        return chemin in self.valeurs

    def rangs(self, liste: str) -> list[str]:
        """Les numéros des lignes d'une liste, dans leur ordre."""
        debut = f"{liste}."
        trouves = {c[len(debut) :].split(".", 1)[0] for c in self.valeurs if c.startswith(debut)}
        return sorted((r for r in trouves if _RANG.fullmatch(r)), key=int)

    def ajouter_une_ligne(self, liste: str, champs: Iterable[Champ]) -> str:
        """Ouvre une ligne neuve au bout de la liste, et rend son numéro."""
        rangs = self.rangs(liste)
        rang = str(int(rangs[-1]) + 1 if rangs else 0)
        if len(rangs) < LIGNES_AU_PLUS:
            self.valeurs[f"{liste}.{rang}.{TEMOIN}"] = ["1"]
            self.valeurs |= en_saisie(champs, {}, prefixe=f"{liste}.{rang}.")
        return rang

    def retirer_une_ligne(self, ligne: str) -> None:
        """Ôte une ligne ; les autres gardent leur numéro."""
        self.valeurs = {c: v for c, v in self.valeurs.items() if not c.startswith(f"{ligne}.")}


# Une ligne toute vide s'afficherait mal sans trace : une case invisible dit qu'elle est là.
TEMOIN = "_"


def en_saisie(champs: Iterable[Champ], donnees: Mapping[str, Any], prefixe: str = "") -> dict[str, list[str]]:
    """Les données d'un bordereau, écrites case par case ; ce qui manque prend sa valeur par défaut."""
    valeurs: dict[str, list[str]] = {}
    for champ in champs:
        donnee = donnees.get(champ.nom, champ.defaut)
        valeurs |= _d_un_champ(champ, donnee, f"{prefixe}{champ.nom}")
    return valeurs


def _d_un_champ(champ: Champ, donnee: Any, chemin: str) -> dict[str, list[str]]:
    match champ.genre:
        case Genre.COCHE:
            return {chemin: ["true"]} if donnee else {}
        case Genre.CASES:
            return {chemin: [en_texte(champ, v) for v in donnee or ()]}
        case Genre.GROUPE:
            return _lignes(champ, donnee or (), chemin)
        case Genre.RANGEES:
            return _rangees(champ, donnee or (), chemin)
        case Genre.PAR_CLE:
            (case,) = champ.champs
            return {f"{chemin}.{cle}": [en_texte(case, v)] for cle, v in (donnee or {}).items()}
    return {chemin: [en_texte(champ, donnee)]}


def _lignes(champ: Champ, lignes: Sequence[Any], chemin: str) -> dict[str, list[str]]:
    valeurs: dict[str, list[str]] = {}
    for rang, ligne in enumerate(lignes):
        valeurs[f"{chemin}.{rang}.{TEMOIN}"] = ["1"]
        valeurs |= en_saisie(champ.champs, ligne, f"{chemin}.{rang}.")
    return valeurs


def _rangees(champ: Champ, lignes: Sequence[Any], chemin: str) -> dict[str, list[str]]:
    if not champ.fixe:
        (case,) = champ.champs
        return {f"{chemin}.{rang}": [en_texte(case, v)] for rang, v in enumerate(lignes, 1)}
    valeurs: dict[str, list[str]] = {}
    for ligne in lignes:
        valeurs |= en_saisie(champ.champs, ligne, f"{chemin}.{ligne[champ.fixe]}.")
    return valeurs
