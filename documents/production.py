"""Produire un document : de la démarche au fichier Word, sans rien écrire nulle part."""

from datetime import date
from pathlib import Path, PurePosixPath

from documents.catalogue import CATALOGUE
from documents.contextes.commun import ContexteDeDocument
from documents.formats import FILTRES
from documents.formats import nom_de_fichier as nom_permis
from documents.moteur.environnement import Environnement
from documents.moteur.gabarit import CLE_DE_DATE, DocumentCompose, composer
from documents.suites_des_gestes import Production
from modeles.demarche import Demarche, Passage
from modeles.document import Document
from modeles.etapes import Etape
from modeles.reference.registre import registre

TYPE_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENVIRONNEMENT = Environnement(FILTRES)


def composer_document(
    demarche: Demarche, passage: Passage, production: Production, gabarits: Path
) -> tuple[DocumentCompose, ContexteDeDocument]:
    """Le fichier et les données dont il est fait. Mêmes démarche, passage et gabarit : mêmes octets.

    Lève `ErreurGabarit` si le gabarit est fautif, `Introuvable` si le sujet n'existe plus.
    """
    modele = CATALOGUE[production.code]
    contexte = modele.construire(demarche, passage, production.sujet)
    donnees = {**contexte.model_dump(), CLE_DE_DATE: passage.survenu_le}
    return composer(gabarits / modele.gabarit, donnees, ENVIRONNEMENT), contexte


def nom_de_fichier(le: date, code: str, territoire: str, objet: str, version: int) -> str:
    """« 20260302_D04_32_comite de suivi 2_v1.docx » : permis sur tous les systèmes."""
    return f"{nom_permis(f'{le:%Y%m%d}_{code}_{territoire}_{objet}')}_v{version}.docx"


def chemin_lisible(demarche: Demarche, document: Document) -> PurePosixPath:
    """« 32 Gers/2 Diagnostic/20260302_…docx » : où une personne cherchera ce document."""
    return dossier_lisible(demarche, document.etape) / document.nom_fichier


def dossier_lisible(demarche: Demarche, etape: Etape) -> PurePosixPath:
    """« 32 Gers/2 Diagnostic » : le dossier d'une étape de ce territoire."""
    territoire = registre().territoire(demarche.territoire_code)
    noms = (f"{territoire.code} {territoire.nom}", f"{etape.rang} {etape.libelle}")
    return PurePosixPath(*map(nom_permis, noms))
