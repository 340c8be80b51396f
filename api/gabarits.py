"""Les gabarits en vigueur, tels que les portes s'en servent."""

from pathlib import Path

from sqlmodel import Session

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS, Gabarits
from modeles.configuration import configuration


def gabarits_en_vigueur() -> Gabarits:
    """Ceux livrés, et ceux que les régions ont installés."""
    return Gabarits(DOSSIER_DES_GABARITS, Depot(configuration().donnees))


def dossier_des_gabarits(session: Session, region: str) -> Path:
    """Où trouver chaque gabarit de cette région, sous son nom."""
    return gabarits_en_vigueur().dossier(session, region)
