"""Les deux bases des essais : une copie de fichier pour SQLite, une base vidée pour PostgreSQL."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Dialect, Engine, create_engine, event, make_url, text

import modeles.base
from modeles.base import moteur, ouvrir_moteur
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
    with patch.object(modeles.base, "ouvrir_moteur", _moteur_du_genre):
        ouvert = moteur()
        yield
    ouvert.dispose()
    configuration.cache_clear()
    moteur.cache_clear()


_MOTEURS: dict[str, Engine] = {}


def _moteur_du_genre(url: str) -> Engine:
    """Un par genre de base, gardé d'un essai à l'autre : traduire les requêtes coûte plus que les jouer."""
    adresse = make_url(url)
    garde = _MOTEURS.get(adresse.get_backend_name())
    if garde is None:
        garde = _MOTEURS[adresse.get_backend_name()] = ouvrir_moteur(url)
        event.listen(garde, "do_connect", _viser_la_base_de_l_essai)
    elif garde.url != adresse:
        garde.dispose()
        garde.url = adresse
    return garde


def _viser_la_base_de_l_essai(
    dialecte: Dialect, _enregistrement: object, place: list[Any], options: dict[str, Any]
) -> None:
    place[:], nommees = dialecte.create_connect_args(_MOTEURS[dialecte.name].url)
    options.update(nommees)
