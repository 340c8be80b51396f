"""`jalons reprise` : produire le modèle, voir ce qui changerait, importer l'existant."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.groupe import Commande, Groupe
from api.cli.outils import EnJson, Par, auteur_demande, creer_fichier, dire_en_json, session_de_lecture
from api.reveils import reveiller_ce_qui_attend
from api.temps import instant_present
from documents.depot import Depot
from documents.formats import accorder
from modeles.configuration import configuration
from workflows.commandes.bordereau import Auteur
from workflows.reprise.application import apercevoir, importer
from workflows.reprise.fautes import REMEDE, ClasseurRefuse, regrouper
from workflows.reprise.lecture import lire_fichier
from workflows.reprise.modele import ecrire_le_modele
from workflows.reprise.plan import Plan, PlanDuTerritoire

NOM_DU_MODELE = Path("reprise.xlsx")

application = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Reprendre l'existant depuis un classeur Excel : modèle, aperçu, import.",
)
# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
console = Console(soft_wrap=True, highlight=False)

Fichier = Annotated[Path, typer.Argument(metavar="FICHIER", help="Le classeur rempli, au format .xlsx.")]
Pieces = Annotated[
    Path | None,
    typer.Option(
        "--pieces", metavar="DOSSIER", help="Le dossier des copies signées ; par défaut, celui du classeur."
    ),
]


@application.command(cls=Commande)
def modele(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le fichier à créer.")] = NOM_DU_MODELE,
) -> None:
    """Produit le classeur à remplir, avec ses listes et son mode d'emploi."""
    creer_fichier(fichier, ecrire_le_modele())
    console.print(f"Le modèle est prêt : {escape(str(fichier))}")


@application.command(cls=Commande)
def apercu(fichier: Fichier, en_json: EnJson = False, pieces: Pieces = None) -> None:
    """Montre ce que l'import créerait ou changerait, territoire par territoire. N'écrit rien."""
    _montrer(_apercevoir(fichier, pieces, _auteur(None)), en_json)


@application.command(name="importer", cls=Commande)
def importer_le_classeur(
    fichier: Fichier,
    confirmer: Annotated[
        bool, typer.Option("--confirmer", help="Écrit pour de bon. Sans cela, montre l'aperçu.")
    ] = False,
    pieces: Pieces = None,
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Importe le classeur en une fois : tout, ou rien s'il reste une cellule à corriger."""
    faire = _importer if confirmer else _apercevoir
    _montrer(faire(fichier, pieces, _auteur(par)), en_json)


def _apercevoir(fichier: Path, pieces: Path | None, auteur: Auteur) -> Plan:
    with session_de_lecture():
        classeur = lire_fichier(fichier, auteur.le)
    return apercevoir(classeur, auteur, pieces or fichier.parent)


def _importer(fichier: Path, pieces: Path | None, auteur: Auteur) -> Plan:
    with session_de_lecture():
        classeur = lire_fichier(fichier, auteur.le)
    try:
        plan = importer(classeur, auteur, pieces or fichier.parent, Depot(configuration().donnees))
    except ClasseurRefuse as refus:
        return Plan(classeur.fichier, classeur.empreinte, fautes=list(refus.fautes))
    reveiller_ce_qui_attend(f"reprise:{classeur.empreinte}")
    return plan


def _auteur(par: str | None) -> Auteur:
    instant = instant_present()
    return Auteur(auteur_demande(par), instant.date(), instant)


def _montrer(plan: Plan, en_json: bool) -> None:
    if en_json:
        dire_en_json(plan.en_json())
    else:
        for territoire in plan.territoires:
            _montrer_le_territoire(territoire)
        _conclure(plan)
    if plan.fautes:
        raise typer.Exit(1)


def _montrer_le_territoire(territoire: PlanDuTerritoire) -> None:
    inchanges = accorder(len(territoire.inchanges), "élément inchangé", "éléments inchangés")
    console.print(f"\n[bold]{escape(territoire.nom)} ({territoire.code})[/bold], {inchanges}")
    for changement in territoire.changements:
        signe = "+" if changement.creation else "~"
        console.print(f"  {signe} {escape(changement.objet)}")
        for champ in changement.champs:
            avant = f"{champ.avant} → " if champ.avant else ""
            console.print(f"      {escape(f'{champ.libelle} : {avant}{champ.apres}')}")
    for obstacle in territoire.avertissements:
        code = f"{obstacle.code} : " if obstacle.code else ""
        console.print(f"  ! {escape(f'{code}{obstacle.message}')}", style="yellow")


def _conclure(plan: Plan) -> None:
    for obstacle in regrouper(plan.fautes):
        console.print(f"  x {escape(obstacle.message)}", style="red")
    bilan = accorder(plan.changements, "objet créé ou modifié", "objets créés ou modifiés")
    if plan.fautes:
        restant = accorder(len(plan.fautes), "cellule à corriger", "cellules à corriger")
        console.print(f"\n{restant} ; rien n'a été écrit. {REMEDE}")
    elif plan.ecrit:
        console.print(f"\nImport terminé : {bilan}.")
    elif plan.changements:
        console.print(f"\nRien n'a été écrit. L'import ferait : {bilan}. Pour l'écrire, ajoutez --confirmer.")
    else:
        console.print("\nTout est déjà dans l'outil : l'import ne changerait rien.")
