"""`jalons messages` : la boîte d'envoi, un brouillon pour sa messagerie, ce qu'on décide d'un message."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.markup import escape

from api.acces.agent import TERMINAL
from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    Par,
    auteur_demande,
    console,
    creer_fichier,
    dire_en_json,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.cli.retours import relever, retablir, retours
from api.messagerie import brouillon_de, etat_de_la_boite, message_visible, messages_visibles, raison_de
from api.schemas.commun import Elements
from api.schemas.messages import Issue, MessageDetaille, MessageVu
from api.temps import instant_present
from documents.formats import accorder, date_courte, heure
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.vocabulaire_courriel import EtatMessage
from workflows.dossier import demarche_du_territoire
from workflows.notifications.decisions import annuler as annuler_le_message
from workflows.notifications.decisions import declarer_parti, renvoyer
from workflows.notifications.envoi import Facteur
from workflows.notifications.serveur import EnvoiEmpeche

application = typer.Typer(
    cls=Groupe, no_args_is_help=True, help="La boîte d'envoi : ce qui attend, et ce qu'on en décide."
)
Identifiant = Annotated[
    str,
    typer.Argument(metavar="ID", help="L'identifiant du message, ou son début, tel que « lister » le donne."),
]
LONGUEUR_COURTE = 8


class RienNestParti(ErreurMetier):
    """Le serveur ne répond pas, ou ne veut pas de nous."""

    def __init__(self, raison: str) -> None:
        super().__init__(
            "Les messages ne peuvent pas partir.",
            raison,
            "Corrigez les réglages JALONS_SMTP_…, ou réessayez.",
        )


@application.command(cls=Commande)
def lister(
    territoire: Annotated[
        str | None, typer.Option("--territoire", metavar="TERRITOIRE", help="Seulement ce territoire.")
    ] = None,
    etat: Annotated[
        list[EtatMessage] | None,
        typer.Option("--etat", metavar="ÉTAT", help="Seulement cet état ; répétable."),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Les messages, du plus récent au plus ancien, et pourquoi ceux qui attendent attendent."""
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire) if territoire else None
        messages = messages_visibles(session, TERMINAL, etat or [], demarche)
        vus = [MessageVu.depuis(m, raison_de(session, m)) for m in messages]
        boite = etat_de_la_boite(session, TERMINAL)
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    _en_tableau(vus)
    console.print(
        f"{boite.en_attente} en attente, {boite.incertains} à trancher, {boite.refuses} à corriger."
    )
    if boite.raison:
        console.print(escape(boite.raison))


def _en_tableau(vus: Sequence[MessageVu]) -> None:
    if not vus:
        console.print("La boîte d'envoi est vide.")
        return
    grille = tableau("ID", "Préparé le", "État", "Objet", "Pour", "Pourquoi")
    for vu in vus:
        pour = accorder(len(vu.destinataires) + len(vu.copies), "adresse", "adresses")
        ligne = (str(vu.id)[:LONGUEUR_COURTE], date_courte(vu.prepare_le.date()), vu.libelle, vu.objet, pour)
        grille.add_row(*(escape(cellule) for cellule in (*ligne, vu.raison)))
    console.print(grille)


@application.command(cls=Commande)
def montrer(identifiant: Identifiant, en_json: EnJson = False) -> None:
    """Un message : son texte, le sort de chaque adresse, toute son histoire."""
    vise = trouver(identifiant)
    with session_de_lecture() as session:
        message = message_visible(session, TERMINAL, vise)
        vu = MessageDetaille.depuis(message, raison_de(session, message))
    if en_json:
        dire_en_json(vu)
        return
    console.print(f"[bold]{escape(vu.objet)}[/], {vu.libelle}\n{escape(vu.raison)}\n\n{escape(vu.corps)}\n")
    for adresse in vu.acheminements:
        console.print(escape(f"- {adresse.adresse} : {adresse.etat.libelle} ({adresse.reponse})"))
    for fait in vu.histoire:
        quand = f"{date_courte(fait.le.date())} {heure(fait.le.time())}"
        console.print(escape(f"{quand} · {fait.fait.value} · {fait.par} : {fait.detail}"))


@application.command(cls=Commande)
def brouillon(
    identifiant: Identifiant,
    vers: Annotated[Path, typer.Option("--vers", metavar="FICHIER.eml", help="Le fichier à créer.")],
) -> None:
    """Écrit le message en .eml : il s'ouvre dans Outlook, prêt à envoyer, avec ses pièces jointes."""
    vise = trouver(identifiant)
    with session_de_lecture() as session:
        octets = brouillon_de(session, message_visible(session, TERMINAL, vise))
    creer_fichier(vers, octets)
    console.print(
        escape(f"Écrit : {vers}. Une fois envoyé, dites-le : jalons messages trancher {identifiant} parti")
    )


@application.command(cls=Commande)
def envoyer(en_json: EnJson = False) -> None:
    """Envoie maintenant, d'ici, tout ce qui peut partir ; d'ordinaire, l'exécuteur s'en charge."""
    facteur = Facteur.ordinaire(configuration(), "terminal")
    with session_de_lecture():
        pass  # une base qui n'est pas à jour se dit avant d'ouvrir la liaison
    try:
        bilan = facteur.vider_la_boite()
    except EnvoiEmpeche as empechement:
        facteur.dire_l_empechement(str(empechement))
        raise RienNestParti(str(empechement)) from None
    if en_json:
        dire_en_json({etat.value: nombre for etat, nombre in bilan.items()})
        return
    phrases = [f"{nombre} {etat.libelle}" for etat, nombre in bilan.items()]
    console.print(", ".join(phrases) or "Rien à envoyer.")


@application.command(cls=Commande)
def trancher(
    identifiant: Identifiant,
    issue: Annotated[Issue, typer.Argument(metavar="ISSUE", help="« parti », ou « renvoyer ».")],
    a: Annotated[
        list[str] | None,
        typer.Option("--a", metavar="ADRESSE", help="Avec « renvoyer », une adresse en plus."),
    ] = None,
    par: Par = None,
) -> None:
    """Dit qu'un message est parti (même par une autre voie), ou qu'il faut le présenter de nouveau."""
    vise, auteur = trouver(identifiant), auteur_demande(par)
    with session_d_ecriture() as session:
        if issue is Issue.PARTI:
            message = declarer_parti(session, vise, auteur, instant_present())
        else:
            message = renvoyer(session, vise, auteur, instant_present(), a or [])
        console.print(escape(f"« {message.objet} » : {message.etat.libelle}."))


@application.command(cls=Commande)
def annuler(
    identifiant: Identifiant,
    motif: Annotated[str, typer.Option("--motif", metavar="MOTIF", help="Pourquoi il ne doit pas partir.")],
    par: Par = None,
) -> None:
    """Ne pas envoyer ce message ; il reste dans la boîte, avec son motif."""
    vise = trouver(identifiant)
    with session_d_ecriture() as session:
        message = annuler_le_message(session, vise, auteur_demande(par), motif, instant_present())
        console.print(escape(f"« {message.objet} » : annulé."))


for commande in (relever, retours, retablir):
    application.command(cls=Commande)(commande)


def trouver(texte: str) -> UUID:
    """Le message que désigne cet identifiant, ou son début. Lève `SaisieInvalide`."""
    with session_de_lecture() as session:
        candidats = [
            m.id for m in messages_visibles(session, TERMINAL) if str(m.id).startswith(texte.lower())
        ]
    if len(candidats) != 1 or not texte:
        raise SaisieInvalide(
            f"« {texte} » ne désigne pas un message.",
            "Aucun identifiant ne commence ainsi."
            if not candidats
            else "Plusieurs identifiants commencent ainsi.",
            "Relevez-le dans « jalons messages lister ».",
        )
    return candidats[0]
