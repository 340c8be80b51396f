"""Le pont entre Alembic et nos tables, pour SQLite comme pour PostgreSQL."""

from alembic import context
from sqlalchemy import Connection

from modeles.base import ouvrir_moteur
from modeles.tables import METADONNEES

# L'index plein texte n'est pas une table du code : chaque base a le sien (voir la migration de la recherche).
INDEX_PLEIN_TEXTE = "plein_texte"


def _est_a_nous(nom: str | None, _genre: str, _parents: object) -> bool:
    return INDEX_PLEIN_TEXTE not in (nom or "")


def appliquer(connexion: Connection) -> None:
    context.configure(
        connection=connexion,
        target_metadata=METADONNEES,
        render_as_batch=True,
        compare_type=True,
        include_name=_est_a_nous,
    )
    with context.begin_transaction():
        context.run_migrations()


moteur = ouvrir_moteur(context.config.get_main_option("sqlalchemy.url") or "sqlite://")
with moteur.connect() as connexion:
    appliquer(connexion)
    connexion.commit()
moteur.dispose()
