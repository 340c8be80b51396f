"""Retrouver l'élément qu'un sujet désigne : « projet:2 », « fiche:32-DRO-EXP-01 »."""

from collections.abc import Mapping
from typing import TypeVar

from modeles.erreurs import Introuvable

T = TypeVar("T")


def designe(candidats: Mapping[str, T], sujet: str) -> T:
    """L'élément rangé sous ce sujet. Lève `Introuvable`."""
    if sujet in candidats:
        return candidats[sujet]
    raise Introuvable(
        f"« {sujet} » ne désigne rien dans cette démarche.",
        "Son document ne peut pas être écrit.",
        f"Choisissez parmi : {', '.join(candidats) or 'rien pour le moment'}.",
    )
