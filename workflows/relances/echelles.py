"""L'échelle d'une campagne : la sienne si elle en porte une, sinon celle de la région, sinon celle de tous."""

import json
from functools import lru_cache

from modeles.campagne import Campagne
from modeles.reference.echelles import Echelle
from modeles.reference.registre import registre


def echelle_de(campagne: Campagne) -> Echelle:
    """Celle qui parle pour cette campagne."""
    if campagne.echelle is None:
        return echelle_de_la_region(campagne)
    return _lire(json.dumps(campagne.echelle, sort_keys=True))


def echelle_de_la_region(campagne: Campagne) -> Echelle:
    """Celle que la campagne suivrait si elle n'avait pas la sienne."""
    return registre().echelle(campagne.region, campagne.genre)


@lru_cache(maxsize=64)
def _lire(ecrite: str) -> Echelle:
    return Echelle.model_validate_json(ecrite)
