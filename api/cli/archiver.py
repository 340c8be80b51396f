"""`jalons documents archiver` : les documents d'un territoire, de plusieurs ou de tous, en une archive."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.outils import console, creer_fichier, session_de_lecture
from documents.depot import Depot
from documents.formats import accorder
from documents.liasse import dernieres_versions, reunir
from modeles.configuration import configuration
from modeles.erreurs import Introuvable
from modeles.reference.registre import registre
from modeles.requetes import tous_les_documents


def archiver(
    territoires: Annotated[
        list[str] | None, typer.Argument(metavar="[TERRITOIRE]…", help="Lesquels ; sinon, tous.")
    ] = None,
    vers: Annotated[Path, typer.Option("--vers", metavar="FICHIER", help="Le fichier à créer.")] = Path(
        "documents.zip"
    ),
) -> None:
    """Réunit en une archive la dernière version de chaque document, rangée par territoire et par étape."""
    codes = {registre().trouver_territoire(texte).code for texte in territoires or []}
    with session_de_lecture() as session:
        voulus = [
            d
            for d in dernieres_versions(tous_les_documents(session))
            if not codes or d.demarche.territoire_code in codes
        ]
        if not voulus:
            raise Introuvable(
                "Il n'y a aucun document à réunir.",
                "Ces territoires n'en ont pas encore.",
                "Vérifiez les territoires demandés : jalons etat.",
            )
        creer_fichier(vers, reunir(voulus, Depot(configuration().donnees)))
    console.print(escape(f"{accorder(len(voulus), 'document', 'documents')} dans {vers}."))
