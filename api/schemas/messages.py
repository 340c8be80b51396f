"""Les messages : la boîte d'envoi, un message et son histoire, ce qu'une personne en décide."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.commun import InstantUtc, Vue
from api.schemas.gestes import Demande, Phrase
from modeles.message import Acheminement, EvenementMessage, Message, RetourDeCourriel
from modeles.vocabulaire_courriel import (
    EtatAcheminement,
    EtatMessage,
    FaitDuMessage,
    GenreDeRetour,
    NatureMessage,
)


class MessageVu(Vue):
    """Un message de la boîte d'envoi."""

    id: UUID
    demarche_id: UUID | None
    nature: NatureMessage
    niveau: str | None = Field(description="Le niveau d'une relance.", examples=["R1"])
    objet: str
    corps: str
    expediteur: str
    repondre_a: str | None
    destinataires: list[str]
    copies: list[str]
    sans_adresse: list[str] = Field(description="Les destinataires dont l'adresse manque.")
    documents: list[str] = Field(description="Les identifiants des documents joints.")
    etat: EtatMessage
    libelle: str = Field(description="L'état, en français.", examples=["prêt à partir"])
    raison: str = Field(description="Pourquoi il attend, ou ce qui en a été dit en dernier.")
    essais: int
    prepare_le: InstantUtc
    a_partir_de: InstantUtc | None = Field(description="Il ne part pas avant cet instant.")
    prochain_essai_le: InstantUtc | None
    envoye_le: InstantUtc | None

    @classmethod
    def depuis(cls, message: Message, raison: str) -> "MessageVu":
        return cls(**_champs(message, raison))


class FaitVu(Vue):
    """Une ligne de l'histoire d'un message."""

    le: InstantUtc
    fait: FaitDuMessage
    par: str
    detail: str

    @classmethod
    def depuis(cls, evenement: EvenementMessage) -> "FaitVu":
        return cls(**evenement.model_dump(include=set(cls.model_fields)))


class AcheminementVu(Vue):
    """Ce qu'une adresse a fait du message."""

    adresse: str
    etat: EtatAcheminement
    code: str | None
    reponse: str
    le: InstantUtc

    @classmethod
    def depuis(cls, acheminement: Acheminement) -> "AcheminementVu":
        return cls(**acheminement.model_dump(include=set(cls.model_fields)))


class MessageDetaille(MessageVu):
    """Un message, le sort de chaque adresse et toute son histoire."""

    identifiant: str = Field(description="L'en-tête Message-ID.")
    acheminements: list[AcheminementVu]
    histoire: list[FaitVu]

    @classmethod
    def depuis(cls, message: Message, raison: str) -> "MessageDetaille":
        return cls(
            **_champs(message, raison),
            identifiant=message.identifiant,
            acheminements=[AcheminementVu.depuis(a) for a in message.acheminements],
            histoire=[FaitVu.depuis(e) for e in message.evenements],
        )


class RetourVu(Vue):
    """Un courriel revenu."""

    genre: GenreDeRetour
    libelle: str = Field(examples=["avis d'échec"])
    resume: str
    message_id: UUID | None = Field(description="Le message dont il parle, s'il a été reconnu.")
    lu_le: InstantUtc

    @classmethod
    def depuis(cls, retour: RetourDeCourriel) -> "RetourVu":
        champs = retour.model_dump(include=set(cls.model_fields))
        return cls(**champs, libelle=retour.genre.libelle)


class BoiteVue(Vue):
    """Combien de messages attendent, et pourquoi."""

    en_attente: int = Field(description="Prêts à partir, ou en cours d'envoi.")
    incertains: int = Field(description="Peut-être partis : une personne doit trancher.")
    refuses: int = Field(description="Refusés : une personne doit corriger, renvoyer ou annuler.")
    raison: str | None = Field(description="Pourquoi rien ne part, si c'est le cas.")


class Issue(StrEnum):
    PARTI = "parti"
    RENVOYER = "renvoyer"


class DemandeDeDecision(Demande):
    model_config = ConfigDict(json_schema_extra={"examples": [{"issue": "renvoyer"}]})

    issue: Issue
    adresses: Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=50)] = Field(
        default_factory=list, description="Avec « renvoyer », des adresses en plus."
    )


class DemandeDAnnulation(Demande):
    model_config = ConfigDict(json_schema_extra={"examples": [{"motif": "La réunion est reportée."}]})

    motif: Phrase


def _champs(message: Message, raison: str) -> dict[str, Any]:
    champs = message.model_dump(include=set(MessageVu.model_fields))
    return champs | {"libelle": message.etat.libelle, "raison": raison}
