"""Le dossier témoin : des valeurs plausibles, tirées des types d'un contexte, pour essayer un gabarit.

Deux dossiers révèlent ce que l'analyse ne voit pas : l'un a tout, deux fois ; l'autre, le moins possible.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from documents.libelles import nom_lisible

UnModele = TypeVar("UnModele", bound=BaseModel)
LE_JOUR_TEMOIN = date(2026, 3, 1)
BLOCS_PAR_LISTE = 2
# Un gabarit peut prendre une à une les valeurs d'une liste : `notes[6]`.
VALEURS_PAR_LISTE = 10

_VALEURS: dict[type, Any] = {
    date: LE_JOUR_TEMOIN,
    datetime: datetime(2026, 3, 1, 14, 30),  # noqa: DTZ001  un instant d'essai, que personne ne compare
    time: time(14, 30),
    Decimal: Decimal("12.5"),
    float: 12.5,
}
_TEXTES = {
    "nom": "Exemple",
    "le": "le Département d'essai",
    "du": "du Département d'essai",
    "au": "au Département d'essai",
    "dans": "dans le Département d'essai",
    "code": "00-DRO-EXP-01",
    "reference": "DDETS/CLS-00/2026/D00-1",
    "marque": "PRÉFET\nDU DÉPARTEMENT D'ESSAI",
    "service": "Direction départementale d'essai",
    "ville": "Ville d'essai",
    "lieu": "Préfecture, salle d'essai",
    "siret": "123 456 789 00012",
    "annee": "2026",
    "periode": "2026-2027",
    "appel": "Madame la Présidente,",
    "lien_visio": "https://visio.exemple.invalid/essai",
}


def temoin(modele: type[UnModele], *, complet: bool = True) -> UnModele:
    """Un contexte d'essai. Sinon complet : rien de facultatif, listes et textes vides, « non » partout."""
    valeurs = {
        nom: valeur_temoin(champ.annotation, nom, complet=complet)
        for nom, champ in modele.model_fields.items()
    }
    return modele.model_validate(valeurs)


def valeur_temoin(annotation: Any, nom: str, *, complet: bool = True) -> Any:
    """La valeur d'un champ de ce type et de ce nom. Lève `KeyError` pour un type qu'aucun contexte n'emploie."""
    origine, arguments = get_origin(annotation), get_args(annotation)
    if origine in (Union, UnionType):
        facultatif = NoneType in arguments and not complet
        reelle = next(a for a in arguments if a is not NoneType)
        return None if facultatif else valeur_temoin(reelle, nom, complet=complet)
    if origine is Literal:
        return arguments[0]
    if origine in (tuple, list):
        return origine(
            valeur_temoin(arguments[0], nom) for _ in range(_combien(arguments[0]) if complet else 0)
        )
    if isinstance(origine, type) and issubclass(origine, Mapping):
        return {"exemple": valeur_temoin(arguments[1], nom)} if complet else {}
    return _valeur_simple(annotation, nom, complet)


def _valeur_simple(genre: type, nom: str, complet: bool) -> Any:
    if issubclass(genre, BaseModel):
        return temoin(genre, complet=complet)
    if issubclass(genre, Enum):
        return next(iter(genre))
    if genre is bool:
        return complet
    if genre is int:
        return _entier(nom)
    if genre is str:
        return _TEXTES.get(nom, f"{nom_lisible(nom)} (exemple)") if complet else ""
    return _VALEURS[genre]


def _combien(element: Any) -> int:
    est_un_bloc = isinstance(element, type) and issubclass(element, BaseModel)
    return BLOCS_PAR_LISTE if est_un_bloc else VALEURS_PAR_LISTE


def _entier(nom: str) -> int:
    if nom.endswith("_centimes"):
        return 1_234_500
    return LE_JOUR_TEMOIN.year if nom.startswith(("annee", "exercice")) else 3
