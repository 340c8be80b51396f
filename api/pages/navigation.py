"""Le menu : une ligne par page où l'on entre directement, dans l'ordre où on la lit."""

from typing import NamedTuple

from api.acces.agent import Agent
from api.acces.droits import Droit


class Entree(NamedTuple):
    """`droit` : ce qu'il faut pouvoir, où que ce soit, pour que la page serve à quelque chose.

    `couvre` : les débuts d'adresse des pages qui en dépendent, pour dire où l'on est.
    """

    libelle: str
    adresse: str
    droit: Droit | None = None
    couvre: tuple[str, ...] = ()

    def contient(self, chemin: str) -> bool:
        """Vrai si cette page est l'entrée, ou l'une de celles qu'elle couvre."""
        return chemin == self.adresse or any(f"{chemin}/".startswith(f"{debut}/") for debut in self.couvre)

    def s_offre_a(self, agent: Agent | None) -> bool:
        """Vrai si cette personne peut y entrer."""
        return agent is not None and (self.droit is None or agent.peut(self.droit))


ENTREES: tuple[Entree, ...] = (
    Entree("Ma région", "/", Droit.LIRE, couvre=("/territoires", "/reprise")),
    Entree("À faire", "/a-faire", Droit.LIRE_DOSSIER),
    Entree("Chiffres", "/chiffres", Droit.LIRE),
    Entree("Campagnes", "/campagnes", Droit.LIRE_DOSSIER, couvre=("/campagnes",)),
    Entree("Relances", "/relances", Droit.LIRE_ENVOIS, couvre=("/relances",)),
    Entree("Messages", "/messages", Droit.LIRE_ENVOIS, couvre=("/messages",)),
    Entree("Recherche", "/recherche"),
    Entree("Comptes", "/comptes", Droit.ADMINISTRER),
)
