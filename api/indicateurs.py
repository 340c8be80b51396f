"""Retrouver un indicateur désigné par les codes de sa fiche et de lui-même."""

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.indicateur import Indicateur


def indicateur_de(demarche: Demarche, fiche: str, code: str) -> Indicateur:
    """L'indicateur d'une fiche. Lève `Introuvable` en donnant ceux qui existent."""
    siens = {i.code: i for f in demarche.fiches if f.code == fiche for i in f.indicateurs}
    if code in siens:
        return siens[code]
    raise Introuvable(
        f"L'indicateur « {code[:60]} » de la fiche « {fiche[:60]} » n'existe pas.",
        f"Indicateurs de cette fiche : {', '.join(siens) or 'aucun'}.",
        "Choisissez l'un d'eux.",
    )
