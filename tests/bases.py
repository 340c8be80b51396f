"""Les deux bases des essais : une copie de fichier pour SQLite, une base vidée pour PostgreSQL."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text

from modeles.base import moteur
from modeles.configuration import configuration
from modeles.tables import METADONNEES

SERVEUR = os.environ.get("POSTGRESQL_DES_TESTS", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


def postgresql_repond() -> bool:
    adresse = make_url(SERVEUR)
    try:
        with socket.create_connection((adresse.host or "127.0.0.1", adresse.port or 5432), timeout=1):
            return True
    except OSError:
        return False


def ordonner(ordre: str) -> None:
    """Un ordre au serveur, hors transaction : créer ou détruire une base."""
    serveur = create_engine(SERVEUR, isolation_level="AUTOCOMMIT")
    with serveur.connect() as connexion:
        connexion.execute(text(ordre))
    serveur.dispose()


def vider() -> None:
    """Vide toutes les tables de la base réglée : cent fois plus rapide que d'en créer une autre.

    Les lignes scellées ne s'effacent pas : on endort les déclencheurs le temps du ménage.
    """
    effacer = "; ".join(f'DELETE FROM "{table.name}"' for table in METADONNEES.sorted_tables)
    with moteur().begin() as connexion:
        connexion.exec_driver_sql(
            f"SET session_replication_role = replica; {effacer}; SET session_replication_role = DEFAULT"
        )


@contextmanager
def reglages_relus() -> Iterator[None]:
    """Le temps d'un essai, la configuration et le moteur sont ceux de son environnement."""
    configuration.cache_clear()
    moteur.cache_clear()
    ouvert = moteur()
    yield
    ouvert.dispose()
    configuration.cache_clear()
    moteur.cache_clear()
