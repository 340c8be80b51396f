"""La tâche : ce qu'une personne doit faire, pourquoi, pour quand, et où aller le faire."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant, enum_texte
from modeles.vocabulaire import Partie


class Tache(SQLModel, table=True):
    """Une ligne de « À faire ». `cle` dit d'où elle vient (`retour:adresse`, `decision:reunion:2`) : une fois chacune.

    `a_qui` est la partie attendue ; `responsable`, la personne nommée s'il y en a une. `lien` est le chemin
    de la page où la tâche se fait.
    """

    __table_args__ = (
        CheckConstraint("(faite_le IS NULL) = (faite_par IS NULL)", name="faite_par_quelqu_un"),
        CheckConstraint("reportee_au IS NULL OR motif_du_report IS NOT NULL", name="reportee_donc_motivee"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    cle: str = Field(unique=True, max_length=160)
    demarche_id: UUID | None = Field(default=None, foreign_key="demarche.id", index=True)
    libelle: str
    raison: str
    lien: str = ""
    a_qui: Partie = Field(default=Partie.ETAT, sa_type=enum_texte(Partie))
    responsable: str = ""
    echeance_le: date | None = Field(default=None, index=True)
    creee_le: datetime = Field(sa_type=Instant)
    reportee_au: date | None = None
    motif_du_report: str | None = None
    faite_le: datetime | None = Field(default=None, sa_type=Instant, index=True)
    faite_par: str | None = None
