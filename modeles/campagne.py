"""La campagne : ce que l'on demande à tous les contrats d'une région pour une même date."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.demarche import Demarche
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne, NatureAmenagement


class Campagne(SQLModel, table=True):
    """`exercice` : l'année dont on rend compte. `echelle` : les relances de cette campagne, si elles diffèrent.

    `seuil_completude` : la part des valeurs, en pour cent, à partir de laquelle une réponse vaut réception.
    """

    __table_args__ = (
        UniqueConstraint("region", "type_contrat", "genre", "exercice", name="uq_campagne_unique"),
        CheckConstraint("echeance_le >= ouverte_le", name="echeance_apres_ouverture"),
        CheckConstraint("seuil_completude BETWEEN 1 AND 100", name="seuil_en_pour_cent"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    region: str = Field(max_length=3, index=True)
    type_contrat: str = Field(default="cls", max_length=20)
    genre: GenreCampagne = Field(sa_type=enum_texte(GenreCampagne))
    exercice: int
    ouverte_le: date
    ouverte_par: str
    echeance_le: date
    seuil_completude: int = 80
    verrouillee_le: date | None = None
    close_le: date | None = None
    echelle: dict[str, Any] | None = Field(default=None, sa_type=donnees_json())
    attendus: list["Attendu"] = Relationship(back_populates="campagne")

    @property
    def etat(self) -> EtatCampagne:
        if self.close_le is not None:
            return EtatCampagne.CLOSE
        return EtatCampagne.OUVERTE if self.verrouillee_le is None else EtatCampagne.VERROUILLEE


class Attendu(SQLModel, table=True):
    """Ce qu'une campagne attend d'une démarche, et quand on l'a reçu. `partiel` : il manquait des valeurs."""

    __table_args__ = (
        UniqueConstraint("campagne_id", "demarche_id", name="uq_attendu_unique"),
        CheckConstraint("(recu_le IS NULL) = (recu_par IS NULL)", name="recu_ssi_par"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    campagne_id: UUID = Field(foreign_key="campagne.id", index=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    recu_le: date | None = None
    recu_par: str | None = None
    partiel: bool = False
    campagne: Campagne = Relationship(back_populates="attendus")
    demarche: Demarche = Relationship()
    amenagements: list["Amenagement"] = Relationship(
        back_populates="attendu", sa_relationship_kwargs={"order_by": "Amenagement.numero"}
    )


class Amenagement(SQLModel, table=True):
    """Un report, la main rendue, une difficulté ou une promesse. La dernière ligne d'une nature l'emporte."""

    __table_args__ = (
        UniqueConstraint("attendu_id", "numero", name="uq_amenagement_numero"),
        CheckConstraint("numero >= 1", name="numero_positif"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    attendu_id: UUID = Field(foreign_key="attendu.id", index=True)
    numero: int
    nature: NatureAmenagement = Field(sa_type=enum_texte(NatureAmenagement))
    jusqu_au: date
    motif: str
    par: str
    saisi_le: datetime = Field(sa_type=Instant)
    attendu: Attendu = Relationship(back_populates="amenagements")
