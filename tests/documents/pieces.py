"""Lire une pièce du dossier d'essai, paragraphe par paragraphe."""

from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.validite import paragraphes
from documents.production import composer_document
from modeles.demarche import Demarche
from tests.documents.fabriques_documents import commandes


def piece(demarche: Demarche, code: str, rang: int = 0) -> list[str]:
    """Les paragraphes du document ; `rang` choisit parmi ceux de même code."""
    passage, production = [c for c in commandes(demarche) if c.production.code == code][rang]
    document, _ = composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)
    return [p.replace("\u00a0", " ") for p in paragraphes(document.octets)]
