"""Le brouillon : ce qu'une personne a tapé dans un formulaire et pas encore enregistré."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant, donnees_json
from modeles.journal import HORS_JOURNAL


class Brouillon(SQLModel, table=True):
    """Un par personne et par formulaire. `valeurs` : {case: [textes]}, tels quels, sans les juger."""

    __table_args__ = (HORS_JOURNAL,)

    agent: str = Field(primary_key=True, max_length=36)
    formulaire: str = Field(primary_key=True, max_length=300)
    valeurs: dict[str, list[str]] = Field(sa_type=donnees_json())
    enregistre_le: datetime = Field(sa_type=Instant, index=True)


class DemandeFaite(SQLModel, table=True):
    """Un formulaire déjà envoyé : renvoyé, il ne fait rien de plus. `vers` : où il avait mené.

    `empreinte` est celle de ce qui y était tapé : le même envoi se reconnaît d'un autre sous la même clé.
    """

    __tablename__ = "demande_faite"
    __table_args__ = (HORS_JOURNAL,)

    cle: str = Field(primary_key=True, max_length=64)
    agent: str = Field(max_length=36)
    formulaire: str = Field(max_length=300)
    empreinte: str = Field(max_length=64)
    vers: str = Field(max_length=500)
    faite_le: datetime = Field(sa_type=Instant, index=True)
