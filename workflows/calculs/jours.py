"""Les jours qui comptent : ouvrés, fériés, francs.

Un jour ouvré va du lundi au vendredi, hors jours fériés légaux (code du travail, art. L3133-1 ; deux de plus
en Alsace-Moselle, art. L3134-13). Un délai franc ne compte ni le jour de départ, ni celui d'arrivée.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays

from documents.formats import date_courte
from modeles.erreurs import SaisieInvalide

SAMEDI = 5


def feries(annee: int, alsace_moselle: bool = False) -> Mapping[date, str]:
    """Les jours fériés d'une année et leur nom français, dans l'ordre du calendrier."""
    # « 57 » (Moselle) vaut pour tout le droit local.
    return feries_du_lieu(annee, "57" if alsace_moselle else "")


@cache
def feries_du_lieu(annee: int, lieu: str) -> Mapping[date, str]:
    """Les mêmes, avec ceux d'un lieu : « 57 » pour l'Alsace-Moselle, « 974 » pour La Réunion."""
    # Sans langue explicite, la bibliothèque suit celle de la machine.
    jours = holidays.country_holidays("FR", subdiv=lieu or None, years=annee, language="fr")
    return MappingProxyType(dict(sorted(jours.items())))


def est_ouvre(jour: date, alsace_moselle: bool = False) -> bool:
    """Vrai du lundi au vendredi, sauf jour férié."""
    return jour.weekday() < SAMEDI and jour not in feries(jour.year, alsace_moselle)


def decaler(jour: date, jours: int) -> date:
    """Le jour décalé de `jours` calendaires, en arrière s'ils sont négatifs.

    Lève `SaisieInvalide` quand le résultat sort du calendrier : une année mal saisie, le plus souvent.
    """
    try:
        return jour + timedelta(days=jours)
    except OverflowError:
        raise SaisieInvalide(
            "La date ne peut pas être calculée.",
            f"Le calcul part du {date_courte(jour)} et sort du calendrier.",
            "Vérifiez l'année saisie.",
        ) from None


def ajouter_jours_ouvres(jour: date, n: int, alsace_moselle: bool = False) -> date:
    """Le n-ième jour ouvré après `jour` (avant lui si n est négatif) ; `jour` lui-même si n est nul."""
    pas = 1 if n > 0 else -1
    for _ in range(abs(n)):
        jour = _prochain_ouvre(decaler(jour, pas), pas, alsace_moselle)
    return jour


def premier_jour_ouvre(jour: date, alsace_moselle: bool = False) -> date:
    """`jour` s'il est ouvré, sinon le premier qui le suit : le report d'une échéance.

    Ne s'applique pas aux délais de séance, que la loi compte en jours calendaires.
    """
    return _prochain_ouvre(jour, 1, alsace_moselle)


def dernier_jour_ouvre(jour: date, alsace_moselle: bool = False) -> date:
    """`jour` s'il est ouvré, sinon le dernier qui le précède."""
    return _prochain_ouvre(jour, -1, alsace_moselle)


def jours_ouvres_entre(debut: date, fin: date, alsace_moselle: bool = False) -> int:
    """Les jours ouvrés après `debut` et jusqu'à `fin` comprise ; 0 si `fin` ne vient pas après `debut`."""
    ecart = (fin - debut).days
    return sum(est_ouvre(decaler(debut, rang), alsace_moselle) for rang in range(1, ecart + 1))


def jours_francs_entre(debut: date, fin: date) -> int:
    """Les jours entiers entre les deux dates, elles-mêmes exclues ; 0 si `fin` ne vient pas après `debut`."""
    return max(0, (fin - debut).days - 1)


def _prochain_ouvre(jour: date, pas: int, alsace_moselle: bool) -> date:
    while not est_ouvre(jour, alsace_moselle):
        jour = decaler(jour, pas)
    return jour
