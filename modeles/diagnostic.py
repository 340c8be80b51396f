"""Le diagnostic : sources, entretiens sans noms, constats, enjeux, et les versions déposées."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import donnees_json, enum_texte
from modeles.vocabulaire import EtatDiagnostic, Fiabilite

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Source(SQLModel, table=True):
    """Un document exploité ; `annee` est le millésime de ses données, pas sa date de parution."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    titre: str
    producteur: str
    annee: int
    maille: str = ""
    quantitative: bool = True
    fiabilite: Fiabilite = Field(default=Fiabilite.B, sa_type=enum_texte(Fiabilite))
    limites: str = ""
    demarche: "Demarche" = Relationship(back_populates="sources")


class Entretien(SQLModel, table=True):
    """Un entretien : un organisme et une fonction, jamais un nom."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    organisme: str
    fonction: str
    prevu_le: date | None = None
    realise_le: date | None = None
    axes: list[str] = Field(default_factory=list, sa_type=donnees_json())
    propositions: str = ""
    demarche: "Demarche" = Relationship(back_populates="entretiens")


class Constat(SQLModel, table=True):
    """Ce que l'on observe, avec sa preuve. Sans source, il est « non documenté », et cela se voit."""

    __table_args__ = (
        UniqueConstraint("demarche_id", "numero", name="uq_constat_numero"),
        CheckConstraint("gravite BETWEEN 1 AND 3", name="gravite_de_1_a_3"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    numero: int
    axe: str
    texte: str
    preuve: str = ""
    gravite: int = 2
    publics: str = ""
    zones: str = ""
    source_id: UUID | None = Field(default=None, foreign_key="source.id")
    demarche: "Demarche" = Relationship(back_populates="constats")
    source: Source | None = Relationship()


class EnjeuConstat(SQLModel, table=True):
    """Le constat qui fonde un enjeu."""

    __tablename__ = "enjeu_constat"

    enjeu_id: UUID = Field(foreign_key="enjeu.id", primary_key=True)
    constat_id: UUID = Field(foreign_key="constat.id", primary_key=True)


class Enjeu(SQLModel, table=True):
    """Ce qui compte pour le territoire ; le comité les classe."""

    __table_args__ = (UniqueConstraint("demarche_id", "rang", name="uq_enjeu_rang"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    rang: int
    axe: str
    libelle: str
    demarche: "Demarche" = Relationship(back_populates="enjeux")
    constats: list[Constat] = Relationship(link_model=EnjeuConstat)


class Diagnostic(SQLModel, table=True):
    """Une version déposée du diagnostic, telle qu'elle a été soumise au comité."""

    __table_args__ = (UniqueConstraint("demarche_id", "version", name="uq_diagnostic_version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    version: int
    etat: EtatDiagnostic = Field(default=EtatDiagnostic.SOUMIS, sa_type=enum_texte(EtatDiagnostic))
    depose_le: date
    decide_le: date | None = None
    griefs: str | None = None
    contenu: dict[str, Any] = Field(default_factory=dict, sa_type=donnees_json())
    demarche: "Demarche" = Relationship(back_populates="diagnostics")


class Reserve(SQLModel, table=True):
    """Ce que le comité demande encore en adoptant : qui, quoi, pour quand."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    libelle: str
    responsable: str
    echeance_le: date
    levee_le: date | None = None
    demarche: "Demarche" = Relationship(back_populates="reserves")
