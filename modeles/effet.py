"""L'effet : ce qui doit suivre un passage, et où l'on en est."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.etapes import Etape
from modeles.journal import HORS_JOURNAL
from modeles.vocabulaire import EtatEffet, NatureEffet


class Effet(SQLModel, table=True):
    """Un document à produire, un message à préparer, une échéance à poser : une seule fois.

    La clé dit tout (`passage:nature:objet`). `reclame_jusqu_a` borne le droit de celui qui le fait :
    passé cet instant, un autre peut le reprendre.
    """

    __table_args__ = (
        CheckConstraint("(etat = 'fait') = (fait_le IS NOT NULL)", name="fait_ssi_date"),
        CheckConstraint("essais >= 0", name="essais_positifs"),
        HORS_JOURNAL,
    )

    cle: str = Field(primary_key=True, max_length=160)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    passage_id: UUID = Field(foreign_key="passage.id", index=True)
    rang: int
    etape: Etape = Field(sa_type=enum_texte(Etape))
    nature: NatureEffet = Field(sa_type=enum_texte(NatureEffet))
    objet: str
    parametres: dict[str, Any] = Field(default_factory=dict, sa_type=donnees_json())
    etat: EtatEffet = Field(default=EtatEffet.A_FAIRE, sa_type=enum_texte(EtatEffet), index=True)
    essais: int = 0
    derniere_erreur: str | None = None
    reclame_par: str | None = None
    reclame_jusqu_a: datetime | None = Field(default=None, sa_type=Instant)
    fait_le: datetime | None = Field(default=None, sa_type=Instant)
