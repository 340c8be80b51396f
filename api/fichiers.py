"""Retrouver un document, ses octets vérifiés par leur empreinte, et son PDF."""

from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote
from uuid import UUID

from sqlmodel import Session

from documents.depot import Depot
from documents.pdf import TYPE_MIME_PDF, en_pdf
from documents.production import TYPE_MIME
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import ErreurMetier, Introuvable


class SansPdf(ErreurMetier):
    """Ce document n'est pas un document Word : il n'a pas de PDF."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            f"« {document.nom_fichier} » ne peut pas être mis en PDF.",
            "Seul un document Word se met en page.",
            "Téléchargez le fichier tel qu'il est.",
        )


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


def en_piece_jointe(nom: str) -> dict[str, str]:
    """L'en-tête d'un fichier à télécharger sous ce nom, accents compris."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(nom, safe='')}"}


def nom_du_pdf(document: Document) -> str:
    """Le nom du document, en .pdf."""
    return PurePath(document.nom_fichier).with_suffix(".pdf").name


def pdf_de(documents: Sequence[Document]) -> list[bytes]:
    """Un PDF par document, dans l'ordre ; celui qui en est déjà un est rendu tel quel.

    Lève `SansPdf`, `OutilAbsent`, `MiseEnPageImpossible`, ou ce que lève `octets_de`.
    """
    for document in documents:
        if document.type_mime not in (TYPE_MIME, TYPE_MIME_PDF):
            raise SansPdf(document)
    octets = [octets_de(document) for document in documents]
    en_word = [o for o, d in zip(octets, documents, strict=True) if d.type_mime == TYPE_MIME]
    mis_en_page = iter(en_pdf(en_word))
    return [
        next(mis_en_page) if d.type_mime == TYPE_MIME else o for o, d in zip(octets, documents, strict=True)
    ]
