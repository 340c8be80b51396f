"""Ce que contient le dossier d'un territoire : documents, échéances, effets."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.schemas.commun import InstantUtc, Vue
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.effet import Effet
from modeles.etapes import Etape
from modeles.vocabulaire import (
    EtatEcheance,
    EtatEffet,
    NatureEffet,
    OrigineDocument,
    Partie,
)


class GabaritEmploye(Vue):
    """Un gabarit dont un document est fait ; sans version, c'est celui qui est livré avec Jalons."""

    fichier: str = Field(examples=["D04_compte_rendu.docx"])
    empreinte: str = Field(description="SHA-256 du gabarit.")
    region: str | None = Field(description="La région qui l'a installé ; vide si c'est pour toutes.")
    version: int | None


class DocumentVu(Vue):
    """Une version d'un document ; elle ne change plus."""

    id: UUID
    code: str = Field(examples=["D04"])
    titre: str = Field(examples=["Compte rendu"])
    objet: str
    version: int
    etape: Etape
    origine: OrigineDocument
    date_document: date
    nom_fichier: str
    type_mime: str
    taille_octets: int
    empreinte_fichier: str = Field(description="SHA-256 du fichier.")
    empreinte_contenu: str = Field(description="SHA-256 du contenu, hors compression.")
    gabarits: list[GabaritEmploye] = Field(description="Vide pour un fichier déposé.")
    produit_le: InstantUtc
    fichier: str = Field(description="L'adresse où le télécharger.")

    @classmethod
    def depuis(cls, document: Document, territoire: str) -> "DocumentVu":
        champs = document.model_dump(include=set(cls.model_fields) - {"fichier"})
        return cls(**champs, fichier=adresse_du_fichier(territoire, document.id))


def adresse_du_fichier(territoire: str, document_id: UUID) -> str:
    """L'adresse de téléchargement d'un document."""
    return f"/api/v1/territoires/{territoire}/documents/{document_id}/fichier"


class EcheanceVue(Vue):
    id: UUID
    libelle: str
    le: date
    a_qui: Partie
    etat: EtatEcheance
    close_le: date | None
    depassee: bool = Field(description="Encore ouverte, et sa date est passée.")

    @classmethod
    def depuis(cls, echeance: Echeance, le: date) -> "EcheanceVue":
        champs = echeance.model_dump(include=set(cls.model_fields) - {"depassee"})
        return cls(**champs, depassee=echeance.etat is EtatEcheance.OUVERTE and echeance.le < le)


class EffetVu(Vue):
    """Ce qui doit suivre un geste, et où l'on en est."""

    cle: str
    nature: NatureEffet
    objet: str
    etape: Etape
    etat: EtatEffet
    essais: int
    derniere_erreur: str | None
    fait_le: InstantUtc | None

    @classmethod
    def depuis(cls, effet: Effet) -> "EffetVu":
        return cls(**effet.model_dump(include=set(cls.model_fields)))
