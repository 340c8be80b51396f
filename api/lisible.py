"""Refuser aux portes ce qu'aucune base ni aucun fichier Word ne peut garder."""

from collections.abc import Iterator
from typing import Any

from modeles.erreurs import SaisieInvalide

PLUS_GRAND_ENTIER = 2**63 - 1


def anomalie(valeur: Any) -> str | None:
    """Ce qui ne peut pas être gardé dans cette valeur JSON : texte mutilé, caractère nul, nombre démesuré."""
    for element in _feuilles(valeur):
        if isinstance(element, int) and abs(element) > PLUS_GRAND_ENTIER:
            return "un nombre est trop grand"
        if isinstance(element, str):
            if "\0" in element:
                return "un texte contient un caractère nul"
            if any("\ud800" <= c <= "\udfff" for c in element):
                return "un texte contient un caractère incomplet (demi-codet)"
    return None


def exiger_lisible(valeur: Any) -> None:
    """Lève `SaisieInvalide` si la valeur contient un texte ou un nombre qu'on ne peut pas garder."""
    if faute := anomalie(valeur):
        raise SaisieInvalide(
            "La saisie ne peut pas être lue.",
            f"{faute[0].upper()}{faute[1:]}.",
            "Saisissez de nouveau ce texte ou ce nombre, puis recommencez.",
        )


def _feuilles(valeur: Any) -> Iterator[Any]:
    # Une pile et non une récursion : un JSON très imbriqué ne doit pas faire tomber la porte.
    pile = [valeur]
    while pile:
        element = pile.pop()
        if isinstance(element, dict):
            pile += [*element.keys(), *element.values()]
        elif isinstance(element, list):
            pile += element
        else:
            yield element
