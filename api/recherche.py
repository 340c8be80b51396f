"""Chercher, dans ce que la personne a le droit de voir."""

from sqlmodel import Session

from api.acces.agent import Agent
from api.acces.droits import Droit
from modeles.reference.registre import registre
from modeles.requetes_recherche import Trouve
from workflows.recherche import AU_PLUS, Groupe, chercher

DROITS = {"demarche": Droit.LIRE, "fiche_action": Droit.LIRE_FICHE, "document": Droit.LIRE_FICHIERS}


def chercher_pour(session: Session, agent: Agent, demande: str, tranche: slice = AU_PLUS) -> list[Groupe]:
    """Les trouvailles que l'agent peut ouvrir. Lève `SaisieInvalide` si la demande est vide de mots."""
    partout = any(titre.partout for titre in agent.titres)
    visibles = None if partout else [code for code in registre().territoires if agent.touche(code)]
    return chercher(session, demande, visibles, lambda trouve: _permise(agent, trouve), tranche)


def _permise(agent: Agent, trouve: Trouve) -> bool:
    droit = DROITS.get(trouve.nature, Droit.LIRE_DOSSIER)
    return agent.peut(droit, trouve.territoire, trouve.fiche)
