"""Faire faire ce qui suit les gestes : par Prefect, ou sur place quand il n'y en a pas (essais, mesures)."""

import logging
from datetime import timedelta
from uuid import UUID

import httpx

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes import effets_restants
from workflows.effets import Atelier, accomplir
from workflows.reveil import demarches_servies, reveiller_la_demarche, runs_vivants

journal = logging.getLogger(__name__)

# Un run vit quelques secondes ; au-delà, on suppose que son processus est mort.
BAIL_D_UN_RUN = timedelta(minutes=1)


class ReveilParPrefect:
    """Réveille Prefect une fois par chapitre ; rappelé, ne redemande que si plus aucun run ne sert la démarche."""

    def __init__(self) -> None:
        self._demandes: dict[UUID, str] = {}

    def __call__(self, demarche_id: UUID) -> None:
        with lecture() as session:
            demarche = session.get_one(Demarche, demarche_id)
            cle = f"demonstration:{demarche.passages[-1].id}"
            if self._demandes.get(demarche_id) == cle:
                if _est_servie(demarche_id):
                    return
                cle_unique = f"{cle}:{maintenant().isoformat()}"
            else:
                cle_unique = cle
            reveiller_la_demarche(demarche, cle_unique)
        self._demandes[demarche_id] = cle


def _est_servie(demarche_id: UUID) -> bool:
    try:
        return demarche_id in demarches_servies(runs_vivants(), maintenant(), BAIL_D_UN_RUN)
    except httpx.HTTPError as erreur:
        journal.info("Prefect ne répond pas : %s", erreur)
        return False


def accomplir_sur_place(demarche_id: UUID) -> None:
    """Fait les suites d'une démarche dans ce processus, sans Prefect."""
    atelier = Atelier(DOSSIER_DES_GABARITS, Depot(configuration().donnees))
    with lecture() as session:
        cles = [effet.cle for effet in effets_restants(session, demarche_id)]
    for cle in cles:
        accomplir(cle, "sur place", atelier)
