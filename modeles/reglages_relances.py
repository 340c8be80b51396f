"""Les réglages des relances : les heures où elles partent."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from modeles.types_de_reglages import exige

Heure = Annotated[int, Field(ge=0, le=24)]


class ReglagesRelances(BaseSettings):
    """Une relance préparée à l'aube attend l'ouverture des bureaux, au fuseau réglé."""

    relances_de: Heure = Field(
        default=8,
        description="L'heure à partir de laquelle une relance peut partir, les jours ouvrés.",
        json_schema_extra=exige("une heure entière de 0 à 23, par exemple 8"),
    )
    relances_a: Heure = Field(
        default=18,
        description="L'heure à partir de laquelle plus aucune relance ne part jusqu'au jour ouvré suivant.",
        json_schema_extra=exige("une heure entière, après JALONS_RELANCES_DE, par exemple 18"),
    )

    @field_validator("relances_a", mode="after")
    @classmethod
    def _finir_apres_le_debut(cls, fin: int, lus: ValidationInfo) -> int:
        if fin <= lus.data.get("relances_de", 0):
            raise ValueError("fin")
        return fin
