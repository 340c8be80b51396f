"""Dire en français ce qui cloche dans un fichier de référence, et où."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from modeles.erreurs import ErreurMetier, Obstacle

CORRIGER = "Corrigez le fichier, puis relancez."

# Les clés sont les types d'erreur de Pydantic ; les accolades, leur contexte.
_PHRASES = {
    "missing": "est obligatoire",
    "extra_forbidden": "n'est pas un champ connu",
    "string_type": "doit être un texte entre guillemets",
    "string_too_short": "ne peut pas être vide",
    "string_pattern_mismatch": "n'a pas la forme attendue",
    "enum": "doit être l'une des valeurs {expected}",
    "int_type": "doit être un nombre entier",
    "int_parsing": "doit être un nombre entier",
    "int_from_float": "doit être un nombre entier",
    "decimal_type": "doit être un nombre",
    "decimal_parsing": "doit être un nombre",
    "bool_type": "doit être true ou false",
    "bool_parsing": "doit être oui ou non",
    "date_type": "doit être une date, comme 2027-12-31 sans guillemets",
    "date_from_datetime_parsing": "doit être une date, comme 2027-12-31",
    "greater_than_equal": "doit être supérieur ou égal à {ge}",
    "less_than_equal": "doit être inférieur ou égal à {le}",
    "tuple_type": "doit être une liste",
    "model_type": "doit être une table",
    "value_error": "{error}",
}


class ReferenceInvalide(ErreurMetier):
    """Des données de référence ne peuvent pas être utilisées. Chaque anomalie est un obstacle."""

    statut = 422

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        tous = tuple(obstacles)
        compte = "1 anomalie a été trouvée" if len(tous) == 1 else f"{len(tous)} anomalies ont été trouvées"
        super().__init__(
            "Les données de référence ne peuvent pas être chargées.",
            f"{compte} : {' '.join(o.message for o in tous)}",
            "Corrigez les fichiers indiqués, puis relancez.",
            tous,
        )


def anomalie(fichier: str, texte: str, remede: str = CORRIGER) -> Obstacle:
    """Une anomalie dans un fichier, qui se lit comme une phrase."""
    return Obstacle(f"{fichier}, {texte}.", remede, ou=fichier)


def anomalies_de_forme(fichier: str, brut: Mapping[str, Any], erreur: ValidationError) -> list[Obstacle]:
    """Une anomalie par champ refusé, avec la table et le code de l'élément."""
    return [anomalie(fichier, _en_francais(brut, e)) for e in erreur.errors()]


def _en_francais(brut: Mapping[str, Any], erreur: ErrorDetails) -> str:
    return f"{_chemin(brut, erreur['loc'])} : {phrase_de(erreur)}"


def phrase_de(erreur: ErrorDetails) -> str:
    """« doit être un nombre entier (lu : « dix ») » : ce qui cloche, sans dire où."""
    contexte = {c: str(v).replace(" or ", " ou ") for c, v in erreur.get("ctx", {}).items()}
    phrase = _PHRASES.get(erreur["type"], "n'est pas acceptable").format_map(contexte)
    lu = erreur["input"]
    if isinstance(lu, str | int | Decimal) and erreur["type"] != "value_error":
        phrase += f" (lu : « {str(lu)[:60]} »)"
    return phrase


def _chemin(brut: Mapping[str, Any], lieu: tuple[str | int, ...]) -> str:
    """« territoire n° 2 (32), champ « nom » » : les listes se comptent à partir de 1."""
    morceaux: list[str] = []
    courant: Any = brut
    for pas in lieu:
        courant = _descendre(courant, pas)
        if isinstance(pas, int):
            code = courant.get("code") if isinstance(courant, dict) else None
            morceaux[-1] += f" n° {pas + 1}" + (f" ({code})" if code else "")
        else:
            morceaux.append(pas)
    if morceaux and isinstance(lieu[-1], str):
        morceaux[-1] = f"champ « {morceaux[-1]} »"
    return ", ".join(morceaux) or "fichier entier"


def _descendre(courant: Any, pas: str | int) -> Any:
    try:
        return courant[pas]
    except (KeyError, IndexError, TypeError):
        return None
