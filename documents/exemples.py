"""Un exemple de chaque document, rempli du dossier témoin : de quoi le voir quand la base n'en a pas encore."""

from pathlib import Path

from documents.moteur.gabarit import CLE_DE_DATE, composer
from documents.production import ENVIRONNEMENT
from documents.repertoire import DocumentEcrit
from documents.temoin import LE_JOUR_TEMOIN, temoin


def exemple(modele: DocumentEcrit, gabarits: Path) -> bytes:
    """Le document Word, marqué comme fictif. Lève `ErreurGabarit` si le gabarit est fautif."""
    contexte = temoin(modele.contexte)
    fictif = contexte.document.model_copy(update={"fictif": True, "projet": False, "titre": modele.titre})
    donnees = contexte.model_copy(update={"document": fictif}).model_dump()
    return composer(gabarits / modele.gabarit, {**donnees, CLE_DE_DATE: LE_JOUR_TEMOIN}, ENVIRONNEMENT).octets
