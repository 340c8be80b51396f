"""Le retrait : ce qu'une personne a ôté du dossier, gardé entier pour pouvoir être remis."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Retrait(SQLModel, table=True):
    """`contenu` suffit à remettre l'objet tel qu'il était ; `libelle` dit lequel c'était."""

    __table_args__ = (
        CheckConstraint("(remis_le IS NULL) = (remis_par IS NULL)", name="remis_par_quelqu_un"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    nature: str = Field(max_length=20)
    libelle: str
    contenu: dict[str, Any] = Field(sa_type=donnees_json())
    par: str
    le: datetime = Field(sa_type=Instant)
    remis_par: str | None = None
    remis_le: datetime | None = Field(default=None, sa_type=Instant)
    demarche: "Demarche" = Relationship(back_populates="retraits")
