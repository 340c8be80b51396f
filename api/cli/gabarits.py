"""`jalons gabarits` : prendre un gabarit, le modifier dans Word, le vérifier, l'installer, revenir en arrière."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    Par,
    auteur_demande,
    creer_fichier,
    dire_en_json,
    session_de_lecture,
    tableau,
)
from api.gabarits import gabarits_en_vigueur
from api.temps import instant_present
from documents.formats import accorder, date_courte
from documents.gabarits import Modifiable, modifiables, trouver
from documents.guide import guide_des_gabarits
from documents.verification import GabaritRefuse
from modeles.erreurs import SaisieInvalide
from modeles.gabarit import VersionGabarit
from modeles.requetes_gabarits import versions_de_gabarits, versions_en_vigueur
from workflows.commandes.bordereau import Auteur
from workflows.gabarits import Portee, controler, portee
from workflows.gabarits import installer as installer_le_gabarit
from workflows.gabarits import retablir as retablir_le_gabarit

LIVRE = "livré avec Jalons"

application = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Les gabarits Word : les prendre, les vérifier, installer les siens, revenir en arrière.",
)
# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
console = Console(soft_wrap=True, highlight=False)

Code = Annotated[str, typer.Argument(metavar="CODE", help="Le code du document, par exemple D01.")]
Fichier = Annotated[Path, typer.Argument(metavar="FICHIER", help="Le gabarit modifié, au format .docx.")]
Region = Annotated[
    str | None,
    typer.Option("--region", metavar="CODE", help="Une seule région (76 pour l'Occitanie) ; sinon, toutes."),
]


@application.command(cls=Commande)
def lister(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Un gabarit, pour voir toutes ses versions.")
    ] = None,
    region: Region = None,
    en_json: EnJson = False,
) -> None:
    """Liste les gabarits en vigueur ; pour un gabarit, toutes ses versions, qui les a mises et quand."""
    with session_de_lecture() as session:
        lignes = _versions(session, trouver(code)) if code else _en_vigueur(session, region)
    if en_json:
        dire_en_json(lignes)
    else:
        console.print(_grille(lignes))


@application.command(cls=Commande)
def exporter(
    code: Code,
    vers: Annotated[
        Path | None, typer.Option("--vers", metavar="FICHIER", help="Le fichier à créer ; sinon, ici.")
    ] = None,
    region: Region = None,
) -> None:
    """Écrit le gabarit en vigueur dans un fichier, à modifier dans Word."""
    gabarit = trouver(code)
    ou = portee(gabarit, region)
    with session_de_lecture() as session:
        octets = gabarits_en_vigueur().chemin(session, gabarit.code, ou.region).read_bytes()
    fichier = vers or Path(gabarit.fichier)
    creer_fichier(fichier, octets)
    console.print(escape(f"Le gabarit {gabarit.code} est dans {fichier}. Modifiez-le dans Word, puis :"))
    console.print(escape(f"jalons gabarits verifier {fichier} --document {gabarit.code}"))


@application.command(cls=Commande)
def verifier(
    fichier: Fichier,
    document: Annotated[str, typer.Option("--document", metavar="CODE", help="Le document qu'il écrit.")],
    region: Region = None,
) -> None:
    """Essaie un gabarit sans l'installer, et dit toutes ses fautes à la fois ; code 1 s'il en a."""
    ou = portee(trouver(document), region)
    with session_de_lecture():
        octets = _lire(fichier)
    try:
        controler(octets, fichier.name, ou, gabarits_en_vigueur())
    except GabaritRefuse as refus:
        _dire_les_fautes(refus)
        raise typer.Exit(1) from None
    console.print(escape(f"« {fichier.name} » peut servir de gabarit {ou.gabarit.code}."))


@application.command(cls=Commande)
def installer(code: Code, fichier: Fichier, region: Region = None, par: Par = None) -> None:
    """Vérifie un gabarit et le met en vigueur : les prochains documents en seront faits."""
    ou = portee(trouver(code), region)
    with session_de_lecture():
        octets = _lire(fichier)
    try:
        version = installer_le_gabarit(octets, fichier.name, ou, gabarits_en_vigueur(), _auteur(par))
    except GabaritRefuse as refus:
        _dire_les_fautes(refus)
        raise typer.Exit(1) from None
    console.print(escape(f"{_nom(ou)} : version {version.version} en vigueur, installée par {version.par}."))


@application.command(cls=Commande)
def retablir(
    code: Code,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="La version voulue ; sinon, l'original.")
    ] = None,
    region: Region = None,
    par: Par = None,
) -> None:
    """Revient à une version installée ; sans version, au gabarit que l'on avait sans en installer aucune."""
    ou = portee(trouver(code), region)
    with session_de_lecture():
        auteur = _auteur(par)
    try:
        retablie = retablir_le_gabarit(ou, version, gabarits_en_vigueur(), auteur)
    except GabaritRefuse as refus:
        _dire_les_fautes(refus)
        raise typer.Exit(1) from None
    retour = f"retour à la version {version}" if version else "retour à l'original"
    console.print(escape(f"{_nom(ou)} : {retour}, inscrit par {retablie.par} (version {retablie.version})."))


@application.command(cls=Commande)
def guide(
    vers: Annotated[Path, typer.Option("--vers", metavar="FICHIER", help="Le fichier à créer.")] = Path(
        "MODE_D_EMPLOI.docx"
    ),
) -> None:
    """Écrit le mode d'emploi des gabarits : chaque document, ses champs, ses boucles, les filtres."""
    creer_fichier(vers, guide_des_gabarits().octets)
    console.print(escape(f"Le mode d'emploi est prêt : {vers}"))


def _auteur(par: str | None) -> Auteur:
    instant = instant_present()
    return Auteur(auteur_demande(par), instant.date(), instant)


def _lire(fichier: Path) -> bytes:
    try:
        return fichier.read_bytes()
    except OSError as erreur:
        raise SaisieInvalide(
            f"Le fichier « {fichier} » ne peut pas être lu.", f"{erreur.strerror}.", "Vérifiez son chemin."
        ) from None


def _nom(ou: Portee) -> str:
    return f"Gabarit {ou.gabarit.code}, {_portee_lisible(ou.region)}"


def _portee_lisible(region: str) -> str:
    return f"région {region}" if region else "toutes les régions"


def _dire_les_fautes(refus: GabaritRefuse) -> None:
    console.print(escape(refus.quoi))
    for obstacle in refus.obstacles:
        console.print(f"  x {escape(obstacle.message)}", style="red")
    bilan = accorder(len(refus.fautes), "faute à corriger", "fautes à corriger")
    console.print(escape(f"\n{bilan} ; rien n'a été changé. {refus.remede}"))


def _en_vigueur(session: Session, region: str | None) -> list[dict[str, Any]]:
    ou = portee(modifiables()[0], region)
    installees = versions_en_vigueur(session, ou.region)
    return [_ligne(m, installees.get(m.code)) for m in modifiables()]


def _versions(session: Session, gabarit: Modifiable) -> list[dict[str, Any]]:
    installees = versions_de_gabarits(session, gabarit.code)
    return [_ligne(gabarit, None), *(_ligne(gabarit, version) for version in installees)]


def _ligne(gabarit: Modifiable, version: VersionGabarit | None) -> dict[str, Any]:
    ligne: dict[str, Any] = {"code": gabarit.code, "titre": gabarit.titre, "fichier": gabarit.fichier}
    if version is None:
        return ligne | {"origine": LIVRE, "version": None, "par": None, "installe_le": None}
    retour = "" if version.empreinte else ", retour à l'original"
    return ligne | {
        "origine": f"{_portee_lisible(version.region)}{retour}",
        "version": version.version,
        "par": version.par,
        "installe_le": version.installe_le.isoformat(),
    }


def _grille(lignes: Sequence[dict[str, Any]]) -> Table:
    grille = tableau("Code", "Document", "Gabarit", "Version", "Par", "Le")
    for ligne in lignes:
        le = ligne["installe_le"]
        cellules = (
            ligne["code"],
            ligne["titre"],
            ligne["origine"],
            str(ligne["version"] or ""),
            ligne["par"] or "",
            date_courte(le) if le else "",
        )
        grille.add_row(*map(escape, cellules))
    return grille
