"""Ce que toute saisie partage : un formulaire typé, refusé en français, toutes fautes à la fois."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, Obstacle, SaisieInvalide
from modeles.reunion import Reunion
from workflows.regles.commun import Circonstances

LONGUEUR_MAXIMALE = 20_000
Objet = TypeVar("Objet")


class Bordereau(BaseModel):
    """Un formulaire : tout champ inconnu est refusé, les espaces de bord sont ôtés."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, str_max_length=LONGUEUR_MAXIMALE
    )


class SansDonnees(Bordereau):
    """Le geste ne demande rien de plus que sa date et son auteur."""


class Auteur(NamedTuple):
    """Qui saisit, la date du jour pour lui, et l'instant de l'écriture."""

    par: str
    le: date
    saisi_le: datetime


def rien(demarche: Demarche, donnees: Any, faits: Circonstances) -> None:
    """Le geste n'écrit rien d'autre que sa ligne au journal."""


class GesteDefini(NamedTuple):
    """`preparer` écrit ce que la garde doit voir, `appliquer` ce que le passage entraîne."""

    donnees: type[Bordereau] = SansDonnees
    preparer: Callable[[Demarche, Any, Circonstances], None] = rien
    appliquer: Callable[[Demarche, Any, Circonstances], None] = rien


class SaisieDefinie(NamedTuple):
    """Une saisie : son nom pour l'utilisateur, son formulaire, ce qu'elle écrit."""

    libelle: str
    donnees: type[Bordereau]
    enregistrer: Callable[[Demarche, Any, Auteur], None]


class BordereauInvalide(SaisieInvalide):
    """Des champs manquent, sont en trop ou illisibles : tous sont dits."""

    def __init__(self, quoi: str, erreurs: list[ErrorDetails]) -> None:
        obstacles = [_obstacle(erreur) for erreur in erreurs]
        super().__init__(
            quoi=quoi,
            pourquoi=f"{' ; '.join(o.message for o in obstacles)}.",
            remede="Corrigez ces champs, puis recommencez.",
            obstacles=obstacles,
        )


def lire_bordereau(quoi: str, schema: type[Bordereau], donnees: Mapping[str, Any]) -> Bordereau:
    """Valide la saisie contre son formulaire. Lève `BordereauInvalide`."""
    try:
        return schema.model_validate(dict(donnees))
    except ValidationError as erreur:
        raise BordereauInvalide(quoi, erreur.errors()) from erreur


_MESSAGES = {
    "missing": "le champ est obligatoire",
    "extra_forbidden": "ce champ n'existe pas",
    "string_too_long": "le texte est trop long ({max_length} caractères au plus)",
    "string_too_short": "le texte est vide",
    "string_pattern_mismatch": "le texte n'a pas la forme attendue",
    "greater_than_equal": "la valeur doit être d'au moins {ge}",
    "less_than_equal": "la valeur doit être d'au plus {le}",
    "greater_than": "la valeur doit dépasser {gt}",
    "enum": "la valeur attendue est l'une de : {expected}",
    "literal_error": "la valeur attendue est l'une de : {expected}",
    "too_short": "il en faut au moins {min_length}",
    "too_long": "il en faut au plus {max_length}",
    "value_error": "{error}",
}
_FAMILLES = (
    ("date", "ce n'est pas une date (écrivez AAAA-MM-JJ)"),
    ("time", "ce n'est pas une heure (écrivez HH:MM)"),
    ("int", "ce n'est pas un nombre entier"),
    ("bool", "répondez par oui ou non"),
    ("string", "ce n'est pas un texte"),
    ("list", "ce n'est pas une liste"),
    ("uuid", "ce n'est pas un identifiant"),
)


def dire_la_faute(erreur: ErrorDetails) -> str:
    """Ce qui ne va pas dans un champ, sans le nommer : « le champ est obligatoire »."""
    genre = erreur["type"]
    if genre in _MESSAGES:
        precisions = {
            cle: str(valeur).replace(" or ", " ou ") for cle, valeur in erreur.get("ctx", {}).items()
        }
        return _MESSAGES[genre].format(**precisions)
    return next((t for debut, t in _FAMILLES if genre.startswith(debut)), "la valeur n'est pas acceptée")


def _obstacle(erreur: ErrorDetails) -> Obstacle:
    champ = ".".join(str(partie) for partie in erreur["loc"]) or "saisie"
    return Obstacle(f"« {champ} » : {dire_la_faute(erreur)}", "Corrigez ce champ.", ou=champ)


def reunion_numero(demarche: Demarche, numero: int) -> Reunion:
    """La réunion de ce numéro, ou un refus qui donne les numéros connus."""
    for reunion in demarche.reunions:
        if reunion.numero == numero:
            return reunion
    connus = ", ".join(str(r.numero) for r in demarche.reunions) or "aucune"
    raise Introuvable(
        f"La réunion n° {numero} n'existe pas.",
        f"Réunions de cette démarche : {connus}.",
        "Programmez la réunion, ou donnez l'un de ces numéros.",
    )


def designe(connus: Iterable[Objet], cle: str, valeur: str, quoi: str) -> Objet:
    """Celui dont l'attribut `cle` vaut `valeur`, ou un refus ; `quoi` : « Le constat »."""
    for objet in connus:
        if str(getattr(objet, cle)) == valeur:
            return objet
    raise Introuvable(
        f"{quoi} {valeur[:60]} n'existe pas.",
        "Il a peut-être été retiré entre-temps.",
        "Rechargez la page, puis recommencez.",
    )


def ecrire(objet: object, champs: Mapping[str, Any]) -> None:
    """Écrit ces champs dans l'objet."""
    for champ, valeur in champs.items():
        setattr(objet, champ, valeur)


def suivant(numeros: list[int]) -> int:
    """Le numéro qui suit le plus grand."""
    return max(numeros, default=0) + 1
