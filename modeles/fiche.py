"""La fiche action : une action, un porteur, un budget par année, des indicateurs."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.diagnostic import Enjeu
from modeles.piste import Piste
from modeles.vocabulaire import NatureAction, StatutFiche

AU_CONTRAT = (StatutFiche.CONTRACTUALISEE, StatutFiche.EN_COURS, StatutFiche.ACHEVEE)

if TYPE_CHECKING:
    from modeles.commentaire import CommentaireFiche
    from modeles.demarche import Demarche
    from modeles.indicateur import Indicateur


class FichePiste(SQLModel, table=True):
    """La piste dont une fiche est née."""

    __tablename__ = "fiche_piste"

    fiche_id: UUID = Field(foreign_key="fiche_action.id", primary_key=True)
    piste_id: UUID = Field(foreign_key="piste.id", primary_key=True)


class FicheAction(SQLModel, table=True):
    """Les champs du § 8 du dossier de domaine. `code` est immuable, `version` croît à chaque soumission.

    `redacteurs` : qui en a écrit le contenu, et ne l'instruira donc pas.
    `revision` croît à chaque écriture : deux personnes qui l'ont ouverte ensemble s'en aperçoivent.
    """

    __tablename__ = "fiche_action"
    __table_args__ = (
        UniqueConstraint("demarche_id", "code", name="uq_fiche_code"),
        CheckConstraint("version >= 0", name="version_positive"),
        CheckConstraint("duree_annees >= 1", name="duree_positive"),
        CheckConstraint("effectif_estime IS NULL OR effectif_estime >= 0", name="effectif_positif"),
        CheckConstraint(
            "statut NOT IN ('a_corriger', 'rejetee', 'reportee') OR motif IS NOT NULL",
            name="renvoyee_donc_motivee",
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    code: str = Field(max_length=40)
    version: int = 0
    statut: StatutFiche = Field(default=StatutFiche.BROUILLON, sa_type=enum_texte(StatutFiche))
    motif: str | None = None
    revision: int = 0
    modifiee_par: str = ""
    redacteurs: list[str] = Field(default_factory=list, sa_type=donnees_json())
    modifiee_le: datetime | None = Field(default=None, sa_type=Instant)
    titre: str = Field(max_length=200)
    axe: str
    sous_axe: str | None = None
    action_referencee: str | None = None
    nature: NatureAction | None = Field(default=None, sa_type=enum_texte(NatureAction))
    renforcement: list[str] = Field(default_factory=list, sa_type=donnees_json())
    justification_renforcement: str = ""
    constat: str = ""
    enjeu_id: UUID | None = Field(default=None, foreign_key="enjeu.id")
    objectif_principal: str = ""
    objectifs_operationnels: list[str] = Field(default_factory=list, sa_type=donnees_json())
    description: str = ""
    public_cible: str = ""
    effectif_estime: int | None = None
    perimetre: str = ""
    porteur: str = ""
    type_porteur: str = ""
    siret: str | None = None
    partenaires: list[str] = Field(default_factory=list, sa_type=donnees_json())
    annee_debut: int
    duree_annees: int = 1
    jalons: list[dict[str, Any]] = Field(default_factory=list, sa_type=donnees_json())
    moyens_humains: str = ""
    participation: str = ""
    articulation: str = ""
    risques: str = ""
    evaluation: str = ""
    referent_fonction: str = ""
    referent_courriel: str | None = None
    demarche: "Demarche" = Relationship(back_populates="fiches")
    enjeu: Enjeu | None = Relationship()
    pistes: list[Piste] = Relationship(link_model=FichePiste)
    budget: list["LigneBudget"] = Relationship(
        back_populates="fiche",
        sa_relationship_kwargs={"order_by": "LigneBudget.annee", "cascade": "all, delete-orphan"},
    )
    indicateurs: list["Indicateur"] = Relationship(
        back_populates="fiche",
        sa_relationship_kwargs={"order_by": "Indicateur.code", "cascade": "all, delete-orphan"},
    )
    versions: list["VersionFiche"] = Relationship(
        back_populates="fiche", sa_relationship_kwargs={"order_by": "VersionFiche.version"}
    )
    commentaires: list["CommentaireFiche"] = Relationship(
        back_populates="fiche", sa_relationship_kwargs={"order_by": "CommentaireFiche.numero"}
    )

    @property
    def annee_fin(self) -> int:
        return self.annee_debut + self.duree_annees - 1

    @property
    def annees(self) -> range:
        """Les exercices couverts, bornes comprises."""
        return range(self.annee_debut, self.annee_fin + 1)

    @property
    def retenue(self) -> bool:
        """Compte dans le contrat : ni rejetée, ni reportée, ni abandonnée.

        Une fois le contrat signé, une fiche nouvelle n'y compte qu'avec la signature de l'avenant qui l'ajoute.
        """
        if self.demarche is not None and self.demarche.signe_le is not None:
            return self.statut in AU_CONTRAT
        return self.statut not in (StatutFiche.REJETEE, StatutFiche.REPORTEE, StatutFiche.ABANDONNEE)


class LigneBudget(SQLModel, table=True):
    """Le budget d'une fiche pour une année, en centimes."""

    __tablename__ = "ligne_budget"
    __table_args__ = (
        CheckConstraint("part_etat_centimes >= 0", name="part_etat_positive"),
        CheckConstraint("part_collectivite_centimes >= 0", name="part_collectivite_positive"),
        CheckConstraint("autres_centimes >= 0", name="autres_positifs"),
    )

    fiche_id: UUID = Field(foreign_key="fiche_action.id", primary_key=True)
    annee: int = Field(primary_key=True)
    part_etat_centimes: int = Field(default=0, sa_type=BigInteger)
    part_collectivite_centimes: int = Field(default=0, sa_type=BigInteger)
    autres_centimes: int = Field(default=0, sa_type=BigInteger)
    fiche: FicheAction = Relationship(back_populates="budget")

    @property
    def total_centimes(self) -> int:
        return self.part_etat_centimes + self.part_collectivite_centimes + self.autres_centimes


class VersionFiche(SQLModel, table=True):
    """La fiche telle qu'elle était à une soumission : rien ne s'efface."""

    __tablename__ = "version_fiche"
    __table_args__ = (UniqueConstraint("fiche_id", "version", name="uq_version_fiche"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    fiche_id: UUID = Field(foreign_key="fiche_action.id", index=True)
    version: int
    contenu: dict[str, Any] = Field(sa_type=donnees_json())
    par: str
    saisie_le: datetime = Field(sa_type=Instant)
    fiche: FicheAction = Relationship(back_populates="versions")
