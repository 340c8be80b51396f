"""Les types des réglages, et ce qui les accompagne : la phrase que lit la personne qui s'est trompée."""

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def fuseau_connu(nom: str) -> str:
    if nom not in available_timezones():
        raise ValueError(nom)
    return nom


def adresse_de_base(pilotes: set[str]) -> AfterValidator:
    def verifier(url: str) -> str:
        try:
            pilote = make_url(url).drivername
        except ArgumentError as erreur:
            raise ValueError(url) from erreur
        if pilote not in pilotes:
            raise ValueError(pilote)
        return url

    return AfterValidator(verifier)


def exige(phrase: str, *, secret: bool = False) -> dict[str, Any]:
    """Ce que lira qui s'est trompé. `secret` : la valeur peut contenir un mot de passe, aucun message ne la répète."""
    return {"attendu": phrase, "secret": secret}


# Un chemin relatif changerait de sens d'un processus à l'autre : on le fixe à la lecture.
Dossier = Annotated[Path, AfterValidator(lambda chemin: chemin.expanduser().absolute())]
Texte = Annotated[str, Field(min_length=1)]
Port = Annotated[int, Field(ge=1, le=65535)]
OuiNon = Annotated[bool, BeforeValidator(lambda valeur: {"oui": True, "non": False}.get(valeur, valeur))]
