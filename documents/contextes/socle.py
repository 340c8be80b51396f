"""Le contexte d'un document : ce que son gabarit peut dire, et rien d'autre."""

from pydantic import BaseModel, ConfigDict


class Contexte(BaseModel):
    """Un champ est une balise. Dates en `date`, montants en `int` centimes : les filtres du gabarit écrivent."""

    model_config = ConfigDict(frozen=True, extra="forbid")
