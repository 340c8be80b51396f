"""Partager un nombre entier sans en perdre une unité : la méthode du plus fort reste."""

from collections.abc import Sequence


def plus_fort_reste(nombres: Sequence[int], a_repartir: int) -> list[int]:
    """`a_repartir` unités, en proportion des nombres ; à reste égal, le premier est servi.

    Les nombres sont positifs ou nuls ; quand tout est nul, toutes les parts le sont.
    """
    total = sum(nombres)
    if not total:
        return [0] * len(nombres)
    parts = [nombre * a_repartir // total for nombre in nombres]
    par_reste = sorted(range(len(nombres)), key=lambda rang: -(nombres[rang] * a_repartir % total))
    for rang in par_reste[: a_repartir - sum(parts)]:
        parts[rang] += 1
    return parts
