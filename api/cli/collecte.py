"""`jalons collecte` : le classeur des indicateurs, à l'aller et au retour."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    Le,
    Par,
    auteur_demande,
    console,
    creer_fichier,
    dire_en_json,
    jour_demande,
    lire_fichier,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.schemas.collecte import FeuilleVue, RetourVu
from api.temps import instant_present
from documents.depot import Depot
from documents.formats import accorder
from modeles.configuration import configuration
from workflows.collecte.depart import classeur_de
from workflows.collecte.retour import apercevoir_le_classeur, recevoir_le_classeur
from workflows.commandes.bordereau import Auteur
from workflows.depots.inscription import Fichier
from workflows.dossier import demarche_du_territoire

application = typer.Typer(
    cls=Groupe, no_args_is_help=True, help="Le classeur des indicateurs : l'envoyer, le recevoir."
)

Exercice = Annotated[
    int, typer.Option("--exercice", metavar="ANNÉE", min=2019, max=2040, help="L'année dont on rend compte.")
]


@application.command(cls=Commande)
def classeur(
    territoires: Annotated[list[str], typer.Argument(metavar="TERRITOIRES…", help="Codes ou noms.")],
    exercice: Exercice,
    vers: Annotated[Path, typer.Option("--vers", metavar="DOSSIER", help="Où l'écrire.")] = Path(),
    le: Le = None,
) -> None:
    """Écrit le classeur à remplir, une feuille par territoire."""
    with session_de_lecture() as session:
        demarches = [demarche_du_territoire(session, texte) for texte in territoires]
        pret = classeur_de(session, demarches, exercice, jour_demande(le))
    creer_fichier(vers / pret.nom, pret.octets)
    console.print(f"Écrit : {escape(pret.nom)}", soft_wrap=True)


@application.command(cls=Commande)
def importer(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le classeur revenu.")],
    confirmer: Annotated[
        bool, typer.Option("--confirmer", help="Garde ce qui tient ; sans elle, montre.")
    ] = False,
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Montre ce que le classeur changerait et toutes ses fautes ; n'écrit que si on le confirme."""
    recu = Fichier(fichier.name, lire_fichier(fichier))
    auteur = Auteur(auteur_demande(par), jour_demande(None), instant_present())
    with session_d_ecriture() as session:
        if confirmer:
            retour = recevoir_le_classeur(session, Depot(configuration().donnees), recu, auteur)
        else:
            retour = apercevoir_le_classeur(session, recu, auteur)
        vue = RetourVu.depuis(retour, ecrit=confirmer)
    if en_json:
        dire_en_json(vue)
    else:
        _montrer(vue)
    # Des cases restent à corriger : un programme doit pouvoir le savoir.
    raise typer.Exit(1 if any(f.fautes or f.empechement for f in vue.feuilles) else 0)


def _montrer(vue: RetourVu) -> None:
    for feuille in vue.feuilles:
        _montrer_la_feuille(feuille, vue)
    for perdue in vue.perdues:
        console.print(f"La feuille « {escape(perdue)} » n'est plus dans le classeur : rien n'y a été lu.")
    if not vue.ecrit:
        console.print("Rien n'est écrit. Pour garder ce qui tient : --confirmer.")


def _montrer_la_feuille(feuille: FeuilleVue, vue: RetourVu) -> None:
    mots = ("valeur gardée", "valeurs gardées") if vue.ecrit else ("valeur à garder", "valeurs à garder")
    inchangees = accorder(feuille.inchangees, "inchangée", "inchangées")
    console.print(
        f"[bold]{escape(feuille.feuille)}[/bold] : {accorder(len(feuille.changements), *mots)}, {inchangees}."
    )
    if feuille.empechement:
        console.print(escape(feuille.empechement), soft_wrap=True)
    if feuille.changements:
        grille = tableau("Fiche", "Indicateur", "Avant", "Après")
        for c in feuille.changements:
            grille.add_row(c.fiche, escape(c.libelle), escape(c.avant), escape(c.apres))
        console.print(grille)
    for obstacle in feuille.fautes:
        dit = escape(f"{obstacle.message}. {obstacle.remede}")
        console.print(f"À corriger, {obstacle.ou} : {dit}", soft_wrap=True)
    for obstacle in feuille.avertissements:
        console.print(f"À vérifier, {obstacle.ou} : {escape(obstacle.message)}.", soft_wrap=True)
    if feuille.recue:
        console.print("La réponse du territoire est reçue.")
