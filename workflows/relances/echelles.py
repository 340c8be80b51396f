"""L'échelle d'une campagne : la sienne si elle en porte une, sinon celle de la région, sinon celle de tous."""

import json
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from modeles.campagne import Campagne
from modeles.erreurs import SaisieInvalide
from modeles.reference.anomalies import anomalies_de_forme
from modeles.reference.echelles import Echelle
from modeles.reference.registre import registre


def echelle_de(campagne: Campagne) -> Echelle:
    """Lève `SaisieInvalide` si l'échelle gardée avec la campagne n'est plus lisible."""
    if campagne.echelle is None:
        return registre().echelle(campagne.region, campagne.genre)
    return _lire(json.dumps(campagne.echelle, sort_keys=True))


def fixer_l_echelle(campagne: Campagne, brute: dict[str, Any] | None) -> None:
    """Donne son échelle à une campagne, ou la lui retire. Lève `SaisieInvalide` avec toutes les fautes."""
    if brute is not None:
        _lire(json.dumps(brute, sort_keys=True))
    campagne.echelle = brute


@lru_cache(maxsize=64)
def _lire(ecrite: str) -> Echelle:
    brute = json.loads(ecrite)
    try:
        return Echelle.model_validate(brute)
    except ValidationError as erreur:
        fautes = anomalies_de_forme("échelle de la campagne", brute, erreur)
        raise SaisieInvalide(
            "Cette échelle de relances ne peut pas être employée.",
            " ".join(faute.message for faute in fautes),
            "Corrigez-la, puis recommencez ; l'échelle livrée avec Jalons peut servir de modèle.",
        ) from None
