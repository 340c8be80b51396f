"""Ce qui a été publié avant Jalons : des faits à citer, jamais à additionner aux contrats en cours."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from modeles.reference.socle import Fige, OuiNon, Texte
from modeles.vocabulaire import NatureAction


class NiveauDeLigne(StrEnum):
    """Une ligne mère reprend ses lignes de détail : les additionner compterait deux fois."""

    MERE = "mere"
    DETAIL = "detail"


class LigneCalpae(Fige):
    """La part de l'État contractualisée en 2021 pour un territoire (euros entiers dans le fichier)."""

    territoire: Texte
    libelle_publie: Texte
    ligne: NiveauDeLigne
    montant_euros: Annotated[int, Field(ge=0)]
    remarque: Texte | None = None

    @property
    def montant_centimes(self) -> int:
        return self.montant_euros * 100


class FichePubliee(Fige):
    """Un exemple de fiche action publié en juillet 2024, avec ce qui en est déduit et non dit."""

    numero: int
    territoire: Texte
    titre: Texte
    referentiel: Texte
    sous_axe_publie: Texte
    sous_axe: Texte
    nature: NatureAction
    nature_deduite: OuiNon
    annee_debut: int
    annee_deduite: OuiNon
    duree_annees: Annotated[int, Field(ge=1)]
    demarrage_publie: Texte
    remarque: Texte | None = None

    @property
    def annee_fin(self) -> int:
        return self.annee_debut + self.duree_annees - 1


class CouverturePubliee(Fige):
    """Le nombre d'actions d'un sous-axe et les territoires qui en ont au moins une.

    La publication ne dit pas combien chaque territoire en a : on ne le répartit pas.
    """

    referentiel: Texte
    axe: Texte
    sous_axe: Texte | None = None
    actions: Annotated[int, Field(ge=0)]
    territoires: tuple[Texte, ...] = ()

    @field_validator("territoires", mode="before")
    @classmethod
    def _separer(cls, valeur: object) -> object:
        return tuple(valeur.split()) if isinstance(valeur, str) else valeur


class TableCalpae(Fige):
    lignes: tuple[LigneCalpae, ...] = Field(alias="ligne")


class TableFichesPubliees(Fige):
    lignes: tuple[FichePubliee, ...] = Field(alias="ligne")


class TableCouverture(Fige):
    lignes: tuple[CouverturePubliee, ...] = Field(alias="ligne")
