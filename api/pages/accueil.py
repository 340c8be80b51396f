"""La première page de chacun : sa région s'il en a une, sa fiche s'il n'a qu'elle."""

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.pages.chemins import de_la_fiche


def premiere_page(agent: Agent) -> str:
    """Où mener cette personne quand elle n'a rien demandé de précis."""
    fiches = list(fiches_de(agent).values())
    if agent.peut(Droit.LIRE):
        return "/"
    return fiches[0] if len(fiches) == 1 else "/compte"


def fiches_de(agent: Agent) -> dict[str, str]:
    """Les fiches dont la personne est porteuse, chacune avec l'adresse de sa page."""
    return {t.fiche: de_la_fiche(t.territoire, t.fiche) for t in agent.titres if t.territoire and t.fiche}
