"""Ne rien perdre de ce qui est tapé, et ne rien faire deux fois."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import Session, col

from modeles.brouillon import Brouillon, DemandeFaite

# Ce que personne n'a repris depuis ce temps s'efface à la tournée du matin, et avec lui la mémoire des envois.
DUREE_DE_GARDE = timedelta(days=180)
Valeurs = Mapping[str, Sequence[str]]


class Envoi(NamedTuple):
    """Un formulaire envoyé : qui, lequel, sous quelle clé, ce qui y est tapé."""

    agent: str
    formulaire: str
    cle: str
    valeurs: Valeurs

    @property
    def empreinte(self) -> str:
        """Celle de ce qui est tapé, quel que soit l'ordre des cases."""
        rangees = {chemin: list(textes) for chemin, textes in self.valeurs.items() if any(textes)}
        return hashlib.sha256(json.dumps(rangees, sort_keys=True).encode()).hexdigest()


def garder(session: Session, agent: str, formulaire: str, valeurs: Valeurs, le: datetime) -> None:
    """Enregistre le brouillon, à la place du précédent."""
    session.merge(
        Brouillon(
            agent=agent,
            formulaire=formulaire,
            valeurs={chemin: list(textes) for chemin, textes in valeurs.items()},
            enregistre_le=le,
        )
    )


def brouillon_de(session: Session, agent: str, formulaire: str) -> Brouillon | None:
    """Ce que cette personne avait commencé d'écrire dans ce formulaire."""
    return session.get(Brouillon, (agent, formulaire))


def oublier(session: Session, agent: str, formulaire: str) -> None:
    """Le formulaire est enregistré, ou la personne repart de zéro."""
    session.connection().execute(
        delete(Brouillon).where(col(Brouillon.agent) == agent, col(Brouillon.formulaire) == formulaire)
    )


def demande_deja_faite(session: Session, cle: str) -> DemandeFaite | None:
    """L'envoi déjà reçu sous cette clé."""
    return session.get(DemandeFaite, cle)


def retenir(session: Session, envoi: Envoi, vers: str, le: datetime) -> None:
    """Retient l'envoi avec ce qu'il écrit, dans la même transaction, et oublie son brouillon."""
    session.add(
        DemandeFaite(
            cle=envoi.cle,
            agent=envoi.agent,
            formulaire=envoi.formulaire,
            empreinte=envoi.empreinte,
            vers=vers,
            faite_le=le,
        )
    )
    oublier(session, envoi.agent, envoi.formulaire)


def oublier_les_anciens(session: Session, le: datetime) -> None:
    """Efface ce que personne n'a repris depuis `DUREE_DE_GARDE`."""
    limite = le - DUREE_DE_GARDE
    session.connection().execute(delete(DemandeFaite).where(col(DemandeFaite.faite_le) < limite))
    session.connection().execute(delete(Brouillon).where(col(Brouillon.enregistre_le) < limite))
