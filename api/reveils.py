"""Après un geste : demander à Prefect de faire sans attendre ce qui doit suivre."""

from uuid import UUID

from api.documents_annuels import produire_apres
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.demarche import Demarche, Passage
from modeles.etapes import Geste
from modeles.requetes import demarches_avec_effets
from workflows.reveil import reveiller_la_demarche


def reveiller_apres(demarche_id: UUID, passage_id: UUID) -> bool:
    """Vrai si Prefect a pris la demande ; sinon le filet rattrapera. Le passage est la clé de la demande.

    Le rapport d'évaluation se compte dans la base comme ceux de l'année : aucun effet ne l'écrit, on l'écrit ici.
    """
    with lecture() as session:
        passage = session.get_one(Passage, passage_id)
        reveille = reveiller_la_demarche(session.get_one(Demarche, demarche_id), str(passage_id))
    if passage.geste is Geste.REMETTRE_EVALUATION:
        produire_apres(demarche_id, passage.survenu_le)
    return reveille


def reveiller_ce_qui_attend(origine: str) -> list[bool]:
    """Réveille chaque démarche qui a des suites à faire ; dit lesquelles Prefect a bien reçues."""
    instant = maintenant()
    with lecture() as session:
        attendent = demarches_avec_effets(session, instant)
    return [reveiller_la_demarche(d, f"{origine}:{d.id}:{instant.isoformat()}") for d in attendent]
