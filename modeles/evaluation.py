"""L'évaluation à mi-parcours : ce que les parties en écrivent, à plusieurs mains et en plusieurs fois."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import donnees_json

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Evaluation(SQLModel, table=True):
    """`questions` et `ajustements` : les lignes de `workflows.commandes.evaluation.SaisieEvaluation`.

    Les nombres n'y sont pas : le rapport les compte, d'après les exercices échus, le jour où il est écrit.
    """

    demarche_id: UUID = Field(foreign_key="demarche.id", primary_key=True)
    methode: str = ""
    sources: list[str] = Field(default_factory=list, sa_type=donnees_json())
    limites: str = ""
    resultats: str = ""
    questions: list[dict[str, Any]] = Field(default_factory=list, sa_type=donnees_json())
    enseignements: list[str] = Field(default_factory=list, sa_type=donnees_json())
    ajustements: list[dict[str, Any]] = Field(default_factory=list, sa_type=donnees_json())
    avis_du_comite: str = ""
    comite_le: date | None = None
    demarche: "Demarche" = Relationship(back_populates="evaluation")
