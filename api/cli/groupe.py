"""La façon dont le terminal parle : refus en trois phrases, jamais de trace, aide en français."""

import logging
import sys
from types import TracebackType
from typing import Any
from uuid import uuid4

import typer
import typer.rich_utils
from sqlalchemy.exc import DataError, OperationalError
from typer.core import TyperCommand, TyperGroup

from api.refus import Panne, refus_de
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier

# Une faute de frappe dans la commande, quelle que soit la version de Typer.
ErreurDUsage: Any = typer.BadParameter.__base__
CODE_D_USAGE = 2

for _nom, _texte in {
    "COMMANDS_PANEL_TITLE": "Commandes",
    "DEFAULT_STRING": "[par défaut : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
}.items():
    setattr(typer.rich_utils, _nom, _texte)


class Commande(TyperCommand):
    """Une commande dont l'aide est en français."""

    def get_help_option(self, ctx: Any) -> Any:
        return _en_francais(super().get_help_option(ctx))


class Groupe(TyperGroup):
    """Un groupe de commandes qui dit ses refus sur la sortie d'erreur et rend le code 1."""

    def get_help_option(self, ctx: Any) -> Any:
        return _en_francais(super().get_help_option(ctx))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Lance la commande. Une commande mal écrite rend le code 2 et dit où trouver l'aide."""
        sys.excepthook = dire_la_panne
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except ErreurDUsage as erreur:
            typer.echo(_usage(erreur), err=True)
            sys.exit(CODE_D_USAGE)
        except typer.Abort:
            typer.echo("Interrompu : rien de plus n'a été fait.", err=True)
            sys.exit(1)
        except (ErreurMetier, OverflowError, DataError, OperationalError) as erreur:
            typer.echo(str(refus_de(erreur)), err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _en_francais(aide: Any) -> Any:
    if aide is not None:
        aide.help = "Affiche cette aide."
    return aide


def _usage(erreur: Any) -> str:
    commande = erreur.ctx.command_path if erreur.ctx else "jalons"
    aide = f"Consultez « {commande} --help »."
    match type(erreur).__name__:
        case "NoArgsIsHelpError":
            return str(erreur.ctx.get_help())
        case "MissingParameter":
            return f"La commande est incomplète. Il manque {_manquant(erreur)}. {aide}"
        case "NoSuchOption":
            return f"L'option « {erreur.option_name} » n'existe pas. {aide}"
        case "BadParameter":
            return f"La valeur donnée pour {_manquant(erreur)} n'est pas acceptée. {aide}"
    return f"Cette commande n'existe pas, ou l'un de ses arguments est en trop. {aide}"


def _manquant(erreur: Any) -> str:
    return str((erreur.param.metavar or erreur.param.name) if erreur.param else "un argument")


def dire_la_panne(genre: type[BaseException], erreur: BaseException, trace: TracebackType | None) -> None:
    """Écrit la trace au journal sous un numéro d'incident, et n'en montre que le numéro."""
    incident = uuid4().hex[:8].upper()
    fichier = configuration().donnees / "journaux" / "commandes.log"
    fichier.parent.mkdir(parents=True, exist_ok=True)
    journal = logging.getLogger("jalons.commandes")
    journal.propagate = False
    journal.addHandler(logging.FileHandler(fichier, encoding="utf-8"))
    journal.error("Incident %s", incident, exc_info=(genre, erreur, trace))
    typer.echo(f"{Panne(incident)} Le détail est dans {fichier}.", err=True)
