"""La commande `jalons` : chaque sous-commande est dans son module."""

import typer

from api.cli import (
    acces,
    base,
    calendrier,
    campagnes,
    collecte,
    docs,
    documents,
    exercices,
    fiches,
    gabarits,
    indicateurs,
    journal,
    messages,
    recherche,
    relances,
    reprise,
)
from api.cli.demo import demo
from api.cli.etat import etat
from api.cli.gestes import avancer, creer, gestes, saisir
from api.cli.groupe import Commande, Groupe
from api.cli.planches import planches
from api.cli.reconstruire import reconstruire
from api.cli.reglages import reglages
from api.cli.synthese import synthese
from api.superviseur import lancer as lancer_les_processus
from modeles.configuration import configuration

application = typer.Typer(
    name="jalons",
    cls=Groupe,
    no_args_is_help=True,
    add_completion=False,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    rich_markup_mode="rich",
    help="Jalons : le parcours des contrats locaux des solidarités, de « à lancer » à « en exécution ».",
)


@application.command(cls=Commande)
def lancer() -> None:
    """Démarre Jalons : l'application, Prefect et l'exécuteur ; Ctrl-C arrête tout."""
    lancer_les_processus(configuration())


for commande in (
    etat,
    gestes,
    avancer,
    saisir,
    creer,
    demo,
    planches,
    synthese,
    reconstruire,
    reglages,
):
    application.command(cls=Commande)(commande)
application.add_typer(acces.application, name="acces")
application.add_typer(base.application, name="base")
application.add_typer(campagnes.application, name="campagnes")
application.add_typer(exercices.application, name="exercices")
application.add_typer(indicateurs.application, name="indicateurs")
application.add_typer(calendrier.application, name="calendrier")
application.add_typer(fiches.application, name="fiches")
application.add_typer(journal.application, name="journal")
application.add_typer(messages.application, name="messages")
application.add_typer(recherche.application, name="recherche")
application.add_typer(relances.application, name="relances")
application.add_typer(reprise.application, name="reprise")
application.add_typer(collecte.application, name="collecte")
application.add_typer(docs.application, name="docs")
application.add_typer(documents.application, name="documents")
application.add_typer(gabarits.application, name="gabarits")

if __name__ == "__main__":
    application()
