"""`jalons reprise` : produire le modèle, voir ce qui changerait, importer l'existant."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.temps import instant_present
from documents.depot import Depot
from documents.formats import accorder
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier, SaisieInvalide
from workflows.commandes.bordereau import Auteur
from workflows.reprise.application import apercevoir, importer
from workflows.reprise.fautes import REMEDE, regrouper
from workflows.reprise.lecture import lire_fichier
from workflows.reprise.modele import ecrire_le_modele
from workflows.reprise.plan import Plan, PlanDuTerritoire

PAR_DEFAUT = "Terminal"
NOM_DU_MODELE = Path("reprise.xlsx")

application = typer.Typer(
    help="Reprendre l'existant depuis un classeur Excel : modèle, aperçu, import.", no_args_is_help=True
)
console = Console(soft_wrap=True, highlight=False)

Fichier = Annotated[Path, typer.Argument(help="Le classeur rempli, au format .xlsx.")]
DossierDesPieces = Annotated[
    Path | None,
    typer.Option("--pieces", help="Le dossier des copies signées (par défaut, celui du classeur)."),
]
EnJson = Annotated[bool, typer.Option("--json", help="Écrit le résultat en JSON.")]


@application.command()
def modele(
    fichier: Annotated[Path, typer.Argument(help="Le fichier à créer.")] = NOM_DU_MODELE,
) -> None:
    """Produit le classeur à remplir, avec ses listes et son mode d'emploi."""
    try:
        _creer(fichier, ecrire_le_modele())
    except ErreurMetier as refus:
        raise _dire(refus) from refus
    console.print(f"Le modèle est prêt : {escape(str(fichier))}")


@application.command()
def apercu(fichier: Fichier, en_json: EnJson = False, pieces: DossierDesPieces = None) -> None:
    """Montre ce que l'import créerait ou changerait, territoire par territoire. N'écrit rien."""
    try:
        plan = _apercevoir(fichier, pieces, PAR_DEFAUT)
    except ErreurMetier as refus:
        raise _dire(refus) from refus
    _montrer(plan, en_json)


@application.command(name="importer")
def importer_le_classeur(
    fichier: Fichier,
    confirmer: Annotated[
        bool, typer.Option("--confirmer", help="Écrit pour de bon. Sans cela, montre l'aperçu.")
    ] = False,
    pieces: DossierDesPieces = None,
    par: Annotated[str, typer.Option("--par", help="Qui importe, pour le journal.")] = PAR_DEFAUT,
    en_json: EnJson = False,
) -> None:
    """Importe le classeur en une fois : tout, ou rien s'il reste une cellule à corriger."""
    try:
        plan = _importer(fichier, pieces, par) if confirmer else _apercevoir(fichier, pieces, par)
    except ErreurMetier as refus:
        raise _dire(refus) from refus
    _montrer(plan, en_json)


def _apercevoir(fichier: Path, pieces: Path | None, par: str) -> Plan:
    auteur = _auteur(par)
    return apercevoir(lire_fichier(fichier, auteur.le), auteur, pieces or fichier.parent)


def _importer(fichier: Path, pieces: Path | None, par: str) -> Plan:
    auteur, depot = _auteur(par), Depot(configuration().donnees)
    return importer(lire_fichier(fichier, auteur.le), auteur, pieces or fichier.parent, depot)


def _auteur(par: str) -> Auteur:
    instant = instant_present()
    return Auteur(par, instant.date(), instant)


def _creer(fichier: Path, octets: bytes) -> None:
    try:
        with fichier.open("xb") as sortie:
            sortie.write(octets)
    except FileExistsError as erreur:
        raise SaisieInvalide(
            f"Le fichier « {fichier.name} » existe déjà.",
            "Il contient peut-être votre travail : il n'a pas été touché.",
            "Donnez un autre nom, ou déplacez ce fichier.",
        ) from erreur
    except OSError as erreur:
        raise SaisieInvalide(
            f"Le fichier « {fichier.name} » ne peut pas être créé.",
            f"Le dossier « {fichier.parent} » n'existe pas, ou l'écriture n'y est pas permise.",
            "Choisissez un autre dossier.",
        ) from erreur


def _dire(refus: ErreurMetier) -> typer.Exit:
    """Écrit le refus sur la sortie d'erreur ; plusieurs obstacles se lisent un par ligne."""
    erreurs = Console(stderr=True, soft_wrap=True, highlight=False)
    erreurs.print(escape(refus.quoi), style="bold")
    for ligne in [f"  - {o.message}" for o in refus.obstacles] or [refus.pourquoi]:
        erreurs.print(escape(ligne))
    erreurs.print(escape(refus.remede))
    return typer.Exit(1)


def _montrer(plan: Plan, en_json: bool) -> None:
    if en_json:
        typer.echo(json.dumps(plan.en_json(), ensure_ascii=False, indent=2))
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
