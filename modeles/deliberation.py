"""La délibération : la séance, le vote, la transmission et la publication."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import enum_texte
from modeles.vocabulaire import IssueVote, Organe

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Deliberation(SQLModel, table=True):
    """Une inscription à une séance, et ce qu'il en est advenu. `projet_version` est le texte présenté."""

    __table_args__ = (
        UniqueConstraint("demarche_id", "numero_ordre", name="uq_deliberation_ordre"),
        CheckConstraint("envoi_le <= seance_le", name="envoi_avant_seance"),
        CheckConstraint(
            "presents IS NULL OR (presents >= 0 AND presents <= en_exercice)", name="presents_possibles"
        ),
        CheckConstraint("pour >= 0 AND contre >= 0 AND abstentions >= 0", name="voix_positives"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    numero_ordre: int
    projet_version: int
    organe: Organe = Field(default=Organe.ASSEMBLEE, sa_type=enum_texte(Organe))
    envoi_le: date
    seance_le: date
    urgence: bool = False
    apres_carence: bool = False
    en_exercice: int
    presents: int | None = None
    pouvoirs: int = 0
    pour: int | None = None
    contre: int | None = None
    abstentions: int | None = None
    issue: IssueVote | None = Field(default=None, sa_type=enum_texte(IssueVote))
    numero: str | None = None
    transmise_le: date | None = None
    accuse_le: date | None = None
    accuse_numero: str | None = None
    publiee_le: date | None = None
    mode_publication: str | None = None
    demarche: "Demarche" = Relationship(back_populates="deliberations")
