"""Les pages d'un territoire, et le droit que chacune demande."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from api.acces.droits import Droit
from api.acces.gardien import Regle
from api.pages.territoires import geste, saisie

ROUTEURS_DU_DOSSIER: tuple[APIRouter, ...] = (geste.routeur, saisie.routeur)
ACCES_DU_DOSSIER: dict[Callable[..., Any], Regle] = {
    geste.montrer_le_geste: Regle(Droit.FAIRE_UN_GESTE),
    geste.faire_le_geste: Regle(Droit.FAIRE_UN_GESTE),
    saisie.montrer_la_saisie: Regle(Droit.SAISIR),
    saisie.enregistrer_la_saisie: Regle(Droit.SAISIR),
}
