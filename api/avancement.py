"""Faire un geste une seule fois, même si la demande est renvoyée."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.refus import CleDejaEmployee
from modeles.demarche import Passage
from modeles.etapes import Geste
from modeles.requetes import demarche_verrouillee, passage_de_la_demande
from workflows.dossier import avancer
from workflows.regles.commun import Circonstances


def avancer_une_fois(
    session: Session, demarche_id: UUID, geste: Geste, donnees: Mapping[str, Any], faits: Circonstances
) -> tuple[Passage, bool]:
    """Le passage, et s'il est nouveau. Lève `CleDejaEmployee` si la clé désigne un autre geste."""
    # Le verrou d'abord : deux envois simultanés de la même demande passent l'un après l'autre.
    demarche_verrouillee(session, demarche_id)
    deja = passage_de_la_demande(session, faits.cle_demande) if faits.cle_demande else None
    if deja is None:
        return avancer(session, demarche_id, geste, donnees, faits), True
    if deja.demarche_id != demarche_id or deja.geste is not geste:
        raise CleDejaEmployee(faits.cle_demande or "")
    return deja, False
