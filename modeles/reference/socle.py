"""Ce que toutes les données de référence ont en commun : figées, sans champ inconnu."""

import unicodedata
from functools import lru_cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

_MOTS_VIDES = frozenset(("le", "la", "les", "l", "de", "du", "des", "d"))


class Fige(BaseModel):
    """Une donnée de référence : lue une fois, jamais modifiée."""

    model_config = ConfigDict(frozen=True, extra="forbid")


DocumentT = TypeVar("DocumentT", bound=Fige)


@lru_cache(maxsize=4_096)  # les mêmes noms de référence reviennent à chaque recherche
def cle(texte: str) -> str:
    """La forme sous laquelle deux écritures d'un même nom se confondent.

    Accents, casse, tirets, apostrophes et articles sont ignorés : « Métropole de Toulouse » et
    « metropole toulouse » donnent la même clé.
    """
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    mots = "".join(c if c.isalnum() else " " for c in sans_accents.casefold()).split()
    return " ".join(m for m in mots if m not in _MOTS_VIDES)


def _oui_ou_non(valeur: object) -> object:
    return {"oui": True, "non": False}.get(valeur, valeur) if isinstance(valeur, str) else valeur


OuiNon = Annotated[bool, BeforeValidator(_oui_ou_non)]


def repetes(codes: list[str]) -> list[str]:
    """Les codes écrits plusieurs fois, dans l'ordre où ils le sont."""
    return sorted({c for c in codes if codes.count(c) > 1}, key=codes.index)
