"""L'avenant : ce que les parties veulent changer au contrat, avant et après qu'elles l'ont signé."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import donnees_json

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class EtatAvenant(StrEnum):
    """Où en est un avenant ; se déduit de ses dates, ne s'écrit nulle part."""

    EN_PREPARATION = "en_preparation"
    FIGE = "fige"
    SIGNE = "signe"
    ABANDONNE = "abandonne"

    @property
    def libelle(self) -> str:
        return {
            EtatAvenant.EN_PREPARATION: "en préparation",
            EtatAvenant.FIGE: "figé, en délibération ou en signature",
            EtatAvenant.SIGNE: "signé",
            EtatAvenant.ABANDONNE: "abandonné",
        }[self]


class Avenant(SQLModel, table=True):
    """`changements` : par fiche, ce qui changera (`workflows.commandes.avenants.SaisieChangement`).

    Le contrat ne change qu'à la signature. `projet_version` est le texte figé qui se vote et se signe, vide
    tant qu'il n'y en a pas ; `avant_version`, celui que l'avenant modifie, vide si l'outil ne l'a pas.
    """

    __table_args__ = (
        UniqueConstraint("demarche_id", "numero", name="uq_avenant_numero"),
        CheckConstraint("numero >= 1", name="numero_positif"),
        CheckConstraint("signe_le IS NULL OR abandonne_le IS NULL", name="signe_ou_abandonne"),
        CheckConstraint("signe_le IS NULL OR projet_version IS NOT NULL", name="signe_donc_fige"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    numero: int
    objet: str
    effet_le: date
    ouvert_le: date
    changements: list[dict[str, Any]] = Field(default_factory=list, sa_type=donnees_json())
    avant_version: int | None = None
    projet_version: int | None = None
    signe_le: date | None = None
    abandonne_le: date | None = None
    demarche: "Demarche" = Relationship(back_populates="avenants")

    @property
    def etat(self) -> EtatAvenant:
        if self.abandonne_le is not None:
            return EtatAvenant.ABANDONNE
        if self.signe_le is not None:
            return EtatAvenant.SIGNE
        return EtatAvenant.FIGE if self.projet_version is not None else EtatAvenant.EN_PREPARATION

    @property
    def ouvert(self) -> bool:
        return self.etat in (EtatAvenant.EN_PREPARATION, EtatAvenant.FIGE)
