"""`jalons acces` : les comptes, depuis la machine où Jalons est installé."""

import getpass
from typing import Annotated, Any

import typer
from rich.markup import escape
from sqlmodel import Session

from api.acces.comptes import (
    Invitation,
    RoleDemande,
    donner_le_role,
    inviter_quelqu_un,
    roles_en_clair,
)
from api.acces.demarrage import adresse_de_jalons, lien_de_la_machine, lien_pour
from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    console,
    dire_en_json,
    jour_demande,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.temps import aujourd_hui, instant_present
from documents.formats import accorder
from modeles.acces import PorteeDeJeton
from modeles.compte import Compte, Role
from modeles.configuration import configuration
from modeles.requetes_acces import comptes as tous_les_comptes
from workflows.acces.comptes import Qui, compte_connu, rouvrir, suspendre
from workflows.acces.habilitations import retirer
from workflows.acces.jetons import creer_jeton
from workflows.acces.passation import passer_la_main
from workflows.acces.suppleances import designer_suppleant

application = typer.Typer(cls=Groupe, no_args_is_help=True, help="Les comptes, leurs droits et leurs liens.")

Courriel = Annotated[str, typer.Argument(metavar="COURRIEL", help="L'adresse du compte.")]
LeRole = Annotated[Role, typer.Option("--role", help="Son rôle.")]
Region = Annotated[str, typer.Option("--region", metavar="CODE", help="Pour un rôle de région.")]
LeTerritoire = Annotated[
    str,
    typer.Option("--territoire", metavar="TERRITOIRE", help="Pour un service de l'État, une collectivité."),
]
Fiche = Annotated[str, typer.Option("--fiche", metavar="CODE", help="Pour un porteur.")]


def _qui() -> Qui:
    return Qui(getpass.getuser(), instant_present())


@application.command(cls=Commande)
def lien(
    pour: Annotated[
        str | None,
        typer.Option("--pour", metavar="COURRIEL", help="Le compte à connecter ; sans lui, le vôtre."),
    ] = None,
) -> None:
    """Donne un lien de connexion neuf ; il sert une fois."""
    with session_d_ecriture() as session:
        adresse = adresse_de_jalons()
        donne = (
            lien_pour(session, pour, adresse, _qui())
            if pour
            else lien_de_la_machine(session, adresse, _qui())
        )
    typer.echo(donne)


@application.command(cls=Commande)
def comptes(en_json: EnJson = False) -> None:
    """Liste les comptes, leurs rôles, et s'ils sont ouverts."""
    with session_de_lecture() as session:
        lignes = [_ligne(session, compte) for compte in tous_les_comptes(session)]
    if en_json:
        dire_en_json({"elements": lignes, "total": len(lignes)})
        return
    grille = tableau("Nom", "Courriel", "Rôles", "État")
    for ligne in lignes:
        grille.add_row(
            *(escape(c) for c in (ligne["nom"], ligne["courriel"] or "—", "\n".join(ligne["roles"]))),
            ligne["etat"],
        )
    console.print(grille)


def _ligne(session: Session, compte: Compte) -> dict[str, Any]:
    return {
        "nom": compte.nom,
        "courriel": compte.courriel,
        "organisme": compte.organisme,
        "roles": list(roles_en_clair(session, compte)),
        "etat": "ouvert" if compte.ouvert(aujourd_hui()) else "fermé",
        "fin_le": compte.fin_le.isoformat() if compte.fin_le else None,
    }


@application.command(cls=Commande)
def inviter(
    courriel: Courriel,
    nom: Annotated[str, typer.Option("--nom", help="Son prénom et son nom.")],
    role: LeRole,
    *,
    region: Region = "",
    territoire: LeTerritoire = "",
    fiche: Fiche = "",
    organisme: Annotated[str, typer.Option("--organisme")] = "",
    fin: Annotated[
        str | None, typer.Option("--fin", metavar="DATE", help="Le dernier jour d'un accès temporaire.")
    ] = None,
) -> None:
    """Ouvre un compte, lui donne un rôle, et prépare le message qui l'invite."""
    fin_le = jour_demande(fin) if fin else None
    voulue = Invitation(nom, courriel, RoleDemande(role, region, territoire, fiche), organisme, fin_le)
    with session_d_ecriture() as session:
        compte = inviter_quelqu_un(session, voulue, _qui())
    suite = "Le message part." if configuration().smtp_hote else "Le message attend dans la boîte d'envoi."
    console.print(escape(f"Le compte de {compte.nom} est ouvert. {suite}"))


@application.command(cls=Commande)
def habiliter(
    courriel: Courriel, role: LeRole, *, region: Region = "", territoire: LeTerritoire = "", fiche: Fiche = ""
) -> None:
    """Donne un rôle de plus à un compte."""
    with session_d_ecriture() as session:
        compte = compte_connu(session, courriel)
        donner_le_role(session, compte, RoleDemande(role, region, territoire, fiche), _qui())
        _dire_les_roles(session, compte)


@application.command("retirer", cls=Commande)
def retirer_un_role(courriel: Courriel, role: LeRole) -> None:
    """Retire un rôle à un compte, partout où il l'exerce."""
    with session_d_ecriture() as session:
        compte = compte_connu(session, courriel)
        for habilitation in compte.habilitations:
            if habilitation.role is role:
                retirer(session, habilitation, _qui())
        _dire_les_roles(session, compte)


def _dire_les_roles(session: Session, compte: Compte) -> None:
    session.flush()
    session.refresh(compte, ["habilitations"])
    roles = " ; ".join(roles_en_clair(session, compte)) or "aucun rôle"
    console.print(escape(f"{compte.nom} : {roles}."))


@application.command("suspendre", cls=Commande)
def suspendre_un_compte(courriel: Courriel) -> None:
    """Ferme un compte sur le champ : ses sessions, ses jetons et ses liens ne valent plus rien."""
    with session_d_ecriture() as session:
        compte = compte_connu(session, courriel)
        suspendre(session, compte, _qui())
    console.print(escape(f"Le compte de {compte.nom} est fermé."))


@application.command("rouvrir", cls=Commande)
def rouvrir_un_compte(courriel: Courriel) -> None:
    """Rouvre un compte fermé."""
    with session_d_ecriture() as session:
        compte = compte_connu(session, courriel)
        rouvrir(session, compte, _qui())
    console.print(
        escape(
            f"Le compte de {compte.nom} est ouvert. Donnez-lui un lien : jalons acces lien --pour {courriel}"
        )
    )


@application.command(cls=Commande)
def passation(
    de: Annotated[str, typer.Argument(metavar="DE", help="L'adresse de qui part.")],
    vers: Annotated[str, typer.Argument(metavar="VERS", help="L'adresse de qui prend la suite.")],
) -> None:
    """Transmet rôles, tâches et place dans les démarches, puis ferme le compte de qui part."""
    with session_d_ecriture() as session:
        partant, suivant = compte_connu(session, de), compte_connu(session, vers)
        bilan = passer_la_main(session, partant, suivant, _qui())
    console.print(
        escape(
            f"De {partant.nom} à {suivant.nom} : {accorder(bilan.roles, 'rôle', 'rôles')}, "
            f"{accorder(bilan.taches, 'tâche', 'tâches')}, {accorder(bilan.demarches, 'démarche', 'démarches')}."
        )
    )


@application.command(cls=Commande)
def suppleance(
    titulaire: Annotated[str, typer.Argument(metavar="ABSENT", help="L'adresse de qui s'absente.")],
    suppleant: Annotated[str, typer.Argument(metavar="SUPPLEANT", help="L'adresse de qui agit à sa place.")],
    du: Annotated[str, typer.Option("--du", metavar="DATE")],
    au: Annotated[str, typer.Option("--au", metavar="DATE", help="Le dernier jour, compris.")],
    motif: Annotated[str, typer.Option("--motif")] = "",
) -> None:
    """Désigne qui agit au nom d'une personne absente."""
    with session_d_ecriture() as session:
        absent, present = compte_connu(session, titulaire), compte_connu(session, suppleant)
        designer_suppleant(
            session, absent, present, _qui(), du=jour_demande(du), au=jour_demande(au), motif=motif
        )
    console.print(escape(f"{present.nom} supplée {absent.nom}."))


@application.command(cls=Commande)
def jeton(
    courriel: Courriel,
    nom: Annotated[str, typer.Option("--nom", help="À quoi il sert.")],
    portee: Annotated[list[PorteeDeJeton], typer.Option("--portee", help="Répétable.")],
    jours: Annotated[int, typer.Option("--jours", help="Sa durée.")] = 90,
) -> None:
    """Crée un jeton d'API pour un compte, et l'affiche : c'est la seule fois."""
    with session_d_ecriture() as session:
        compte = compte_connu(session, courriel)
        neuf = creer_jeton(session, compte, _qui(), nom=nom, portees=portee, jours=jours)
    typer.echo(neuf.secret)
