"""L'enveloppe : le montant maximal annuel de la part État notifié à un territoire."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, enum_texte
from modeles.vocabulaire import StatutEnveloppe

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Enveloppe(SQLModel, table=True):
    """Un plafond annuel. Le remplacer garde l'ancien : `remplacee_le` dit depuis quand il ne vaut plus.

    `reliquat_centimes` (crédits de la convention précédente) s'ajoute aux moyens sans gonfler le plafond.
    """

    __table_args__ = (
        CheckConstraint("plafond_centimes >= 0", name="plafond_positif"),
        CheckConstraint("reliquat_centimes >= 0", name="reliquat_positif"),
        Index(
            "uq_enveloppe_en_vigueur",
            "demarche_id",
            "annee",
            unique=True,
            sqlite_where=text("remplacee_le IS NULL"),
            postgresql_where=text("remplacee_le IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    annee: int
    plafond_centimes: int = Field(sa_type=BigInteger)
    reliquat_centimes: int = Field(default=0, sa_type=BigInteger)
    statut: StatutEnveloppe = Field(sa_type=enum_texte(StatutEnveloppe))
    notifiee_le: date
    remplacee_le: datetime | None = Field(default=None, sa_type=Instant)
    demarche: "Demarche" = Relationship(back_populates="enveloppes")
