"""L'exercice : une année du contrat, de son ouverture à son versement, et le journal de ses étapes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.demarche import Demarche
from modeles.vocabulaire_annuel import EtatExercice, GesteAnnuel


class Exercice(SQLModel, table=True):
    """`annee` est celle dont on rend compte : l'exercice 2025 se collecte, se contrôle et se verse en 2026.

    `etat` ne s'écrit que dans `workflows.exercice` ; partout ailleurs, on le lit.
    """

    __table_args__ = (UniqueConstraint("demarche_id", "annee", name="uq_exercice_annee"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    annee: int
    etat: EtatExercice = Field(default=EtatExercice.OUVERT, sa_type=enum_texte(EtatExercice))
    depuis_le: date
    demarche: Demarche = Relationship()
    passages: list["PassageAnnuel"] = Relationship(
        back_populates="exercice", sa_relationship_kwargs={"order_by": "PassageAnnuel.sequence"}
    )


class PassageAnnuel(SQLModel, table=True):
    """Un geste du cycle annuel accompli. `donnees` : ce qu'il apporte. Une ligne écrite ne change plus."""

    __tablename__ = "passage_annuel"
    __table_args__ = (
        UniqueConstraint("exercice_id", "sequence", name="uq_passage_annuel_sequence"),
        CheckConstraint("sequence >= 1", name="sequence_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    exercice_id: UUID = Field(foreign_key="exercice.id", index=True)
    sequence: int
    geste: GesteAnnuel = Field(sa_type=enum_texte(GesteAnnuel))
    de: EtatExercice = Field(sa_type=enum_texte(EtatExercice))
    vers: EtatExercice = Field(sa_type=enum_texte(EtatExercice))
    par: str
    survenu_le: date
    saisi_le: datetime = Field(sa_type=Instant)
    motif: str | None = None
    donnees: dict[str, Any] = Field(default_factory=dict, sa_type=donnees_json())
    exercice: Exercice = Relationship(back_populates="passages")
