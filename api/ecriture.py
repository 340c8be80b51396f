"""Écrire depuis une page ou l'API : une transaction, signée de la personne qui demande."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from api.acces.courant import courant
from modeles.base import unite_de_travail
from modeles.journalisation import signer


@contextmanager
def ecriture() -> Iterator[Session]:
    """Une transaction ; le journal y nomme la personne reconnue, sauf si la commande en nomme une autre."""
    with unite_de_travail() as session:
        if agent := courant().agent:
            signer(session, agent.nom)
        yield session
