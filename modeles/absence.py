"""L'absence d'un contact, et qui le supplée : on n'écrit pas à qui n'est pas là."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant

if TYPE_CHECKING:
    from modeles.contact import Contact


class Absence(SQLModel, table=True):
    """Bornes comprises. Une absence corrigée garde sa ligne, datée de son remplacement. Jamais de motif."""

    __table_args__ = (
        CheckConstraint("du <= au", name="bornes_ordonnees"),
        CheckConstraint("suppleant_id IS NULL OR suppleant_id <> contact_id", name="suppleant_autre"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    du: date
    au: date
    suppleant_id: UUID | None = Field(default=None, foreign_key="contact.id")
    par: str
    saisie_le: datetime = Field(sa_type=Instant)
    remplacee_le: datetime | None = Field(default=None, sa_type=Instant)
    contact: "Contact" = Relationship(
        back_populates="absences", sa_relationship_kwargs={"foreign_keys": "Absence.contact_id"}
    )
    suppleant: "Contact" = Relationship(sa_relationship_kwargs={"foreign_keys": "Absence.suppleant_id"})
