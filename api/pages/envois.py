"""Ce que les pages des campagnes, des relances et des messages partagent : faire, puis revenir, ou dire le refus."""

from collections.abc import Callable
from typing import NamedTuple

from sqlmodel import Session
from starlette.responses import Response

from api.acces.adresses import adresse_sure
from api.ecriture import ecriture
from api.pages.rendu import renvoyer
from modeles.erreurs import ErreurMetier


class Refusee(NamedTuple):
    """Un envoi refusé : de quel formulaire, ce qui y était tapé, et pourquoi."""

    formulaire: str
    saisie: dict[str, str]
    refus: ErreurMetier


def faire_puis_revenir(
    faire: Callable[[Session], object],
    vers: str,
    montrer: Callable[[Refusee], Response],
    formulaire: str,
    saisie: dict[str, str] | None = None,
) -> Response:
    """Fait dans une transaction, puis ramène à `vers` ; refusé, remontre la page avec ce qui était tapé."""
    try:
        with ecriture() as session:
            faire(session)
    except ErreurMetier as refus:
        return montrer(Refusee(formulaire, saisie or {}, refus))
    return renvoyer(adresse_sure(vers))
