"""Après un geste : demander à Prefect de faire sans attendre ce qui doit suivre."""

from uuid import UUID

from modeles.base import lecture
from modeles.demarche import Demarche
from workflows.reveil import reveiller_la_demarche


def reveiller_apres(demarche_id: UUID, passage_id: UUID) -> bool:
    """Vrai si Prefect a pris la demande ; sinon le filet rattrapera. Le passage est la clé de la demande."""
    with lecture() as session:
        return reveiller_la_demarche(session.get_one(Demarche, demarche_id), str(passage_id))
