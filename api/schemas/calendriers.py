"""Les abonnements aux calendriers."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.commun import InstantUtc, Vue
from api.schemas.gestes import Demande
from modeles.agenda import LienDeCalendrier


class LienVu(Vue):
    """Un abonnement en vigueur. Son adresse n'est montrée qu'à sa création."""

    id: UUID
    territoire: str | None = Field(description="Le seul territoire qu'il montre ; vide, tous les vôtres.")
    cree_le: InstantUtc

    @classmethod
    def depuis(cls, lien: LienDeCalendrier) -> "LienVu":
        return cls(**lien.model_dump(include=set(cls.model_fields)))


class LienCree(LienVu):
    adresse: str = Field(description="À coller dans Outlook. Qui la connaît voit ce calendrier.")


class DemandeDeLien(Demande):
    model_config = ConfigDict(json_schema_extra={"examples": [{"territoire": "32"}]})

    territoire: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="Un seul territoire ; sans lui, tous les vôtres."
    )
