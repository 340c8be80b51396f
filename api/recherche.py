"""Chercher, dans ce que la personne a le droit de voir."""

from sqlmodel import Session

from api.acces.agent import Agent
from api.acces.droits import Droit
from modeles.reference.registre import registre
from workflows.recherche import Groupe, Trouvaille, chercher

DROITS = {"demarche": Droit.LIRE, "fiche_action": Droit.LIRE_FICHE, "document": Droit.LIRE_FICHIERS}


def chercher_pour(session: Session, agent: Agent, demande: str) -> list[Groupe]:
    """Les trouvailles que l'agent peut ouvrir. Lève `SaisieInvalide` si la demande est vide de mots."""
    partout = any(titre.partout for titre in agent.titres)
    visibles = None if partout else [code for code in registre().territoires if agent.touche(code)]
    return chercher(session, demande, visibles, lambda trouvaille: _permise(agent, trouvaille))


def _permise(agent: Agent, trouvaille: Trouvaille) -> bool:
    droit = DROITS.get(trouvaille.nature, Droit.LIRE_DOSSIER)
    return agent.peut(droit, trouvaille.territoire, trouvaille.fiche)
