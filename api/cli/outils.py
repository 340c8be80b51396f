"""Ce que partagent les commandes : lire ce qu'on leur donne, dire ce qu'elles ont trouvé."""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from api.lisible import exiger_lisible
from api.schema_base import exiger_base_a_jour
from api.temps import aujourd_hui, lire_jour
from modeles.base import lecture, unite_de_travail
from modeles.erreurs import SaisieInvalide
from modeles.journalisation import signer

console = Console(highlight=False)

Territoire = Annotated[str, typer.Argument(metavar="TERRITOIRE", help="Son code, son nom ou un alias.")]
Le = Annotated[
    str | None, typer.Option("--le", metavar="DATE", help="La date (AAAA-MM-JJ) ; par défaut, aujourd'hui.")
]
Par = Annotated[str | None, typer.Option("--par", metavar="PERSONNE", help="Qui le fait ; par défaut, vous.")]
EnJson = Annotated[bool, typer.Option("--json", help="Écrit du JSON, pour un programme.")]
Donnees = Annotated[
    str | None,
    typer.Option("--donnees", metavar="JSON", help="""Le bordereau, par exemple '{"reunion": 1}'."""),
]
Fichier = Annotated[
    Path | None,
    typer.Option("--fichier", metavar="FICHIER", help="Un fichier JSON qui contient le bordereau."),
]


@contextmanager
def session_de_lecture() -> Iterator[Session]:
    """Une lecture. Lève `SchemaPerime` si la base n'est pas à jour."""
    with lecture() as session:
        exiger_base_a_jour(session)
        yield session


@contextmanager
def session_d_ecriture(par: str | None = None) -> Iterator[Session]:
    """Une transaction, signée de `par` ou de qui tape. Lève `SchemaPerime` si la base n'est pas à jour."""
    with unite_de_travail() as session:
        signer(session, auteur_demande(par))
        exiger_base_a_jour(session)
        yield session


def jour_demande(le: str | None) -> date:
    """La date donnée, ou aujourd'hui. Lève `SaisieInvalide`."""
    return lire_jour(le) if le else aujourd_hui()


def auteur_demande(par: str | None) -> str:
    """La personne donnée, ou le nom de session de qui tape la commande."""
    exiger_lisible(par)
    return par or getpass.getuser()


def lire_donnees(donnees: str | None, fichier: Path | None) -> dict[str, Any]:
    """Le bordereau donné en JSON, sur la ligne ou dans un fichier ; vide sans l'un ni l'autre."""
    if donnees and fichier:
        raise SaisieInvalide(
            "Le bordereau est donné deux fois.",
            "Il est à la fois sur la ligne de commande et dans un fichier.",
            "Gardez --donnees ou --fichier, pas les deux.",
        )
    lues = _decoder(_texte_du_fichier(fichier) if fichier else donnees or "{}")
    exiger_lisible(lues)
    return lues


def _texte_du_fichier(fichier: Path) -> str:
    try:
        return fichier.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as erreur:
        raise SaisieInvalide(
            f"Le fichier « {fichier} » ne peut pas être lu.",
            "Ce n'est pas du texte en UTF-8."
            if isinstance(erreur, UnicodeDecodeError)
            else f"{erreur.strerror}.",
            "Vérifiez son nom et son contenu.",
        ) from None


def _decoder(texte: str) -> dict[str, Any]:
    try:
        lues = json.loads(texte)
    except (ValueError, RecursionError):
        lues = None
    if not isinstance(lues, dict):
        raise SaisieInvalide(
            "Le bordereau ne peut pas être lu.",
            "Ce n'est pas un objet JSON bien formé.",
            """Écrivez par exemple '{"reunion": 1}', avec des guillemets doubles.""",
        )
    return lues


def creer_fichier(fichier: Path, octets: bytes) -> None:
    """Écrit un fichier neuf. Lève `SaisieInvalide` s'il existe déjà, ou ne peut pas être créé."""
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


def lire_fichier(fichier: Path) -> bytes:
    """Les octets d'un fichier donné en argument. Lève `SaisieInvalide`."""
    try:
        return fichier.read_bytes()
    except OSError as erreur:
        raise SaisieInvalide(
            f"Le fichier « {fichier} » ne peut pas être lu.",
            "Il n'existe pas, ou sa lecture n'est pas permise.",
            "Vérifiez son nom et l'endroit où il est.",
        ) from erreur


def lire_texte(fichier: Path) -> str:
    """Le texte du fichier, en UTF-8. Lève `SaisieInvalide` avec ce qu'il faut faire."""
    try:
        return lire_fichier(fichier).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SaisieInvalide(
            f"Le fichier « {fichier.name} » ne peut pas être lu.",
            "Ce n'est pas du texte en UTF-8.",
            "Enregistrez-le en « CSV UTF-8 », puis recommencez.",
        ) from None


def dire_en_json(valeur: BaseModel | list[Any] | dict[str, Any]) -> None:
    """Écrit la valeur en JSON sur la sortie, sans autre texte."""
    contenu = valeur.model_dump(mode="json") if isinstance(valeur, BaseModel) else valeur
    typer.echo(json.dumps(contenu, ensure_ascii=False, indent=2))


def tableau(*colonnes: str) -> Table:
    """Un tableau à remplir, sans cadre : il se copie et se lit dans un terminal étroit."""
    grille = Table(box=None, pad_edge=False, header_style="bold")
    for colonne in colonnes:
        grille.add_column(colonne, overflow="fold")
    return grille
