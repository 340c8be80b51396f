"""Les personnes de la démarche : coordonnées professionnelles, jamais d'usagers."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import enum_texte
from modeles.vocabulaire import Civilite, Partie, RoleContact

if TYPE_CHECKING:
    from modeles.absence import Absence
    from modeles.demarche import Demarche


class Contact(SQLModel, table=True):
    """Une personne et le rôle qu'elle tient dans une démarche."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    partie: Partie = Field(sa_type=enum_texte(Partie))
    role: RoleContact = Field(sa_type=enum_texte(RoleContact))
    civilite: Civilite | None = Field(default=None, sa_type=enum_texte(Civilite))
    prenom: str = ""
    nom: str
    fonction: str
    organisme: str
    type_partenaire: str | None = None
    courriel: str | None = None
    telephone: str | None = None
    delegation: str | None = None
    actif: bool = True
    demarche: "Demarche" = Relationship(back_populates="contacts")
    absences: list["Absence"] = Relationship(
        back_populates="contact",
        sa_relationship_kwargs={"foreign_keys": "Absence.contact_id", "order_by": "Absence.du"},
    )
