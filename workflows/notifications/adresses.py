"""Les adresses de courriel : lesquelles peuvent servir, et pourquoi une autre ne le peut pas."""

import re
from collections.abc import Iterable

from modeles.message import Message

FORME = re.compile(
    r"[^@\s<>()\[\],;:\\\"\x00-\x1f\x7f-\uffff]+@[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?\.[a-zA-Z0-9-]{2,}"
)
INUTILISABLE = "Cette adresse ne peut pas servir : vérifiez sa forme (sans accent, espace ni virgule)."


def adresse_utilisable(adresse: str) -> bool:
    """Vrai si un serveur peut recevoir cette adresse telle qu'elle est écrite."""
    compte, _, domaine = adresse.partition("@")
    return (
        bool(FORME.fullmatch(adresse))
        and ".." not in adresse
        and not (compte.startswith(".") or compte.endswith(".") or ".-" in domaine or "-." in domaine)
    )


def adresses_de(message: Message) -> list[str]:
    """Tous ceux qui doivent recevoir le message, chacun une fois, dans l'ordre."""
    vues: dict[str, str] = {}
    for adresse in (*message.destinataires, *message.copies):
        vues.setdefault(adresse.casefold(), adresse)
    return list(vues.values())


def separer(adresses: Iterable[str]) -> tuple[list[str], list[str]]:
    """Les adresses utilisables, et les autres."""
    toutes = list(adresses)
    bonnes = [a for a in toutes if adresse_utilisable(a)]
    return bonnes, [a for a in toutes if a not in bonnes]
