"""Le lien personnel : l'adresse, envoyée à une personne, par où elle répond pour son territoire sans compte."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.campagne import Attendu
from modeles.colonnes import Instant


class LienDeReponse(SQLModel, table=True):
    """L'adresse se calcule depuis `id` et le secret de l'installation : la base ne garde rien qui l'ouvre.

    Une personne a un lien par attendu ; `version` croît quand on le remplace, ce qui ferme l'ancien.
    """

    __tablename__ = "lien_de_reponse"
    __table_args__ = (UniqueConstraint("attendu_id", "courriel", name="uq_lien_de_reponse_personne"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    attendu_id: UUID = Field(foreign_key="attendu.id", index=True)
    courriel: str = Field(max_length=254)
    nom: str
    version: int = 1
    cree_par: str
    cree_le: datetime = Field(sa_type=Instant)
    expire_le: datetime = Field(sa_type=Instant)
    revoque_le: datetime | None = Field(default=None, sa_type=Instant)
    revoque_par: str | None = None
    attendu: Attendu = Relationship()
