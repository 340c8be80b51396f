"""Ce qui a déjà été calculé, gardé tant que la base n'a pas bougé ; jamais une réponse plus vieille qu'elle.

Chaque chose gardée l'est sous la version des données qu'elle a lues. Un seul calcul à la fois par chose : les
autres demandes l'attendent au lieu de le refaire.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from modeles.base import moteur
from modeles.version import version_des_donnees

T = TypeVar("T")


class Memoire:
    """Les dernières choses demandées ; au-delà de `places`, la moins récemment lue s'oublie."""

    def __init__(self, places: int) -> None:
        self.places = places
        self._verrou = Lock()
        self._choses: OrderedDict[Hashable, Any] = OrderedDict()
        self._en_cours: dict[Hashable, Lock] = {}

    def garder(self, cle: Hashable, calculer: Callable[[], T]) -> T:
        """La chose de cette clé : celle qui est gardée si rien n'a été écrit depuis, ou une neuve."""
        entiere = (str(moteur().url), version_des_donnees(), cle)
        with self._verrou:
            if entiere in self._choses:
                self._choses.move_to_end(entiere)
                chose: T = self._choses[entiere]
                return chose
            en_cours = self._en_cours.setdefault(entiere, Lock())
        with en_cours:
            with self._verrou:
                if entiere in self._choses:
                    chose = self._choses[entiere]
                    return chose
            return self._calculer(entiere, calculer)

    def _calculer(self, entiere: Hashable, calculer: Callable[[], T]) -> T:
        try:
            chose = calculer()
            with self._verrou:
                self._choses[entiere] = chose
                while len(self._choses) > self.places:
                    self._choses.popitem(last=False)
        finally:
            with self._verrou:
                self._en_cours.pop(entiere, None)
        return chose
