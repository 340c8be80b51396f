"""Retrouver un document et ses octets, vérifiés par leur empreinte."""

from uuid import UUID

from sqlmodel import Session

from documents.depot import Depot
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable


def document_de(session: Session, demarche: Demarche, identifiant: UUID) -> Document:
    """Ce document de cette démarche. Lève `Introuvable`."""
    document = session.get(Document, identifiant)
    if document is None or document.demarche_id != demarche.id:
        raise Introuvable(
            f"« {demarche.territoire.nom} » n'a pas ce document.",
            "Aucun document de cette démarche ne porte cet identifiant.",
            "Choisissez-en un dans la liste des documents du territoire.",
        )
    return document


def octets_de(document: Document) -> bytes:
    """Les octets du fichier. Lève `FichierAbsent` ou `FichierAltere`."""
    return Depot(configuration().donnees).lire(document.empreinte_fichier)
