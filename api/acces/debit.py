"""Les limites de débit : on ne devine pas un secret en essayant beaucoup, et on n'inonde pas une boîte."""

import time
from enum import Enum

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.acces.refus import TropDeTentatives


class Limite(Enum):
    """Ce qu'on compte, et combien en quel temps."""

    ESSAIS_DE_LIEN = ("lien", "20 per 5 minutes")
    JETONS_REFUSES = ("jeton", "30 per 5 minutes")
    DEPARTS_VERS_LE_FOURNISSEUR = ("depart", "30 per 5 minutes")
    LIENS_DEMANDES = ("demande", "5 per 15 minutes")
    LIENS_POUR_UNE_ADRESSE = ("adresse", "3 per 60 minutes")

    @property
    def regle(self) -> RateLimitItem:
        return parse(self.value[1])


# En mémoire : chaque processus compte pour lui. Avec n processus, la limite est n fois plus haute, ce qui
# suffit encore : les secrets sont de 256 bits.
_compteur = MovingWindowRateLimiter(MemoryStorage())


def compter(limite: Limite, qui: str) -> None:
    """Compte une tentative. Lève `TropDeTentatives`, avec le temps d'attente, au-delà de la limite."""
    if not _compteur.hit(limite.regle, limite.name, qui):
        fin = _compteur.get_window_stats(limite.regle, limite.name, qui).reset_time
        raise TropDeTentatives(max(1, round(fin - time.time())))


def adresse_de(requete: Request) -> str:
    """L'adresse réseau de qui demande."""
    return requete.client.host if requete.client else "inconnue"


def tout_oublier() -> None:
    """Remet tous les compteurs à zéro, pour les essais."""
    _compteur.storage.reset()
