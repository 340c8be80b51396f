"""Lire un nombre écrit à la française : « 1 234,5 », « 12 % », ou le nombre d'un tableur."""

import re
from datetime import date, time
from decimal import Decimal
from math import isfinite

PLUS_GRAND_CENTIEMES = 10**13
_BLANCS = re.compile(r"[\s\u00a0\u202f]+")
_NOMBRE = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?")
_MILLIERS = re.compile(r"(k|m)\s*(€|euros?)?$", re.IGNORECASE)
_EUROS = re.compile(r"\s*(€|euros?)$", re.IGNORECASE)


class NombreIllisible(ValueError):
    """Ce n'est pas un nombre que l'on puisse garder ; le message dit ce qui cloche."""


class NombreAbrege(NombreIllisible):
    """« 36 k€ » : on ne devine pas ce qui a été arrondi."""


def sans_blancs(texte: str) -> str:
    """Le texte, chaque suite de blancs (insécables compris) ramenée à une espace."""
    return _BLANCS.sub(" ", texte).strip()


def lire_decimal(valeur: object, unite: str = "") -> Decimal:
    """Un nombre saisi comme nombre, ou comme texte, suivi ou non de son unité. Lève `NombreIllisible`."""
    if isinstance(valeur, bool | date | time) or valeur is None:
        raise NombreIllisible("ce n'est pas un nombre")
    if isinstance(valeur, int | float | Decimal):
        if not isfinite(valeur):
            raise NombreIllisible("ce n'est pas un nombre")
        # Au-delà de six décimales, c'est l'imprécision du tableur, pas une saisie.
        return Decimal(str(round(valeur, 6)))
    texte = sans_blancs(str(valeur))
    if _MILLIERS.search(texte):
        raise NombreAbrege("écrivez le nombre en entier, sans « k » ni « M »")
    texte = _sans_unite(texte, unite)
    if not _NOMBRE.fullmatch(texte):
        raise NombreIllisible(f"« {texte[:40]} » n'est pas un nombre")
    return Decimal(texte.replace(" ", "").replace(",", "."))


def lire_centiemes(valeur: object, unite: str = "") -> int:
    """Le nombre en centièmes, positif ou nul, à deux décimales au plus. Lève `NombreIllisible`."""
    centiemes = lire_decimal(valeur, unite) * 100
    if centiemes < 0:
        raise NombreIllisible("un nombre négatif n'a pas de sens ici")
    if centiemes > PLUS_GRAND_CENTIEMES:
        raise NombreIllisible("ce nombre est trop grand")
    if centiemes != int(centiemes):
        raise NombreIllisible("deux décimales au plus")
    return int(centiemes)


def _sans_unite(texte: str, unite: str) -> str:
    unite = sans_blancs(unite)
    if unite == "€":
        return _EUROS.sub("", texte)
    if unite and texte.casefold().endswith(unite.casefold()):
        return texte[: -len(unite)].strip()
    return texte
