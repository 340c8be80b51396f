"""Le message : ce que l'outil a préparé à envoyer, gardé jusqu'à son départ et après, avec son histoire."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte, maintenant
from modeles.configuration import configuration
from modeles.journal import HORS_JOURNAL
from modeles.vocabulaire_courriel import (
    EtatAcheminement,
    EtatMessage,
    FaitDuMessage,
    GenreDeRetour,
    NatureMessage,
)

DOMAINE_PAR_DEFAUT = "jalons.invalid"


class Message(SQLModel, table=True):
    """Une ligne de la boîte d'envoi. `identifiant` (Message-ID) dérive de la clé : un message, un identifiant.

    `emis_le` est marqué juste avant le point final du texte : passé cet instant, le serveur a peut-être
    accepté le message, et on ne le renvoie plus sans qu'une personne le dise. `documents` : les identifiants
    des `Document` joints ; `pieces` : les autres fichiers du dépôt (`nom`, `type_mime`, `empreinte`).
    """

    __table_args__ = (
        CheckConstraint("(etat = 'envoye') = (envoye_le IS NOT NULL)", name="envoye_ssi_date"),
        CheckConstraint("(etat = 'en_cours') = (reclame_par IS NOT NULL)", name="en_cours_ssi_reclame"),
        CheckConstraint("essais >= 0", name="essais_positifs"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID | None = Field(default=None, foreign_key="demarche.id", index=True)
    passage_id: UUID | None = Field(default=None, foreign_key="passage.id")
    cle_effet: str = Field(unique=True, max_length=160)
    identifiant: str = Field(unique=True, max_length=200)
    nature: NatureMessage = Field(default=NatureMessage.SUITE, sa_type=enum_texte(NatureMessage))
    niveau: str | None = Field(default=None, max_length=20)
    expediteur: str = ""
    repondre_a: str | None = None
    destinataires: list[str] = Field(sa_type=donnees_json())
    copies: list[str] = Field(default_factory=list, sa_type=donnees_json())
    sans_adresse: list[str] = Field(default_factory=list, sa_type=donnees_json())
    objet: str
    corps: str
    corps_html: str | None = None
    documents: list[str] = Field(default_factory=list, sa_type=donnees_json())
    pieces: list[dict[str, str]] = Field(default_factory=list, sa_type=donnees_json())
    calendrier: str | None = None
    etat: EtatMessage = Field(default=EtatMessage.PREPARE, sa_type=enum_texte(EtatMessage), index=True)
    prepare_le: datetime = Field(sa_type=Instant)
    a_partir_de: datetime | None = Field(default=None, sa_type=Instant)
    essais: int = 0
    prochain_essai_le: datetime | None = Field(default=None, sa_type=Instant)
    reclame_par: str | None = None
    reclame_jusqu_a: datetime | None = Field(default=None, sa_type=Instant)
    emis_le: datetime | None = Field(default=None, sa_type=Instant)
    envoye_le: datetime | None = Field(default=None, sa_type=Instant)
    derniere_reponse: str | None = None
    acheminements: list["Acheminement"] = Relationship(
        back_populates="message", sa_relationship_kwargs={"order_by": "Acheminement.adresse"}
    )
    evenements: list["EvenementMessage"] = Relationship(
        back_populates="message", sa_relationship_kwargs={"order_by": "EvenementMessage.numero"}
    )


class Acheminement(SQLModel, table=True):
    """Ce qu'une adresse a fait d'un message. Sans ligne, rien ne lui a encore été demandé."""

    # L'histoire du message, scellée, le dit déjà : le journal général n'a pas à le répéter.
    __table_args__ = (HORS_JOURNAL,)

    message_id: UUID = Field(foreign_key="message.id", primary_key=True)
    adresse: str = Field(primary_key=True, max_length=320)
    etat: EtatAcheminement = Field(sa_type=enum_texte(EtatAcheminement), index=True)
    code: str | None = Field(default=None, max_length=20)
    reponse: str = ""
    le: datetime = Field(sa_type=Instant)
    message: Message = Relationship(back_populates="acheminements")


class EvenementMessage(SQLModel, table=True):
    """Une ligne de l'histoire d'un message : un essai, une réponse, une décision. La base refuse d'y toucher."""

    __tablename__ = "evenement_message"
    __table_args__ = (HORS_JOURNAL,)

    message_id: UUID = Field(foreign_key="message.id", primary_key=True)
    numero: int = Field(primary_key=True)
    le: datetime = Field(sa_type=Instant)
    fait: FaitDuMessage = Field(sa_type=enum_texte(FaitDuMessage))
    par: str
    detail: str
    message: Message = Relationship(back_populates="evenements")


class AdresseEnDefaut(SQLModel, table=True):
    """Une adresse qui ne reçoit plus : les écrans la signalent partout où elle est employée."""

    __tablename__ = "adresse_en_defaut"

    adresse: str = Field(primary_key=True, max_length=320)
    depuis_le: datetime = Field(sa_type=Instant)
    raison: str
    message_id: UUID | None = Field(default=None, foreign_key="message.id")


class RetourDeCourriel(SQLModel, table=True):
    """Un courriel revenu, lu une fois. `nom` est celui de son fichier : on ne le relit pas à chaque passage."""

    __tablename__ = "retour_de_courriel"

    empreinte: str = Field(primary_key=True, max_length=64)
    nom: str = Field(default="", index=True, max_length=255)
    genre: GenreDeRetour = Field(sa_type=enum_texte(GenreDeRetour))
    resume: str
    message_id: UUID | None = Field(default=None, foreign_key="message.id", index=True)
    lu_le: datetime = Field(sa_type=Instant)


def identifiant_du_message(cle: str, domaine: str = DOMAINE_PAR_DEFAUT) -> str:
    """Le Message-ID de la clé : la même clé donne toujours le même."""
    return f"<{sha256(cle.encode()).hexdigest()[:32]}@{domaine}>"


def nouveau_message(cle: str, objet: str, corps: str, destinataires: Sequence[str], **autres: Any) -> Message:
    """Un message prêt à entrer dans la boîte d'envoi ; la base refuse une clé déjà employée."""
    identifiant = identifiant_du_message(cle, configuration().domaine_du_courriel or DOMAINE_PAR_DEFAUT)
    champs: dict[str, Any] = {"prepare_le": maintenant(), "identifiant": identifiant} | autres
    return Message(cle_effet=cle, objet=objet, corps=corps, destinataires=list(destinataires), **champs)
