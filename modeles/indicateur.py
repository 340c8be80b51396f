"""L'indicateur d'une fiche : sa définition et ses cibles par année."""

from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.fiche import FicheAction


class Indicateur(SQLModel, table=True):
    """La fiche d'identité d'un indicateur (dossier de domaine, § 9.1).

    `numerateur` et `denominateur` sont chacun le code d'un indicateur de la fiche, ou une définition en mots.
    `sous_population_de` et `suite_de` (l'étape d'avant, dans un parcours) sont des codes de la même fiche.
    `population` est le code d'une population de référence ; les seuils sont des parts de la cible, en %.
    """

    __table_args__ = (UniqueConstraint("fiche_id", "code", name="uq_indicateur_code"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    fiche_id: UUID = Field(foreign_key="fiche_action.id", index=True)
    code: str = Field(max_length=40)
    libelle: str
    definition: str = ""
    type: str = "realisation"
    niveau: str = "local"
    formule: str = "comptage"
    unite: str
    source: str = ""
    sens: str = "hausse_favorable"
    numerateur: str | None = None
    denominateur: str | None = None
    periode: str = "annee"
    periodicite: str = "annuelle"
    producteur: str = ""
    sous_population_de: str | None = None
    suite_de: str | None = None
    population: str | None = None
    agregation: str = "somme"
    seuil_secret: int | None = None
    seuil_vert: int = 100
    seuil_orange: int = 80
    fiche: FicheAction = Relationship(back_populates="indicateurs")
    cibles: list["Cible"] = Relationship(
        back_populates="indicateur",
        sa_relationship_kwargs={"order_by": "Cible.annee", "cascade": "all, delete-orphan"},
    )


class Cible(SQLModel, table=True):
    """La valeur visée pour une année, en centièmes d'unité (12,5 % s'écrit 1250)."""

    __table_args__ = (CheckConstraint("valeur_centiemes >= 0", name="valeur_positive"),)

    indicateur_id: UUID = Field(foreign_key="indicateur.id", primary_key=True)
    annee: int = Field(primary_key=True)
    valeur_centiemes: int = Field(sa_type=BigInteger)
    indicateur: Indicateur = Relationship(back_populates="cibles")
