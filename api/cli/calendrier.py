"""`jalons calendrier` : les dates prévues d'un territoire, l'agenda en fichier, les abonnements."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from api.acces.agent import TERMINAL
from api.calendriers import calendrier_de, nom_du_calendrier
from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    Le,
    Par,
    Territoire,
    auteur_demande,
    console,
    creer_fichier,
    dire_en_json,
    jour_demande,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.schemas.calendrier import CalendrierVu
from api.temps import instant_present
from documents.formats import accorder, date_courte
from modeles.configuration import configuration
from modeles.erreurs import Introuvable
from modeles.reference.registre import registre
from modeles.requetes_acces import compte_de_courriel
from modeles.requetes_agenda import demarches_de_l_agenda
from workflows.agenda.liens import creer_lien
from workflows.dossier import demarche_du_territoire

ORDINAIRE = "montrer"


class GroupeCalendrier(Groupe):
    """`jalons calendrier Gers` montre le calendrier du Gers : c'est la demande ordinaire."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        connue = not args or args[0].startswith("-") or args[0] in self.commands
        return super().resolve_command(ctx, args if connue else [ORDINAIRE, *args])


application = typer.Typer(
    cls=GroupeCalendrier,
    no_args_is_help=True,
    help="Les dates prévues d'un territoire, et son agenda pour Outlook.",
)


@application.command(ORDINAIRE, cls=Commande)
def montrer(territoire: Territoire, le: Le = None, en_json: EnJson = False) -> None:
    """Montre le calendrier adopté ; si l'étape en cours est en retard, les dates proposées."""
    jour = jour_demande(le)
    with session_de_lecture() as session:
        vu = CalendrierVu.depuis(demarche_du_territoire(session, territoire), jour)
    if en_json:
        dire_en_json(vu)
        return
    if not vu.etapes:
        console.print("Aucun calendrier n'est adopté : jalons saisir TERRITOIRE calendrier.")
        return
    grille = tableau("Étape", "Début prévu", "Fin prévue", "Fin proposée")
    for e in vu.etapes:
        proposee = date_courte(e.fin_proposee_le) if e.fin_proposee_le else ""
        grille.add_row(e.libelle, date_courte(e.debut_le), date_courte(e.fin_le), proposee)
    console.print(grille)
    if vu.seance_manquee:
        console.print(vu.seance_manquee)


@application.command(cls=Commande)
def exporter(
    vers: Annotated[Path, typer.Option("--vers", metavar="FICHIER.ics", help="Le fichier à créer.")],
    territoire: Annotated[
        str | None, typer.Argument(metavar="[TERRITOIRE]", help="Code, nom ou alias ; sans lui, tous.")
    ] = None,
) -> None:
    """Écrit les réunions et les échéances en iCalendar, à ouvrir dans Outlook ou un autre calendrier."""
    code = registre().trouver_territoire(territoire).code if territoire else None
    with session_de_lecture() as session:
        demarches = demarches_de_l_agenda(session, code)
    calendrier = calendrier_de(demarches, TERMINAL, nom_du_calendrier(code), instant_present())
    creer_fichier(vers, calendrier.octets)
    nombre = calendrier.octets.count(b"BEGIN:VEVENT")
    console.print(escape(f"Écrit : {vers} ({accorder(nombre, 'évènement', 'évènements')})."))


@application.command(cls=Commande)
def abonner(
    courriel: Annotated[str, typer.Argument(metavar="COURRIEL", help="La personne qui s'abonne.")],
    territoire: Annotated[
        str | None, typer.Option("--territoire", metavar="TERRITOIRE", help="Seulement ce territoire.")
    ] = None,
    par: Par = None,
) -> None:
    """Crée une adresse d'abonnement pour cette personne ; elle n'est montrée que cette fois."""
    code = registre().trouver_territoire(territoire).code if territoire else None
    with session_d_ecriture() as session:
        compte = compte_de_courriel(session, courriel.lower())
        if compte is None:
            raise Introuvable(
                f"« {courriel} » n'a pas de compte.",
                "Un abonnement montre ce que peut voir la personne qui l'a.",
                "Créez d'abord son compte : jalons acces.",
            )
        _, secret = creer_lien(session, compte.id, code, auteur_demande(par), instant_present())
    reglages = configuration()
    racine = reglages.url_publique or f"http://{reglages.hote}:{reglages.port}"
    console.print(f"{racine}/calendriers/{secret}.ics", soft_wrap=True)
