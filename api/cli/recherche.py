"""`jalons recherche` : retrouver un mot partout, ou refaire l'index."""

from typing import Annotated

import typer
from rich.markup import escape

from api.cli.groupe import Commande, Groupe
from api.cli.outils import EnJson, console, dire_en_json, session_d_ecriture, session_de_lecture, tableau
from api.schemas.recherche import en_liste
from documents.depot import Depot
from documents.formats import accorder
from modeles.configuration import configuration
from workflows.recherche import chercher as tout_chercher
from workflows.recherche import lire_les_documents
from workflows.recherche import reindexer as tout_reindexer

application = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Chercher dans les territoires, les fiches, les décisions, les documents.",
)


@application.command(cls=Commande)
def chercher(
    mots: Annotated[list[str], typer.Argument(metavar="MOTS…", help="Les mots, ou leur début.")],
    en_json: EnJson = False,
) -> None:
    """Cherche tous ces mots, sans égard aux accents ni à la casse."""
    with session_de_lecture() as session:
        groupes = tout_chercher(session, " ".join(mots))
    if en_json:
        dire_en_json(en_liste(groupes))
        return
    grille = tableau("Nature", "Territoire", "Titre", "Extrait")
    for groupe in groupes:
        for t in groupe.trouvailles:
            grille.add_row(groupe.libelle, t.territoire, escape(t.titre), escape(t.extrait))
    console.print(grille if groupes else "Rien ne contient tous ces mots.")


@application.command(cls=Commande)
def reindexer() -> None:
    """Refait l'index de tout ce que tient la base, puis lit les fichiers des documents."""
    with session_d_ecriture() as session:
        nombre = tout_reindexer(session)
    lus = lire_les_documents(Depot(configuration().donnees))
    console.print(
        f"{accorder(nombre, 'chose indexée', 'choses indexées')}, {accorder(lus, 'fichier lu', 'fichiers lus')}."
    )
