"""La version des données : un repère qui change dès que quelqu'un, où que ce soit, a écrit dans la base."""

from sqlite3 import Connection as ConnexionSqlite
from threading import Lock

from sqlalchemy import Engine, event, text

from modeles.base import moteur

_reperes: dict[Engine, "Repere"] = {}
_verrou = Lock()


def version_des_donnees() -> str:
    """Le repère du moment. À lire avant les données : elles ne peuvent qu'être plus fraîches que lui."""
    return _repere(moteur()).lire()


def _repere(base: Engine) -> "Repere":
    with _verrou:
        if base not in _reperes:
            _reperes[base] = RepereSqlite(base) if base.dialect.name == "sqlite" else Repere(base)
            event.listen(base, "engine_disposed", _oublier)
        return _reperes[base]


def _oublier(base: Engine) -> None:
    if repere := _reperes.pop(base, None):
        repere.fermer()


class Repere:
    """L'instantané de PostgreSQL : deux lectures qui ont le même voient exactement les mêmes lignes."""

    def __init__(self, base: Engine) -> None:
        self._base = base

    def lire(self) -> str:
        with self._base.connect().execution_options(isolation_level="AUTOCOMMIT") as connexion:
            return f"{connexion.execute(text('SELECT pg_current_snapshot()')).scalar_one()}"

    def fermer(self) -> None:
        """Rien n'est tenu."""


class RepereSqlite(Repere):
    """SQLite compte, pour chaque connexion, les écritures des autres : celle-ci n'écrit jamais."""

    def __init__(self, base: Engine) -> None:
        super().__init__(base)
        reservee = base.raw_connection()
        pilote = reservee.driver_connection
        assert isinstance(pilote, ConnexionSqlite)
        self._pilote, self._tour = pilote, Lock()
        # Hors de la réserve : personne d'autre ne doit écrire par elle.
        reservee.detach()

    def lire(self) -> str:
        with self._tour:
            (version,) = self._pilote.execute("PRAGMA data_version").fetchone()
        return str(version)

    def fermer(self) -> None:
        with self._tour:  # pas pendant qu'un autre fil la lit
            self._pilote.close()
