"""`jalons documents archiver` : les documents d'un territoire, de plusieurs ou de tous, en une archive."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.outils import Le, console, creer_fichier, jour_demande, session_de_lecture
from api.liasses import Choix, Liasse, composer_la_liasse, territoires_demandes
from api.lisible import exiger_lisible
from documents.formats import accorder


def archiver(
    territoires: Annotated[
        list[str] | None, typer.Argument(metavar="[TERRITOIRE]…", help="Lesquels ; sinon, tous.")
    ] = None,
    vers: Annotated[Path, typer.Option("--vers", metavar="FICHIER", help="Le fichier à créer.")] = Path(
        "documents.zip"
    ),
    *,
    codes: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help="Seulement ce document ; se répète.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="Les territoires de cette région.")
    ] = None,
    brouillons: Annotated[
        bool, typer.Option("--brouillons", help="Avec les brouillons des documents à venir.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Avec le PDF de chaque document Word.")] = False,
    le: Le = None,
) -> None:
    """Réunit en une archive la dernière version de chaque document, rangée par territoire et par étape."""
    exiger_lisible([*(territoires or ()), *(codes or ()), region])
    jour = jour_demande(le)
    with session_de_lecture() as session:
        demandes = territoires_demandes(session, territoires or (), region)
        liasse = composer_la_liasse(session, Choix(demandes, codes or (), brouillons, pdf), jour)
    creer_fichier(vers, liasse.octets)
    console.print(escape(f"{_compte(liasse)} dans {vers}."))


def _compte(liasse: Liasse) -> str:
    documents = accorder(liasse.documents, "document", "documents")
    if not liasse.brouillons:
        return documents
    return f"{documents} et {accorder(liasse.brouillons, 'brouillon', 'brouillons')}"
