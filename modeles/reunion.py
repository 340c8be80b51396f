"""Les réunions : comités et ateliers, leur ordre du jour, leurs présents, leurs décisions."""

from datetime import date, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import donnees_json, enum_texte
from modeles.vocabulaire import AvisComite, EtatReunion, NaturePoint, NatureReunion, Partie, Presence

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Reunion(SQLModel, table=True):
    """Un comité ou un atelier. `reports` compte les dates abandonnées."""

    __table_args__ = (
        UniqueConstraint("demarche_id", "numero", name="uq_reunion_numero"),
        CheckConstraint("(etat = 'tenue') = (tenue_le IS NOT NULL)", name="tenue_ssi_datee"),
        CheckConstraint(
            "compte_rendu_valide_le IS NULL OR tenue_le IS NOT NULL", name="compte_rendu_apres_tenue"
        ),
        CheckConstraint("reports >= 0", name="reports_positifs"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    numero: int
    nature: NatureReunion = Field(sa_type=enum_texte(NatureReunion))
    theme: str | None = None
    sous_axes: list[str] = Field(default_factory=list, sa_type=donnees_json())
    etat: EtatReunion = Field(default=EtatReunion.PROGRAMMEE, sa_type=enum_texte(EtatReunion))
    prevue_le: date
    heure: time
    lieu: str
    lien_visio: str | None = None
    reponse_avant_le: date | None = None
    convoquee_le: date | None = None
    tenue_le: date | None = None
    synthese: str | None = None
    prochaine_date_le: date | None = None
    personnes_concernees: int | None = None
    compte_rendu_valide_le: date | None = None
    reports: int = 0
    demarche: "Demarche" = Relationship(back_populates="reunions")
    points: list["PointOrdreDuJour"] = Relationship(
        back_populates="reunion",
        sa_relationship_kwargs={"order_by": "PointOrdreDuJour.numero", "cascade": "all, delete-orphan"},
    )
    participants: list["Participant"] = Relationship(
        back_populates="reunion",
        sa_relationship_kwargs={"order_by": "Participant.numero", "cascade": "all, delete-orphan"},
    )
    decisions: list["Decision"] = Relationship(
        back_populates="reunion",
        sa_relationship_kwargs={"order_by": "Decision.numero", "cascade": "all, delete-orphan"},
    )


class PointOrdreDuJour(SQLModel, table=True):
    """Un point : ce dont on parle, combien de temps, qui le présente, ce qu'on attend du comité."""

    __tablename__ = "point_ordre_du_jour"
    __table_args__ = (CheckConstraint("duree_minutes > 0", name="duree_positive"),)

    reunion_id: UUID = Field(foreign_key="reunion.id", primary_key=True)
    numero: int = Field(primary_key=True)
    intitule: str
    duree_minutes: int = 15
    rapporteur: str = ""
    nature: NaturePoint = Field(default=NaturePoint.INFORMATION, sa_type=enum_texte(NaturePoint))
    synthese: str | None = None
    reunion: Reunion = Relationship(back_populates="points")


class Participant(SQLModel, table=True):
    """Une personne conviée, et si elle est venue."""

    reunion_id: UUID = Field(foreign_key="reunion.id", primary_key=True)
    numero: int = Field(primary_key=True)
    partie: Partie = Field(default=Partie.PARTENAIRE, sa_type=enum_texte(Partie))
    organisme: str
    nom: str
    fonction: str = ""
    preside: bool = False
    presence: Presence = Field(default=Presence.ATTENDU, sa_type=enum_texte(Presence))
    reunion: Reunion = Relationship(back_populates="participants")


class Decision(SQLModel, table=True):
    """Une décision numérotée : quoi, qui, pour quand."""

    reunion_id: UUID = Field(foreign_key="reunion.id", primary_key=True)
    numero: int = Field(primary_key=True)
    libelle: str
    avis: AvisComite | None = Field(default=None, sa_type=enum_texte(AvisComite))
    responsable: str = ""
    echeance_le: date | None = None
    faite_le: date | None = None
    reunion: Reunion = Relationship(back_populates="decisions")
