"""Les gabarits que les utilisateurs ont installés : quoi, pour qui, par qui, quand."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant

TOUTES_LES_REGIONS = ""


class VersionGabarit(SQLModel, table=True):
    """Une installation, ou un retour. Une ligne écrite ne change plus : la plus récente fait foi.

    `code` : celui du document (« D01 »), ou d'un gabarit inclus (« corps_fiche »). `region` : vide pour toutes.
    `empreinte` : le SHA-256 du fichier dans le dépôt, vide si l'on est revenu au gabarit que l'on avait sans cela.
    """

    __tablename__ = "version_gabarit"
    __table_args__ = (
        UniqueConstraint("code", "region", "version", name="uq_version_gabarit"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(max_length=40)
    region: str = Field(default=TOUTES_LES_REGIONS, max_length=3)
    version: int
    empreinte: str = Field(max_length=64)
    par: str
    installe_le: datetime = Field(sa_type=Instant)
