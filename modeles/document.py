"""Le document : un fichier gardé pour toujours, avec ce qui a servi à le faire."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.etapes import Etape
from modeles.vocabulaire import OrigineDocument

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Document(SQLModel, table=True):
    """Une version d'un document. Une ligne écrite ne change plus : la base le refuse.

    `empreinte_fichier` et `empreinte_contenu` sont des SHA-256 ; le second ignore la compression.
    `gabarits` dit de quelle version de quel gabarit il vient : `fichier`, `empreinte`, `region`, `version`.
    `cle_effet` est la clé de l'effet qui l'a produit : le même effet refait ne produit rien de plus.
    """

    __table_args__ = (
        UniqueConstraint("demarche_id", "code", "objet", "version", name="uq_document_version"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("taille_octets > 0", name="taille_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    passage_id: UUID | None = Field(default=None, foreign_key="passage.id")
    cle_effet: str | None = Field(default=None, unique=True, max_length=160)
    origine: OrigineDocument = Field(default=OrigineDocument.GENERE, sa_type=enum_texte(OrigineDocument))
    code: str = Field(max_length=10)
    titre: str
    objet: str = Field(max_length=120)
    version: int
    etape: Etape = Field(sa_type=enum_texte(Etape))
    date_document: date
    nom_fichier: str
    type_mime: str
    taille_octets: int
    empreinte_fichier: str = Field(max_length=64, index=True)
    empreinte_contenu: str = Field(max_length=64)
    empreinte_gabarit: str | None = Field(default=None, max_length=64)
    gabarits: list[dict[str, Any]] = Field(default_factory=list, sa_type=donnees_json())
    donnees: dict[str, Any] = Field(default_factory=dict, sa_type=donnees_json())
    produit_le: datetime = Field(sa_type=Instant)
    demarche: "Demarche" = Relationship(back_populates="documents")
