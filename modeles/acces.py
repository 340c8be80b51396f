"""Ce qui ouvre la porte : sessions, jetons, liens à usage unique. La base n'en garde que l'empreinte."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte
from modeles.compte import Compte
from modeles.journal import HORS_JOURNAL

EMPREINTE = 64


class MoyenDAcces(StrEnum):
    """Par où la personne est entrée."""

    LIEN = "lien"
    OIDC = "oidc"


class PorteeDeJeton(StrEnum):
    """Ce qu'un jeton permet, au plus, de ce que peut la personne."""

    LIRE = "lire"
    ECRIRE = "ecrire"
    FICHIERS = "fichiers"


class SessionAgent(SQLModel, table=True):
    """Une personne connectée depuis un navigateur. `jeton_identite` sert à la déconnecter chez le fournisseur."""

    __tablename__ = "session_agent"
    __table_args__ = (HORS_JOURNAL,)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    compte_id: UUID = Field(foreign_key="compte.id", index=True)
    empreinte: str = Field(unique=True, max_length=EMPREINTE)
    moyen: MoyenDAcces = Field(sa_type=enum_texte(MoyenDAcces))
    navigateur: str = Field(default="", max_length=200)
    jeton_identite: str | None = None
    ouverte_le: datetime = Field(sa_type=Instant)
    vue_le: datetime = Field(sa_type=Instant)
    expire_le: datetime = Field(sa_type=Instant)
    fermee_le: datetime | None = Field(default=None, sa_type=Instant)
    compte: Compte = Relationship()


class JetonApi(SQLModel, table=True):
    """La clé d'un programme qui agit au nom d'une personne. `debut` aide à la reconnaître dans une liste."""

    __tablename__ = "jeton_api"
    __table_args__ = (HORS_JOURNAL,)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    compte_id: UUID = Field(foreign_key="compte.id", index=True)
    nom: str = Field(max_length=100)
    debut: str = Field(max_length=12)
    empreinte: str = Field(unique=True, max_length=EMPREINTE)
    portees: list[str] = Field(sa_type=donnees_json())
    cree_le: datetime = Field(sa_type=Instant)
    expire_le: datetime = Field(sa_type=Instant)
    vu_le: datetime | None = Field(default=None, sa_type=Instant)
    revoque_le: datetime | None = Field(default=None, sa_type=Instant)
    compte: Compte = Relationship()


class LienDeConnexion(SQLModel, table=True):
    """Une adresse qui ouvre une session, une seule fois. `invitation` : elle est partie par courriel."""

    __tablename__ = "lien_de_connexion"
    __table_args__ = (HORS_JOURNAL,)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    compte_id: UUID = Field(foreign_key="compte.id", index=True)
    empreinte: str = Field(unique=True, max_length=EMPREINTE)
    invitation: bool = False
    cree_le: datetime = Field(sa_type=Instant)
    cree_par: str
    expire_le: datetime = Field(sa_type=Instant)
    utilise_le: datetime | None = Field(default=None, sa_type=Instant)
    compte: Compte = Relationship()


class DepartVersLeFournisseur(SQLModel, table=True):
    """Une connexion commencée chez le fournisseur d'identité : ce qu'il devra nous rendre, une fois, bientôt.

    `visiteur` : l'empreinte du cookie de qui est parti ; un autre navigateur ne peut pas finir à sa place.
    """

    __tablename__ = "depart_vers_le_fournisseur"
    __table_args__ = (HORS_JOURNAL,)

    etat: str = Field(primary_key=True, max_length=EMPREINTE)
    visiteur: str = Field(max_length=EMPREINTE)
    nonce: str = Field(max_length=100)
    verifieur: str = Field(max_length=100)
    vers: str = Field(max_length=500)
    expire_le: datetime = Field(sa_type=Instant, index=True)


class Suppleance(SQLModel, table=True):
    """Pendant une absence, une personne agit au nom d'une autre, du premier au dernier jour compris."""

    __table_args__ = (
        CheckConstraint("du <= au", name="periode_ordonnee"),
        CheckConstraint("titulaire_id <> suppleant_id", name="deux_personnes"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    titulaire_id: UUID = Field(foreign_key="compte.id", index=True)
    suppleant_id: UUID = Field(foreign_key="compte.id", index=True)
    du: date
    au: date
    motif: str = ""
    cree_le: datetime = Field(sa_type=Instant)
    cree_par: str
    annulee_le: datetime | None = Field(default=None, sa_type=Instant)
    titulaire: Compte = Relationship(sa_relationship_kwargs={"foreign_keys": "Suppleance.titulaire_id"})
    suppleant: Compte = Relationship(sa_relationship_kwargs={"foreign_keys": "Suppleance.suppleant_id"})


class TraceDAcces(SQLModel, table=True):
    """Ce qui est arrivé à un compte : invité, habilité, suspendu, connecté. Une ligne écrite ne change plus."""

    __tablename__ = "trace_d_acces"
    __table_args__ = (HORS_JOURNAL,)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    compte_id: UUID = Field(foreign_key="compte.id", index=True)
    quoi: str = Field(max_length=60)
    detail: str = ""
    par: str
    le: datetime = Field(sa_type=Instant, index=True)
