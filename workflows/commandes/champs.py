"""Ce qu'un champ de bordereau dit de lui-même, pour qui en fait un formulaire : ce qu'il désigne, sa forme."""

from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field


class Chose(StrEnum):
    """Ce qu'une valeur désigne dans la démarche ou son référentiel : le formulaire en propose la liste."""

    CONTACT = "contact"
    REUNION = "reunion"
    PARTICIPANT = "participant"
    POINT = "point"
    AXE = "axe"
    SOUS_AXE = "sous_axe"
    ACTION = "action"
    SOURCE = "source"
    CONSTAT = "constat"
    ENJEU = "enjeu"
    RESERVE = "reserve"
    PISTE = "piste"
    CRITERE = "critere"
    FICHE = "fiche"
    CHAMP_DE_FICHE = "champ_de_fiche"
    COMMENTAIRE = "commentaire"
    INDICATEUR = "indicateur"
    ANNEE = "annee"
    ECHEANCE = "echeance"
    TYPE_D_INDICATEUR = "type_d_indicateur"
    FORMULE = "formule"
    SENS = "sens"
    PERIODE = "periode"
    AGREGATION = "agregation"


class Designe(NamedTuple):
    """La valeur est l'une des choses connues."""

    chose: Chose


class Muet(NamedTuple):
    """Laissé vide, le champ est complété d'ailleurs (le catalogue) : le formulaire n'y écrit rien d'avance."""


class ParCle(NamedTuple):
    """Un tableau de valeurs : une case par chose connue. Une case vide ne dit rien."""

    chose: Chose


class UneLigneParChose(NamedTuple):
    """Une liste dont les lignes sont imposées : une par chose connue, dont `champ` reçoit la désignation.

    `toutes` : chacune doit être remplie ; sinon, une ligne laissée vide n'est pas envoyée.
    """

    chose: Chose
    champ: str = ""
    toutes: bool = False


class Forme(StrEnum):
    """Comment une valeur s'écrit, quand son type ne le dit pas."""

    PARAGRAPHE = "paragraphe"
    EUROS = "euros"
    CENTIEMES = "centiemes"
    COURRIEL = "courriel"
    TELEPHONE = "telephone"
    SIRET = "siret"
    CACHE = "cache"


class EnForme(NamedTuple):
    forme: Forme


Designation = Annotated[str, Field(max_length=60), EnForme(Forme.CACHE)]
"""Ce que l'on modifie : un numéro, un rang ou un identifiant. Sans elle, c'est une chose nouvelle."""
Centimes = Annotated[int, Field(ge=0, le=100_000_000_000), EnForme(Forme.EUROS)]
Texte = Annotated[str, Field(min_length=1, max_length=500)]
LongTexte = Annotated[str, Field(min_length=1), EnForme(Forme.PARAGRAPHE)]
Paragraphe = Annotated[str, EnForme(Forme.PARAGRAPHE)]
Courriel = Annotated[
    str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254), EnForme(Forme.COURRIEL)
]
Telephone = Annotated[str, Field(max_length=40), EnForme(Forme.TELEPHONE)]
NumeroDeReunion = Annotated[int, Designe(Chose.REUNION)]
NumeroDePiste = Annotated[int, Designe(Chose.PISTE)]
RangDEnjeu = Annotated[int, Designe(Chose.ENJEU)]
CodeDAxe = Annotated[str, Field(min_length=1, max_length=20), Designe(Chose.AXE)]
CodeDeSousAxe = Annotated[str, Designe(Chose.SOUS_AXE)]
CodeDeFiche = Annotated[str, Field(min_length=1, max_length=60), Designe(Chose.FICHE)]
Annee = Annotated[int, Field(ge=2019, le=2040), Designe(Chose.ANNEE)]
