"""Le territoire : l'unité qui contracte, département ou intercommunalité."""

from typing import TYPE_CHECKING

from sqlmodel import Field, Relationship, SQLModel

import modeles.colonnes  # noqa: F401  nomme les contraintes avant la première table

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Territoire(SQLModel, table=True):
    """La trace en base d'un territoire ; sa description complète est dans les données de référence."""

    code: str = Field(primary_key=True, max_length=12)
    nom: str
    region: str = Field(index=True, max_length=3)
    demarches: list["Demarche"] = Relationship(back_populates="territoire")
