"""La base : le moteur, l'unité de travail (seul endroit qui valide), la mise à niveau du schéma."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection as ConnexionSqlite
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import Script
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlmodel import Session

import modeles.indexation
import modeles.journalisation
import modeles.tables  # noqa: F401  une table nomme les autres : toutes doivent être connues
from modeles.configuration import configuration

ATTENTE_VERROU_MS = 20_000
# Gardées ouvertes, puis ouvertes au besoin : plus que n'en demandent toutes les places d'un guichet.
CONNEXIONS: dict[str, Any] = {"pool_size": 10, "max_overflow": 50}


def ouvrir_moteur(url: str) -> Engine:
    """Un moteur SQLAlchemy réglé pour nous (SQLite : journal WAL, clés étrangères, écritures immédiates)."""
    adresse = make_url(url)
    if adresse.get_backend_name() != "sqlite":
        return create_engine(adresse, pool_pre_ping=True, **CONNEXIONS)
    if adresse.database not in (None, "", ":memory:"):
        Path(str(adresse.database)).parent.mkdir(parents=True, exist_ok=True)
    moteur = create_engine(adresse, connect_args={"check_same_thread": False}, **CONNEXIONS)
    event.listen(moteur, "connect", _regler_sqlite)
    event.listen(moteur, "begin", _commencer_sqlite)
    return moteur


def _regler_sqlite(connexion: ConnexionSqlite, _enregistrement: object) -> None:
    # Le pilote ouvrirait ses transactions tout seul, en différé : une lecture suivie d'une écriture
    # échouerait aussitôt si un autre écrit entre les deux, sans attendre son tour.
    connexion.isolation_level = None
    for reglage in (
        f"PRAGMA busy_timeout={ATTENTE_VERROU_MS}",
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=NORMAL",
        "PRAGMA foreign_keys=ON",
    ):
        connexion.execute(reglage)


def _commencer_sqlite(connexion: Connection) -> None:
    lecture = connexion.get_execution_options().get("lecture_seule", False)
    connexion.exec_driver_sql("BEGIN" if lecture else "BEGIN IMMEDIATE")


@lru_cache(maxsize=4)
def moteur(url: str | None = None) -> Engine:
    """Le moteur de la base réglée (ou de `url`), ouvert une fois par processus."""
    return ouvrir_moteur(url or configuration().url_base)


@contextmanager
def unite_de_travail() -> Iterator[Session]:
    """Une transaction : tout est écrit à la sortie, ou rien si une erreur passe."""
    with Session(moteur(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def lecture() -> Iterator[Session]:
    """Une lecture : ne retient aucun écrivain, n'écrit jamais."""
    connexion = moteur().connect().execution_options(lecture_seule=True)
    with connexion, Session(connexion, autoflush=False, expire_on_commit=False) as session:
        yield session


def configuration_alembic(url: str) -> Config:
    """La configuration des migrations, pour l'adresse donnée."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(rev)s_%%(slug)s")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def mettre_a_niveau(url: str) -> None:
    """Applique les migrations manquantes ; ne fait rien si la base est à jour."""
    command.upgrade(configuration_alembic(url), "head")


def verifier_migrations(url: str) -> None:
    """Échoue (`alembic.util.CommandError`) si les tables du code et les migrations diffèrent."""
    command.check(configuration_alembic(url))


def ecrire_migration(url: str, quoi: str) -> str:
    """Écrit la migration qui mène de la base `url` aux tables du code ; rend son chemin."""
    script = command.revision(configuration_alembic(url), message=quoi, autogenerate=True)
    return str(script.path) if isinstance(script, Script) else ""


def etat_de_la_base(session: Session) -> dict[str, Any]:
    """Ce que `/sante` dit de la base : son genre, et qu'elle répond."""
    session.connection().exec_driver_sql("SELECT 1")
    return {"genre": session.get_bind().dialect.name, "repond": True}
