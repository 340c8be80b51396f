"""Le pont entre Alembic et nos tables, pour SQLite comme pour PostgreSQL."""

from alembic import context
from sqlalchemy import Connection

from modeles.base import ouvrir_moteur
from modeles.tables import METADONNEES


def appliquer(connexion: Connection) -> None:
    context.configure(
        connection=connexion,
        target_metadata=METADONNEES,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


moteur = ouvrir_moteur(context.config.get_main_option("sqlalchemy.url") or "sqlite://")
with moteur.connect() as connexion:
    appliquer(connexion)
    connexion.commit()
moteur.dispose()
