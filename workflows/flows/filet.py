"""Le filet : réveille les démarches qui ont des suites à faire et que plus aucun run ne sert."""

from datetime import timedelta

from prefect import flow

from documents.depot import Depot
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.requetes import demarches_avec_effets
from workflows.recherche import lire_les_documents
from workflows.reveil import demarches_servies, reveiller_la_demarche, runs_vivants

BAIL_D_UN_RUN = timedelta(minutes=5)


@flow(name="filet", persist_result=False)
async def filet() -> int:
    """Rend le nombre de démarches réveillées. Ne regarde jamais le seul âge : un run vivant suffit.

    Au passage, lit pour la recherche les documents nouveaux.
    """
    instant = maintenant()
    lire_les_documents(Depot(configuration().donnees))
    with lecture() as session:
        attendent = demarches_avec_effets(session, instant)
    if not attendent:
        return 0
    servies = demarches_servies(runs_vivants(), instant, BAIL_D_UN_RUN)
    return sum(
        reveiller_la_demarche(demarche, f"filet:{demarche.id}:{instant.isoformat()}")
        for demarche in attendent
        if demarche.id not in servies
    )
