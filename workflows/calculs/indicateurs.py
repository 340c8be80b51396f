"""Ce qui se calcule d'un indicateur : son rapport, sa place par rapport à la cible, sa variation."""

from enum import StrEnum

from modeles.indicateur import Indicateur
from modeles.reference.catalogues import PAR_RAPPORT, Sens

POUR_CENT = "%"


class Teinte(StrEnum):
    """La place d'une valeur par rapport à sa cible."""

    VERT = "vert"
    ORANGE = "orange"
    ROUGE = "rouge"


def par_rapport(indicateur: Indicateur) -> bool:
    """Vrai d'un ratio, d'une moyenne ou d'un délai moyen : il se calcule, il ne se saisit jamais."""
    return indicateur.formule in PAR_RAPPORT


def rapport_centiemes(numerateur: int, denominateur: int, unite: str) -> int:
    """Le rapport en centièmes d'unité, arrondi au plus proche (le demi vers le haut). Dénominateur > 0."""
    facteur = 100 * (100 if unite.strip() == POUR_CENT else 1)
    return (2 * numerateur * facteur + denominateur) // (2 * denominateur)


def part_centiemes(effectif: int, population: int) -> int | None:
    """La part d'une population, en centièmes de point ; None si la population est vide."""
    return rapport_centiemes(effectif, population, POUR_CENT) if population > 0 else None


def variation_pour_cent(valeur: int, precedente: int) -> int | None:
    """L'évolution en pour cent entier, arrondie au plus proche ; None si la précédente est nulle."""
    if precedente == 0:
        return None
    ecart = 100 * (valeur - precedente)
    signe = 1 if ecart >= 0 else -1
    return signe * ((2 * abs(ecart) + precedente) // (2 * precedente))


def situer(indicateur: Indicateur, valeur: int | None, cible: int | None) -> Teinte | None:
    """La teinte d'une valeur ; None sans valeur, sans cible, ou si l'indicateur n'a pas de sens favorable.

    Pour une baisse favorable, la part de la cible atteinte est cible / valeur : 26 semaines visées et 31
    constatées font 84 %.
    """
    if valeur is None or cible is None or indicateur.sens == Sens.NEUTRE:
        return None
    atteint, vise = (cible, valeur) if indicateur.sens == Sens.BAISSE_FAVORABLE else (valeur, cible)
    if 100 * atteint >= indicateur.seuil_vert * vise:
        return Teinte.VERT
    return Teinte.ORANGE if 100 * atteint >= indicateur.seuil_orange * vise else Teinte.ROUGE
