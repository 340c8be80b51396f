"""Les pièces jointes d'un message : ses documents et ses autres fichiers, lus au dépôt et vérifiés."""

from uuid import UUID

from sqlmodel import Session

from documents.depot import Depot
from modeles.document import Document
from modeles.message import Message
from workflows.notifications.courriel import PieceJointe


def pieces_de(session: Session, message: Message, depot: Depot) -> list[PieceJointe]:
    """Dans l'ordre où elles ont été jointes. Lève `FichierAbsent` ou `FichierAltere`."""
    documents = [session.get_one(Document, UUID(identifiant)) for identifiant in message.documents]
    return [
        *(PieceJointe(d.nom_fichier, d.type_mime, depot.lire(d.empreinte_fichier)) for d in documents),
        *(PieceJointe(p["nom"], p["type_mime"], depot.lire(p["empreinte"])) for p in message.pieces),
    ]
