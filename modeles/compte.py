"""Le compte d'une personne, et ce qu'elle peut faire : des rôles, chacun sur un territoire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, enum_texte


class Role(StrEnum):
    """Les rôles de l'outil (dossier de domaine, § 3). Les personnes concernées n'ont jamais de compte."""

    ADMINISTRATEUR = "administrateur"
    REGION = "region"
    ETAT = "etat"
    COLLECTIVITE = "collectivite"
    PORTEUR = "porteur"
    LECTEUR = "lecteur"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_ROLES[self]


class Compte(SQLModel, table=True):
    """Une personne qui se connecte. `fin_le` : dernier jour d'un accès temporaire, celui d'un prestataire.

    Deux comptes n'ont pas le même nom : celui qu'écrit le journal désigne une seule personne.
    Le courriel est rangé en minuscules : deux casses ne font pas deux personnes. Seul l'administrateur de
    cette machine peut n'en pas avoir.
    """

    __table_args__ = (
        CheckConstraint("courriel = lower(courriel)", name="courriel_en_minuscules"),
        CheckConstraint("(emetteur IS NULL) = (sujet IS NULL)", name="identite_entiere"),
        UniqueConstraint("emetteur", "sujet", name="uq_compte_identite"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    nom: str = Field(index=True, unique=True, max_length=200)
    courriel: str | None = Field(default=None, unique=True, max_length=254)
    organisme: str = ""
    actif: bool = True
    fin_le: date | None = None
    emetteur: str | None = Field(default=None, max_length=300)
    sujet: str | None = Field(default=None, max_length=300)
    cree_le: datetime = Field(sa_type=Instant)
    cree_par: str
    habilitations: list["Habilitation"] = Relationship(
        back_populates="compte", sa_relationship_kwargs={"order_by": "Habilitation.accordee_le"}
    )

    def ouvert(self, le: date) -> bool:
        """Peut se connecter ce jour-là."""
        return self.actif and (self.fin_le is None or le <= self.fin_le)


_SANS_PORTEE = "region IS NULL AND territoire IS NULL AND fiche_id IS NULL"
_PORTEE_DU_ROLE = f"""
(role = 'administrateur' AND {_SANS_PORTEE})
OR (role = 'region' AND region IS NOT NULL AND territoire IS NULL AND fiche_id IS NULL)
OR (role IN ('etat', 'collectivite') AND territoire IS NOT NULL AND region IS NULL AND fiche_id IS NULL)
OR (role = 'porteur' AND fiche_id IS NOT NULL AND region IS NULL AND territoire IS NULL)
OR (role = 'lecteur' AND fiche_id IS NULL AND (region IS NULL OR territoire IS NULL))
"""


class Habilitation(SQLModel, table=True):
    """Un rôle et où il s'exerce. Retirée, elle reste : on sait qui pouvait quoi, et quand."""

    __table_args__ = (
        CheckConstraint(" ".join(_PORTEE_DU_ROLE.split()), name="portee_du_role"),
        CheckConstraint("(retiree_le IS NULL) = (retiree_par IS NULL)", name="retiree_par_quelqu_un"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    compte_id: UUID = Field(foreign_key="compte.id", index=True)
    role: Role = Field(sa_type=enum_texte(Role))
    region: str | None = Field(default=None, max_length=3)
    territoire: str | None = Field(default=None, max_length=12)
    fiche_id: UUID | None = Field(default=None, foreign_key="fiche_action.id")
    accordee_le: datetime = Field(sa_type=Instant)
    accordee_par: str
    retiree_le: datetime | None = Field(default=None, sa_type=Instant)
    retiree_par: str | None = None
    compte: Compte = Relationship(back_populates="habilitations")


LIBELLES_DES_ROLES = {
    Role.ADMINISTRATEUR: "administrateur",
    Role.REGION: "chargé de mission de la région",
    Role.ETAT: "service de l'État dans le département",
    Role.COLLECTIVITE: "collectivité du contrat",
    Role.PORTEUR: "porteur d'une fiche",
    Role.LECTEUR: "lecteur",
}
