"""Le filet : réveille les démarches qui ont des suites à faire, et l'envoi s'il y a des messages prêts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from prefect import flow

from documents.depot import Depot
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes import demarches_avec_effets
from modeles.requetes_courriel import il_y_a_a_envoyer
from workflows.notifications.retours import relever_sans_faillir
from workflows.recherche import lire_les_documents
from workflows.reveil import (
    demarches_servies,
    reveiller_l_envoi,
    reveiller_la_demarche,
    runs_vivants,
    un_envoi_vit,
)

BAIL_D_UN_RUN = timedelta(minutes=5)
# Mille messages et leurs pièces jointes prennent plusieurs minutes ; deux envois à la fois ne doublent rien.
BAIL_D_UN_ENVOI = timedelta(minutes=15)


@flow(name="filet", persist_result=False)
async def filet() -> int:
    """Rend le nombre de démarches réveillées. Ne regarde jamais le seul âge : un run vivant suffit.

    Au passage, lit pour la recherche les documents nouveaux, relève les courriels revenus, et demande l'envoi
    des messages prêts.
    """
    instant = maintenant()
    reglages = configuration()
    lire_les_documents(Depot(reglages.donnees))
    if reglages.retours_de_courriel is not None:
        relever_sans_faillir(reglages.retours_de_courriel, instant)
    with lecture() as session:
        attendent = demarches_avec_effets(session, instant)
        a_envoyer = reglages.smtp_hote is not None and il_y_a_a_envoyer(session, instant)
    if a_envoyer and not un_envoi_vit(instant, BAIL_D_UN_ENVOI):
        reveiller_l_envoi(instant)
    return _reveiller(attendent, instant) if attendent else 0


def _reveiller(attendent: Sequence[Demarche], instant: datetime) -> int:
    servies = demarches_servies(runs_vivants(), instant, BAIL_D_UN_RUN)
    return sum(
        reveiller_la_demarche(demarche, f"filet:{demarche.id}:{instant.isoformat()}")
        for demarche in attendent
        if demarche.id not in servies
    )
