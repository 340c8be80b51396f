"""Le projet de convention figé, et les signatures qu'il reçoit."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import donnees_json, enum_texte
from modeles.vocabulaire import ModeSignature, Partie

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class ProjetConvention(SQLModel, table=True):
    """Un texte figé : `contenu` est ce qui a servi à l'écrire, `empreinte` son SHA-256.

    Toute modification fait une version nouvelle ; l'ancienne reste, et perd ses visas. `avenant_numero` : l'avenant
    dont c'est le texte, vide pour celui du contrat d'origine.
    """

    __tablename__ = "projet_convention"
    __table_args__ = (UniqueConstraint("demarche_id", "version", name="uq_projet_version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    version: int
    avenant_numero: int | None = None
    contenu: dict[str, Any] = Field(sa_type=donnees_json())
    empreinte: str = Field(max_length=64)
    fige_le: date
    visa_dreets_le: date | None = None
    visa_dreets_par: str | None = None
    accord_collectivite_le: date | None = None
    accord_collectivite_par: str | None = None
    demarche: "Demarche" = Relationship(back_populates="projets")
    signatures: list["Signature"] = Relationship(
        back_populates="projet", sa_relationship_kwargs={"order_by": "Signature.signee_le"}
    )


class Signature(SQLModel, table=True):
    """Une partie a signé un exemplaire dont voici l'empreinte."""

    __table_args__ = (
        UniqueConstraint("projet_id", "partie", name="uq_signature_partie"),
        CheckConstraint("partie IN ('etat', 'collectivite')", name="partie_signataire"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    projet_id: UUID = Field(foreign_key="projet_convention.id", index=True)
    partie: Partie = Field(sa_type=enum_texte(Partie))
    signataire: str
    qualite: str
    signee_le: date
    mode: ModeSignature = Field(default=ModeSignature.PAPIER, sa_type=enum_texte(ModeSignature))
    empreinte: str = Field(max_length=64)
    projet: ProjetConvention = Relationship(back_populates="signatures")
