"""`jalons docs` : écrire les pages qui se déduisent du code, et vérifier qu'elles sont à jour."""

from pathlib import Path

import typer

from api.acces.description import page_des_droits
from api.cli.groupe import Commande, Groupe
from modeles.reglages import page_des_reglages
from workflows.description import en_markdown, en_svg
from workflows.description_annuelle import cycle_en_markdown

DOSSIER = Path(__file__).parents[2] / "docs"
PAGES = {
    "parcours.md": en_markdown,
    "cycle_annuel.md": cycle_en_markdown,
    "parcours.svg": en_svg,
    "reglages.md": page_des_reglages,
    "droits.md": page_des_droits,
}

application = typer.Typer(
    cls=Groupe, no_args_is_help=True, help="Les pages de documentation écrites depuis le code."
)


@application.command(cls=Commande)
def ecrire() -> None:
    """Écrit les pages générées dans docs/."""
    for nom, rediger in PAGES.items():
        (DOSSIER / nom).write_text(rediger(), encoding="utf-8")
        typer.echo(f"docs/{nom}")


@application.command(cls=Commande)
def verifier() -> None:
    """Échoue si une page générée n'est pas celle que le code donnerait."""
    perimees = [
        nom
        for nom, rediger in PAGES.items()
        if not (DOSSIER / nom).exists() or (DOSSIER / nom).read_text(encoding="utf-8") != rediger()
    ]
    if perimees:
        typer.echo(f"Pages périmées : {', '.join(perimees)}. Lancez « jalons docs ecrire ».", err=True)
        raise typer.Exit(1)
    typer.echo("Les pages générées sont à jour.")
