"""Le journal des modifications : qui a changé quoi, quand, chaque ligne scellée par la précédente."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte

CHAINE_COMMUNE = "commun"
# Ce qui porte cette marque (Table.info) bouge sans que personne n'ait rien décidé : file d'attente, brouillon…
HORS_JOURNAL = {"info": {"hors_journal": True}}


class Operation(StrEnum):
    """Ce qui est arrivé à l'objet."""

    CREATION = "creation"
    MODIFICATION = "modification"
    SUPPRESSION = "suppression"

    @property
    def libelle(self) -> str:
        return {"creation": "créé", "modification": "modifié", "suppression": "supprimé"}[self]


class LigneJournal(SQLModel, table=True):
    """Une modification. `champs` : {champ: [avant, après]}. Une ligne écrite ne change plus : la base le refuse.

    `chaine` : l'identifiant de la démarche, ou « commun ». `empreinte` couvre la ligne et celle d'avant :
    en changer une, ou en ôter une, se voit sur toutes les suivantes.
    """

    __tablename__ = "ligne_journal"
    __table_args__ = (
        UniqueConstraint("chaine", "numero", name="uq_ligne_journal_numero"),
        CheckConstraint("numero >= 1", name="numero_positif"),
        HORS_JOURNAL,
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    chaine: str = Field(max_length=36)
    numero: int
    instant: datetime = Field(sa_type=Instant)
    par: str
    operation: Operation = Field(sa_type=enum_texte(Operation))
    nature: str = Field(max_length=60)
    objet: str = Field(max_length=160, index=True)
    champs: dict[str, list[Any]] = Field(sa_type=donnees_json())
    precedente: str = Field(max_length=64)
    empreinte: str = Field(max_length=64)


class TeteDeJournal(SQLModel, table=True):
    """La dernière ligne d'une chaîne : la suivante s'y accroche, et une fin coupée se voit."""

    __tablename__ = "tete_de_journal"
    __table_args__ = (HORS_JOURNAL,)

    chaine: str = Field(primary_key=True, max_length=36)
    numero: int = 0
    empreinte: str = Field(default="", max_length=64)


def empreinte_de(ligne: Mapping[str, Any]) -> str:
    """Le SHA-256 d'une ligne, sans son identifiant : mêmes faits, même empreinte, sur toute base."""
    faits = [
        ligne["chaine"],
        ligne["numero"],
        ligne["instant"].astimezone(UTC).isoformat(),
        ligne["par"],
        str(ligne["operation"].value),
        ligne["nature"],
        ligne["objet"],
        ligne["champs"],
        ligne["precedente"],
    ]
    return sha256(json.dumps(faits, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
