"""L'échéance : ce que quelqu'un doit faire avant une date."""

from datetime import date
from uuid import UUID, uuid4

from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import enum_texte
from modeles.demarche import Demarche, Passage
from modeles.journal import HORS_JOURNAL
from modeles.vocabulaire import EtatEcheance, Partie


class Echeance(SQLModel, table=True):
    """`attend` nomme le geste ou la saisie qui la satisfait ; elle devient caduque si l'étape est quittée."""

    __table_args__ = (HORS_JOURNAL,)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    passage_id: UUID = Field(foreign_key="passage.id")
    cle_effet: str = Field(unique=True, max_length=160)
    libelle: str
    le: date = Field(index=True)
    a_qui: Partie = Field(sa_type=enum_texte(Partie))
    attend: str
    etat: EtatEcheance = Field(default=EtatEcheance.OUVERTE, sa_type=enum_texte(EtatEcheance), index=True)
    close_le: date | None = None
    demarche: Demarche = Relationship()
    passage: Passage = Relationship()
