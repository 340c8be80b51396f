"""Le filet : réveille les démarches qui ont des suites à faire et que plus aucun run ne sert."""

from datetime import timedelta

from prefect import flow

from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.requetes import demarches_avec_effets
from workflows.reveil import demarches_servies, reveiller, runs_vivants

BAIL_D_UN_RUN = timedelta(minutes=5)


@flow(name="filet", persist_result=False)
async def filet() -> int:
    """Rend le nombre de démarches réveillées. Ne regarde jamais le seul âge : un run vivant suffit."""
    instant = maintenant()
    with lecture() as session:
        attendent = {
            d.id: (d.territoire.nom, d.territoire_code, d.etape)
            for d in demarches_avec_effets(session, instant)
        }
    if not attendent:
        return 0
    servies = demarches_servies(runs_vivants(), instant, BAIL_D_UN_RUN)
    for demarche_id, (nom, code, etape) in attendent.items():
        if demarche_id not in servies:
            reveiller(
                demarche_id,
                f"filet:{demarche_id}:{instant.isoformat()}",
                f"{nom} ({code}) · {etape.libelle}",
                [f"territoire:{code}", f"etape:{etape.value}"],
            )
    return len(attendent.keys() - servies)
