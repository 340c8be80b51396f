"""Le calendrier prévu d'une démarche : proposé par le calcul, adopté par le comité."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import enum_texte
from modeles.etapes import Etape
from modeles.vocabulaire import StatutCalendrier

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class EtapePrevue(SQLModel, table=True):
    """Les dates prévues d'une étape. Une proposition n'en remplace une autre que si on l'adopte."""

    __tablename__ = "etape_prevue"
    __table_args__ = (CheckConstraint("debut_le <= fin_le", name="dates_ordonnees"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    etape: Etape = Field(sa_type=enum_texte(Etape))
    debut_le: date
    fin_le: date
    statut: StatutCalendrier = Field(default=StatutCalendrier.PROPOSE, sa_type=enum_texte(StatutCalendrier))
    demarche: "Demarche" = Relationship(back_populates="etapes_prevues")


def fin_adoptee(demarche: "Demarche", etape: Etape) -> date | None:
    """La fin de cette étape dans le calendrier que le comité a adopté ; None s'il n'en dit rien."""
    fins = [
        prevue.fin_le
        for prevue in demarche.etapes_prevues
        if prevue.etape is etape and prevue.statut is StatutCalendrier.ADOPTE
    ]
    return fins[-1] if fins else None
