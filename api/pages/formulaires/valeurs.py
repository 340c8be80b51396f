"""Lire ce que l'on tape à la française : montants, nombres, dates, heures."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from api.pages.formulaires.champs import Genre
from api.temps import DERNIER_JOUR, PREMIER_JOUR

_ESPACES = re.compile(r"[\s\u00a0\u202f]+")
_MONTANT = re.compile(r"(\d{1,15})(?:[,.](\d{1,2}))?")
_DATE_FRANCAISE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_HEURE = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?")


def lire_montant(texte: str) -> int:
    """« 12 500,50 € » donne 1250050 centimes. Lève `ValueError` en français."""
    return _centiemes(texte.replace("€", ""), "un montant en euros, par exemple 12 500,50")


def lire_centiemes(texte: str) -> int:
    """« 12,5 » donne 1250 centièmes. Lève `ValueError` en français."""
    return _centiemes(texte.replace("%", ""), "un nombre, par exemple 120 ou 12,5")


def _centiemes(texte: str, attendu: str) -> int:
    lu = _MONTANT.fullmatch(_ESPACES.sub("", texte))
    if lu is None:
        raise ValueError(f"écrivez {attendu}")
    entiers, decimales = lu.groups()
    return int(entiers) * 100 + int((decimales or "0").ljust(2, "0"))


def lire_entier(texte: str) -> int:
    """« 1 250 » donne 1250. Lève `ValueError` en français."""
    chiffres = _ESPACES.sub("", texte)
    if not re.fullmatch(r"[-+]?[0-9]{1,18}", chiffres):
        raise ValueError("écrivez un nombre entier, en chiffres")
    return int(chiffres)


def lire_date(texte: str) -> str:
    """« 2026-03-31 » ou « 31/03/2026 » donne la forme ISO. Lève `ValueError` en français."""
    francaise = _DATE_FRANCAISE.fullmatch(texte)
    iso = f"{francaise[3]}-{francaise[2]:0>2}-{francaise[1]:0>2}" if francaise else texte
    try:
        lue = date.fromisoformat(iso)
    except ValueError:
        raise ValueError("écrivez une date qui existe, jj/mm/aaaa") from None
    if not PREMIER_JOUR <= lue <= DERNIER_JOUR:
        raise ValueError(f"choisissez une date entre {PREMIER_JOUR.year} et {DERNIER_JOUR.year}")
    return lue.isoformat()


def lire_heure(texte: str) -> str:
    """« 14:30 », « 14h30 » ou « 14 h » donne « 14:30 ». Lève `ValueError` en français."""
    lue = _HEURE.fullmatch(_ESPACES.sub("", texte))
    heures, minutes = (int(lue[1]), int(lue[2] or 0)) if lue else (99, 0)
    if heures > 23 or minutes > 59:
        raise ValueError("écrivez une heure, par exemple 14:30")
    return f"{heures:02}:{minutes:02}"


def lire_siret(texte: str) -> str:
    """Les espaces d'un numéro SIRET ne comptent pas."""
    return _ESPACES.sub("", texte)


LECTURES: dict[Genre, Callable[[str], Any]] = {
    Genre.EUROS: lire_montant,
    Genre.CENTIEMES: lire_centiemes,
    Genre.ENTIER: lire_entier,
    Genre.DATE: lire_date,
    Genre.HEURE: lire_heure,
    Genre.SIRET: lire_siret,
}
