"""La tournée du matin : une seule par jour, même après un arrêt ou deux exécutions en même temps."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant
from modeles.journal import HORS_JOURNAL


class Tournee(SQLModel, table=True):
    """Le jour dont la tournée a été prise ; `finie_le` vide dit qu'elle a été interrompue.

    `relances_dues` : ce que la décision du matin faisait partir ; `relances_remises` : ce qui l'a été.
    """

    __table_args__ = (HORS_JOURNAL,)

    jour: date = Field(primary_key=True)
    commencee_le: datetime = Field(sa_type=Instant)
    finie_le: datetime | None = Field(default=None, sa_type=Instant)
    relances_dues: int = 0
    relances_remises: int = 0
    territoires_en_panne: int = 0
