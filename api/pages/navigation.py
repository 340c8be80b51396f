"""Le menu : une ligne par page où l'on entre directement, dans l'ordre où on la lit."""

from typing import NamedTuple


class Entree(NamedTuple):
    """`couvre` : les débuts d'adresse des pages qui en dépendent, pour dire où l'on est."""

    libelle: str
    adresse: str
    couvre: tuple[str, ...] = ()

    def contient(self, chemin: str) -> bool:
        """Vrai si cette page est l'entrée, ou l'une de celles qu'elle couvre."""
        return chemin == self.adresse or any(f"{chemin}/".startswith(f"{debut}/") for debut in self.couvre)


ENTREES: tuple[Entree, ...] = (Entree("Ma région", "/", couvre=("/territoires",)),)
