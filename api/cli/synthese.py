"""`jalons synthese` : la synthèse régionale des fiches actions, en Word."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.outils import Le, console, jour_demande, session_de_lecture
from api.syntheses import synthese_regionale
from modeles.erreurs import SaisieInvalide


def synthese(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Le code de la région, par exemple 76.")],
    vers: Annotated[
        Path | None,
        typer.Option("--vers", metavar="FICHIER", help="Où l'écrire ; par défaut, sous son nom, ici."),
    ] = None,
    le: Le = None,
) -> None:
    """Écrit la synthèse régionale (D15) d'après les fiches que la base contient aujourd'hui."""
    jour = jour_demande(le)
    with session_de_lecture() as session:
        faite = synthese_regionale(session, region, jour)
    fichier = vers or Path(faite.nom_fichier)
    try:
        fichier.write_bytes(faite.octets)
    except OSError as erreur:
        raise SaisieInvalide(
            f"La synthèse ne peut pas être écrite dans « {fichier} ».",
            f"{erreur.strerror}.",
            "Choisissez un autre fichier.",
        ) from None
    console.print(escape(f"Synthèse régionale écrite dans {fichier}."))
