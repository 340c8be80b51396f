"""Régions et territoires : qui contracte, comment on le nomme, quelles règles de séance s'appliquent."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from modeles.reference.socle import Fige, Texte


class Regime(StrEnum):
    """Les règles de séance de l'assemblée (dossier de domaine, § 15).

    `PARTICULIER` : Paris, Corse, Martinique, Guyane. Leurs délais se saisissent, ils ne se calculent pas.
    """

    CGCT_DEPARTEMENT = "cgct_departement"
    CGCT_EPCI = "cgct_epci"
    PARTICULIER = "particulier"


def _siren_juste(code: str) -> str:
    """Un code de neuf chiffres est un numéro SIREN : sa clé de Luhn détecte une faute de frappe."""
    if len(code) != 9 or not code.isdigit():
        return code
    doubles = [int(c) * (2 if rang % 2 else 1) for rang, c in enumerate(code)]
    if sum(d - 9 if d > 9 else d for d in doubles) % 10:
        raise ValueError("n'est pas un numéro SIREN : sa clé de contrôle est fausse")
    return code


CodeTerritoire = Annotated[str, Field(pattern=r"^[0-9][0-9A-Z]{1,8}$"), AfterValidator(_siren_juste)]
Pourcentage = Annotated[Decimal, Field(ge=0, le=100)]


class TypeDeTerritoire(Fige):
    """Ce qui est commun aux territoires d'un type ; les textes peuvent citer {du} et {nom}."""

    code: Texte
    libelle: Texte
    contractant: bool
    regime: Regime | None = None
    collectivite: Texte | None = None
    assemblee: Texte | None = None
    assemblee_complete: Texte | None = None
    executif: Texte | None = None
    executif_complet: Texte | None = None


class FichierTypesDeTerritoire(Fige):
    types: tuple[TypeDeTerritoire, ...] = Field(alias="type")


class Pauvrete(Fige):
    """Des taux de pauvreté en pour cent ; la source est celle de la région."""

    menages: Pourcentage
    population: Pourcentage
    enfants: Pourcentage


class PauvreteRegionale(Pauvrete):
    source: Texte
    millesime: int


class Region(Fige):
    """Une région : `du` (« d'Occitanie »), `dans` (« en Occitanie »), `chef_lieu`."""

    code: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    nom: Texte
    du: Texte
    dans: Texte
    chef_lieu: Texte
    pauvrete: PauvreteRegionale | None = None


class Territoire(Fige):
    """L'unité qui contracte, et les mots pour l'écrire dans une phrase.

    `du` « de la Haute-Garonne », `le` « la Haute-Garonne », `au` « à la Haute-Garonne », `dans` « en
    Haute-Garonne ». `departement` est celui d'une intercommunalité, ou celui dont le préfet signe.
    `exerce_par` nomme la collectivité qui délibère pour un département de l'État sans conseil propre.
    `en_exercice` est le nombre d'élus de l'assemblée ; absent, il n'est pas connu.
    """

    code: CodeTerritoire
    nom: Texte
    type: Texte
    region: str
    contractant: bool
    du: Texte
    le: Texte
    dans: Texte
    prefecture: Texte
    service_etat: Texte
    regime: Regime
    collectivite: Texte
    assemblee: Texte
    assemblee_complete: Texte
    executif: Texte
    executif_complet: Texte
    departement: str | None = None
    exerce_par: str | None = None
    alias: tuple[Texte, ...] = ()
    alsace_moselle: bool = False
    en_exercice: Annotated[int, Field(ge=1)] | None = None
    pauvrete: Pauvrete | None = None

    @property
    def au(self) -> str:
        """L'article contracté avec « à » : « au Gers », « aux Landes », « à l'Aude »."""
        for article, contracte in (("le ", "au "), ("les ", "aux ")):
            if self.le.startswith(article):
                return contracte + self.le.removeprefix(article)
        return f"à {self.le}"

    @model_validator(mode="after")
    def _nommer_le_bon_territoire(self) -> Self:
        """Une ligne recopiée du voisin se voit : ses tournures ne finissent pas par son nom."""
        fautifs = [c for c in ("du", "le", "dans") if not str(getattr(self, c)).endswith(self.nom)]
        if fautifs:
            champs = ", ".join(f"« {c} »" for c in fautifs)
            raise ValueError(f"{champs} : la tournure doit finir par « {self.nom} »")
        return self


class FichierRegion(Fige):
    """Une région et ses territoires. Plusieurs fichiers peuvent compléter une même région."""

    region: Region
    territoires: tuple[Territoire, ...] = Field(alias="territoire", default=())
