"""Les options que partagent les commandes de la vie annuelle."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.outils import auteur_demande, jour_demande
from api.temps import instant_present
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.commandes.bordereau import Auteur

Exercice = Annotated[
    int | None,
    typer.Option("--exercice", metavar="ANNÉE", min=2019, max=2040, help="L'année dont on rend compte."),
]
Genre = Annotated[GenreCampagne, typer.Option("--genre", help="Ce que l'on demande.")]
JusquAu = Annotated[str | None, typer.Option("--jusqu-au", metavar="DATE", help="AAAA-MM-JJ ou JJ/MM/AAAA.")]
Fiche = Annotated[str | None, typer.Option("--fiche", metavar="CODE", help="Par exemple 32-DRO-EXP-01.")]
FicheExigee = Annotated[str, typer.Option("--fiche", metavar="CODE", help="Par exemple 32-DRO-EXP-01.")]
IndicateurExige = Annotated[str, typer.Option("--indicateur", metavar="CODE", help="Son code dans la fiche.")]
Indicateur = Annotated[
    str | None, typer.Option("--indicateur", metavar="CODE", help="Son code dans la fiche.")
]
Valeur = Annotated[str | None, typer.Option("--valeur", help="Le nombre, par exemple « 1 234,5 ».")]
Numerateur = Annotated[str | None, typer.Option("--numerateur", help="D'un taux, d'une moyenne, d'un délai.")]
Denominateur = Annotated[str | None, typer.Option("--denominateur", help="Son second terme.")]
Statut = Annotated[str, typer.Option("--statut", help="sans objet, non renseigné ou provisoire.")]
Motif = Annotated[str, typer.Option("--motif", help="Pourquoi, en une phrase.")]
Commentaire = Annotated[str, typer.Option("--commentaire", help="Ce qu'il faut savoir du chiffre.")]
Zero = Annotated[bool, typer.Option("--zero-confirme", help="C'est bien un zéro.")]
Lot = Annotated[
    Path | None, typer.Option("--lot", metavar="FICHIER", help="Plusieurs lignes, en CSV ou JSON.")
]
Apercu = Annotated[bool, typer.Option("--apercu", help="Dit ce qui changerait, sans rien écrire.")]


def exercice_voulu(exercice: int | None, le: str | None) -> int:
    """L'exercice donné ou, sans lui, le dernier qui soit fini."""
    return exercice or jour_demande(le).year - 1


def auteur_du_jour(par: str | None, le: str | None) -> Auteur:
    """Qui le fait, et le jour où il se place."""
    return Auteur(auteur_demande(par), jour_demande(le), instant_present())
