"""La base a-t-elle le schéma de cette version ?"""

from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session

from modeles.base import configuration_alembic
from modeles.erreurs import ErreurMetier


class SchemaPerime(ErreurMetier):
    """La base est vide, ou d'une autre version."""

    statut = 503

    def __init__(self) -> None:
        super().__init__(
            "La base de données n'est pas à jour.",
            "Son schéma n'est pas celui de cette version de Jalons.",
            "Lancez « jalons base migrer », puis recommencez.",
        )


def exiger_base_a_jour(session: Session) -> None:
    """Lève `SchemaPerime` si des migrations manquent."""
    if MigrationContext.configure(session.connection()).get_current_revision() != _revision_attendue():
        raise SchemaPerime


@cache
def _revision_attendue() -> str | None:
    return ScriptDirectory.from_config(configuration_alembic("sqlite://")).get_current_head()
