"""`jalons base` : mettre la base à niveau, vérifier qu'elle l'est."""

from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from alembic.util import CommandError

from api.cli.groupe import Commande, Groupe
from api.cli.outils import console, session_de_lecture
from modeles.base import ecrire_migration, mettre_a_niveau, verifier_migrations
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier

application = typer.Typer(cls=Groupe, no_args_is_help=True, help="Mettre la base à niveau, ou la vérifier.")


class MigrationsIncompletes(ErreurMetier):
    """Le code et les migrations ne décrivent pas les mêmes tables."""

    def __init__(self, ecart: str) -> None:
        super().__init__(
            "Les migrations ne donnent pas les tables du code.",
            ecart,
            "Écrivez la migration qui manque : jalons base nouvelle « ce qu'elle fait ».",
        )


@application.command(cls=Commande)
def migrer() -> None:
    """Applique les migrations qui manquent ; ne fait rien si la base est à jour."""
    mettre_a_niveau(configuration().url_base)
    console.print("La base est à jour.")


@application.command(cls=Commande)
def verifier() -> None:
    """Dit si la base a le schéma de cette version ; code 1 sinon."""
    with session_de_lecture():
        console.print("La base est à jour.")


@application.command(cls=Commande)
def comparer() -> None:
    """Pour qui développe : échoue si les migrations ne donnent pas les tables du code."""
    with TemporaryDirectory() as dossier:
        url = f"sqlite:///{dossier}/jalons.db"
        mettre_a_niveau(url)
        try:
            verifier_migrations(url)
        except CommandError as ecart:
            raise MigrationsIncompletes(str(ecart)) from ecart
    console.print("Les migrations donnent les tables du code.")


@application.command(cls=Commande)
def nouvelle(
    quoi: Annotated[str, typer.Argument(metavar="QUOI", help="Ce qu'elle fait, en une phrase.")],
) -> None:
    """Pour qui développe : écrit la migration qui mène des migrations actuelles aux tables du code."""
    with TemporaryDirectory() as dossier:
        url = f"sqlite:///{dossier}/jalons.db"
        mettre_a_niveau(url)
        console.print(f"À relire : {ecrire_migration(url, quoi)}")
