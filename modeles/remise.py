"""La remise : ce que le contrat attendait pour un exercice a été reçu."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import Field, Relationship, SQLModel

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Remise(SQLModel, table=True):
    """`echeance` est le code de l'échéance au type de contrat (« indicateurs », « rapport_execution »…)."""

    demarche_id: UUID = Field(foreign_key="demarche.id", primary_key=True)
    echeance: str = Field(primary_key=True, max_length=40)
    exercice: int = Field(primary_key=True)
    remise_le: date
    par: str
    demarche: "Demarche" = Relationship(back_populates="remises")
