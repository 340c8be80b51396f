"""L'agenda : ce que les calendriers des personnes montrent de nos réunions et échéances, et les liens qui y mènent."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, enum_texte
from modeles.compte import Compte
from modeles.journal import HORS_JOURNAL


class GenreDEvenement(StrEnum):
    REUNION = "reunion"
    ECHEANCE = "echeance"
    TACHE = "tache"


class EvenementAgenda(SQLModel, table=True):
    """Un évènement tel qu'il a été publié en dernier. `uid` ne change jamais ; `sequence` croît à chaque changement.

    Un évènement disparu reste, annulé : c'est ainsi que les calendriers l'effacent.
    """

    __tablename__ = "evenement_agenda"
    __table_args__ = (
        CheckConstraint("sequence >= 0", name="sequence_positive"),
        CheckConstraint("(heure IS NULL) = (duree_minutes IS NULL)", name="duree_ssi_heure"),
        HORS_JOURNAL,
    )

    uid: str = Field(primary_key=True, max_length=120)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    genre: GenreDEvenement = Field(sa_type=enum_texte(GenreDEvenement))
    titre: str
    le: date
    heure: time | None = None
    duree_minutes: int | None = None
    lieu: str = ""
    description: str = ""
    confirme: bool = True
    annule: bool = False
    sequence: int = 0
    modifie_le: datetime = Field(sa_type=Instant)


class LienDeCalendrier(SQLModel, table=True):
    """Un abonnement d'une personne : à ses territoires, ou à un seul. On ne garde que l'empreinte de son secret.

    Il montre ce que la personne peut voir le jour où il est lu : perdre un droit suffit à le vider.
    """

    __tablename__ = "lien_de_calendrier"
    __table_args__ = (
        CheckConstraint("(revoque_le IS NULL) = (revoque_par IS NULL)", name="revoque_par_quelqu_un"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    empreinte: str = Field(unique=True, max_length=64)
    compte_id: UUID = Field(foreign_key="compte.id", index=True)
    territoire: str | None = Field(default=None, max_length=10)
    cree_le: datetime = Field(sa_type=Instant)
    cree_par: str
    revoque_le: datetime | None = Field(default=None, sa_type=Instant)
    revoque_par: str | None = None
    compte: Compte = Relationship()
