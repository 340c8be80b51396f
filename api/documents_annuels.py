"""Après une réception : les documents qu'elle appelle, sans faire attendre la réponse."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier
from workflows.documents_annuels import produire_les_documents_dus
from workflows.effets import Atelier


def l_atelier() -> Atelier:
    """De quoi produire, selon les réglages."""
    return Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))


def produire_apres(demarche_id: UUID, le: date) -> None:
    """Au mieux : un gabarit fautif se dira dans la tournée du lendemain, qui recommence ; la réponse est partie."""
    with suppress(ErreurMetier):
        produire_les_documents_dus(demarche_id, le, l_atelier())
