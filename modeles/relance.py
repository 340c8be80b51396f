"""La relance : un acte décidé une fois pour toutes, pour un contrat, une échéance et un niveau."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.message import Message
from modeles.vocabulaire_relances import Canal, EtatRelance


class Relance(SQLModel, table=True):
    """`cle` (démarche:genre:exercice:niveau) est unique, et la base refuse de l'effacer : rien ne se redit.

    Rien n'y renvoie à la campagne : elle peut être supprimée puis recréée. `etat_le` est le jour de l'état ;
    `raison`, pourquoi elle part ; `motif`, pourquoi elle est retenue ou devenue sans objet. `destinataires` :
    `cle`, `nom`, `fonction`, `courriel`. Plusieurs relances groupées ont le même message. `remises` compte
    les fois où elle a été confiée à l'envoi : un message retiré avant de partir n'est pas un envoi.
    """

    __table_args__ = (
        CheckConstraint("etat <> 'remise' OR message_id IS NOT NULL", name="remise_donc_message"),
        CheckConstraint("(etat = 'partie') = (partie_le IS NOT NULL)", name="partie_ssi_datee"),
        CheckConstraint(
            "etat NOT IN ('retenue', 'caduque') OR motif IS NOT NULL", name="arretee_donc_motivee"
        ),
        CheckConstraint("(validee_le IS NULL) = (validee_par IS NULL)", name="validee_par_quelqu_un"),
        CheckConstraint("remises >= 0", name="remises_positives"),
    )

    cle: str = Field(primary_key=True, max_length=160)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    genre: str = Field(max_length=40)
    exercice: int
    niveau: str = Field(max_length=10)
    libelle: str
    etat: EtatRelance = Field(sa_type=enum_texte(EtatRelance), index=True)
    etat_le: date
    decidee_le: date = Field(index=True)
    echeance_le: date
    canal: Canal = Field(sa_type=enum_texte(Canal))
    raison: str
    motif: str | None = None
    destinataires: list[dict[str, Any]] = Field(default_factory=list, sa_type=donnees_json())
    manquants: list[str] = Field(default_factory=list, sa_type=donnees_json())
    attendus: int = 1
    repondre_avant_le: date | None = None
    document_id: UUID | None = Field(default=None, foreign_key="document.id")
    message_id: UUID | None = Field(default=None, foreign_key="message.id", index=True)
    remises: int = 0
    partie_le: date | None = Field(default=None, index=True)
    validee_par: str | None = None
    validee_le: datetime | None = Field(default=None, sa_type=Instant)
    decidee_par: str
    demarche: Demarche = Relationship()
    document: Document | None = Relationship()
    message: Message | None = Relationship()
