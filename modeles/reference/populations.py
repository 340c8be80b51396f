"""Les populations de référence : combien de personnes un territoire compte, pour qu'un effectif ne les dépasse pas.

Aucune n'est livrée : un nombre d'habitants ou d'allocataires se dépose avec sa source et son millésime.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from modeles.reference.socle import Fige, Texte
from modeles.reference.territoires import Territoire


class Population(Fige):
    """`population` est le code que citent les indicateurs (« allocataires_rsa »). D'un territoire ou d'une région."""

    population: Texte
    libelle: Texte
    millesime: Annotated[int, Field(ge=1999, le=2100)]
    effectif: Annotated[int, Field(ge=0)]
    source: Texte
    territoire: Texte | None = None
    region: Texte | None = None

    @property
    def ou(self) -> tuple[str | None, str | None]:
        return self.territoire, self.region

    @model_validator(mode="after")
    def _d_un_seul_lieu(self) -> Self:
        if (self.territoire is None) == (self.region is None):
            raise ValueError("nommez le territoire ou la région, l'un des deux")
        return self


class TablePopulations(Fige):
    lignes: tuple[Population, ...] = Field(alias="ligne")


def derniere_connue(
    populations: Iterable[Population], code: str, ou: tuple[str | None, str | None]
) -> Population | None:
    """La population de ce lieu, au millésime le plus récent."""
    siennes = [p for p in populations if p.population == code and p.ou == ou]
    return max(siennes, key=lambda p: p.millesime, default=None)


def sans_double_compte(territoires: Sequence[Territoire]) -> list[Territoire]:
    """Les territoires, sans l'intercommunalité dont le département est là aussi : ses habitants sont les siens."""
    codes = {t.code for t in territoires}
    return [t for t in territoires if t.departement not in codes]
