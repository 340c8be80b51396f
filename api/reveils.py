"""Après un geste : demander à Prefect de faire sans attendre ce qui doit suivre."""

from uuid import UUID

from modeles.etapes import Etape
from modeles.territoire import Territoire
from workflows.reveil import reveiller


def reveiller_apres(demarche_id: UUID, passage_id: UUID, *, territoire: Territoire, vers: Etape) -> bool:
    """Vrai si Prefect a pris la demande ; sinon le filet rattrapera. Le passage est la clé de la demande."""
    return reveiller(
        demarche_id,
        str(passage_id),
        f"{territoire.nom} ({territoire.code}) · {vers.libelle}",
        [f"territoire:{territoire.code}", f"etape:{vers.value}"],
    )
