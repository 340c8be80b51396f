"""La valeur d'un indicateur pour un exercice, et toute son histoire : rien ne s'y efface."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, enum_texte
from modeles.indicateur import Indicateur
from modeles.vocabulaire_annuel import StatutValeur


class ValeurIndicateur(SQLModel, table=True):
    """La valeur courante est celle du plus grand `numero`. Les nombres sont en centièmes d'unité.

    `origine` dit d'où elle vient (« classeur, Indicateurs!F12 », « page », « lien personnel », « agent »).
    `texte` est la réponse à un indicateur qualitatif.
    """

    __tablename__ = "valeur_indicateur"
    __table_args__ = (
        UniqueConstraint("indicateur_id", "exercice", "numero", name="uq_valeur_numero"),
        CheckConstraint("numero >= 1", name="numero_positif"),
        CheckConstraint("statut NOT IN ('non_du', 'attendu')", name="statut_ecrit"),
        CheckConstraint(
            "statut NOT IN ('non_renseigne', 'sans_objet') OR (valeur_centiemes IS NULL AND texte IS NULL)",
            name="vide",
        ),
        CheckConstraint(
            "statut IN ('non_renseigne', 'sans_objet', 'conteste') "
            "OR valeur_centiemes IS NOT NULL OR texte IS NOT NULL",
            name="remplie",
        ),
        CheckConstraint(
            "statut NOT IN ('non_renseigne', 'sans_objet', 'conteste', 'rectifie') OR motif IS NOT NULL",
            name="expliquee",
        ),
        CheckConstraint("statut <> 'zero_reel' OR valeur_centiemes = 0", name="zero_reel_nul"),
        CheckConstraint(
            "(numerateur_centiemes IS NULL) = (denominateur_centiemes IS NULL)", name="rapport_entier"
        ),
        CheckConstraint(
            "denominateur_centiemes IS NULL OR denominateur_centiemes > 0", name="denominateur_positif"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    indicateur_id: UUID = Field(foreign_key="indicateur.id")
    exercice: int
    numero: int
    statut: StatutValeur = Field(sa_type=enum_texte(StatutValeur))
    valeur_centiemes: int | None = Field(default=None, sa_type=BigInteger)
    numerateur_centiemes: int | None = Field(default=None, sa_type=BigInteger)
    denominateur_centiemes: int | None = Field(default=None, sa_type=BigInteger)
    texte: str | None = None
    motif: str | None = None
    commentaire: str = ""
    origine: str = Field(max_length=200)
    par: str
    saisi_le: datetime = Field(sa_type=Instant)
    hors_delai: bool = False
    indicateur: Indicateur = Relationship()
