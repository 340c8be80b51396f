"""Ce que la porte d'entrée sait et que le métier lui demande : a-t-on le droit d'écrire sur ce territoire."""

from collections.abc import Callable

Permission = Callable[[str], None]
"""Lève un `ErreurMetier` si l'on n'a pas ce droit sur le territoire de ce code."""


def tout_permis(territoire: str) -> None:
    """Le terminal n'a pas de périmètre."""
