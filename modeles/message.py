"""Le message : ce que l'outil a préparé à envoyer, gardé jusqu'à son départ."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.vocabulaire import EtatMessage


class Message(SQLModel, table=True):
    """Une ligne de la boîte d'envoi. `identifiant` (Message-ID) dérive de la clé : un message, un identifiant."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    passage_id: UUID = Field(foreign_key="passage.id")
    cle_effet: str = Field(unique=True, max_length=160)
    identifiant: str = Field(unique=True, max_length=200)
    destinataires: list[str] = Field(sa_type=donnees_json())
    sans_adresse: list[str] = Field(default_factory=list, sa_type=donnees_json())
    objet: str
    corps: str
    documents: list[str] = Field(default_factory=list, sa_type=donnees_json())
    etat: EtatMessage = Field(default=EtatMessage.PREPARE, sa_type=enum_texte(EtatMessage), index=True)
    prepare_le: datetime = Field(sa_type=Instant)
