"""La piste d'action : une idée pré-sélectionnée avant la rédaction d'une fiche."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import donnees_json, enum_texte
from modeles.diagnostic import Enjeu
from modeles.reunion import Reunion
from modeles.vocabulaire import DecisionPiste, NatureAction

if TYPE_CHECKING:
    from modeles.demarche import Demarche


class Piste(SQLModel, table=True):
    """`notes` : critère → note de 0 à 3 (grille du § 7.3) ; la note n'arrête rien, une personne décide."""

    __table_args__ = (
        UniqueConstraint("demarche_id", "numero", name="uq_piste_numero"),
        CheckConstraint("cout_estime_centimes IS NULL OR cout_estime_centimes >= 0", name="cout_positif"),
        CheckConstraint(
            "decision IN ('proposee', 'retenue') OR motif IS NOT NULL", name="ecartee_donc_motivee"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    numero: int
    titre: str
    sous_axe: str
    public: str = ""
    porteur_pressenti: str = ""
    cout_estime_centimes: int | None = Field(default=None, sa_type=BigInteger)
    nature: NatureAction | None = Field(default=None, sa_type=enum_texte(NatureAction))
    notes: dict[str, int] = Field(default_factory=dict, sa_type=donnees_json())
    decision: DecisionPiste = Field(default=DecisionPiste.PROPOSEE, sa_type=enum_texte(DecisionPiste))
    motif: str | None = None
    enjeu_id: UUID | None = Field(default=None, foreign_key="enjeu.id")
    atelier_id: UUID | None = Field(default=None, foreign_key="reunion.id")
    production: str | None = None
    dispense_d_atelier: str | None = None
    demarche: "Demarche" = Relationship(back_populates="pistes")
    enjeu: Enjeu | None = Relationship()
    atelier: Reunion | None = Relationship()
