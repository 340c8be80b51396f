"""`jalons acces` : les comptes, depuis la machine où Jalons est installé."""

import getpass
from typing import Annotated

import typer

from api.acces.demarrage import adresse_de_jalons, lien_de_la_machine, lien_pour
from api.cli.groupe import Commande
from api.cli.outils import session_d_ecriture
from api.temps import instant_present
from workflows.acces.comptes import Qui

application = typer.Typer(help="Les comptes, leurs droits et leurs liens.", no_args_is_help=True)

Pour = Annotated[
    str | None,
    typer.Option("--pour", metavar="COURRIEL", help="Le compte à connecter ; sans lui, le vôtre."),
]


@application.command(cls=Commande)
def lien(pour: Pour = None) -> None:
    """Donne un lien de connexion neuf ; il sert une fois."""
    qui = Qui(getpass.getuser(), instant_present())
    with session_d_ecriture() as session:
        adresse = adresse_de_jalons()
        typer.echo(
            lien_pour(session, pour, adresse, qui) if pour else lien_de_la_machine(session, adresse, qui)
        )
