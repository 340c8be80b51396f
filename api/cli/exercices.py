"""`jalons exercices` : l'année d'un contrat, ses gestes, ses documents."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.groupe import Commande, Groupe
from api.cli.options_annuelles import auteur_du_jour
from api.cli.outils import (
    Donnees,
    EnJson,
    Fichier,
    Le,
    Par,
    Territoire,
    dire_en_json,
    jour_demande,
    lire_donnees,
    session_d_ecriture,
    session_de_lecture,
)
from api.documents_annuels import l_atelier, produire_apres
from api.lisible import exiger_lisible
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu
from api.schemas.exercices import ExerciceVu, PassageAnnuelVu
from documents.formats import date_longue
from modeles.erreurs import Introuvable
from modeles.requetes_exercices import exercices_de
from modeles.vocabulaire_annuel import GesteAnnuel
from workflows.documents_annuels import ETAT, RAPPORT, Voulu, produire_a_la_demande
from workflows.dossier import demarche_du_territoire
from workflows.vie_annuelle import avancer_l_exercice, exercice_designe, gestes_annuels_offerts

application = typer.Typer(
    cls=Groupe, no_args_is_help=True, help="L'année d'un contrat : où elle en est, la faire avancer."
)
phrases = Console(soft_wrap=True, highlight=False)
Annee = Annotated[int, typer.Argument(metavar="ANNÉE", min=2019, max=2040, help="Celle dont on rend compte.")]
Motif = Annotated[str | None, typer.Option("--motif", help="Pourquoi, en une phrase.")]


@application.command(cls=Commande)
def etat(territoire: Territoire, le: Le = None, en_json: EnJson = False) -> None:
    """Dit où en est chaque exercice, ce qu'on peut y faire, et ce qui manque."""
    jour = jour_demande(le)
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        exercices = exercices_de(session, demarche.id)
        vus = [ExerciceVu.depuis(e, gestes_annuels_offerts(session, e, jour)) for e in exercices]
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    if not vus:
        phrases.print("Aucun exercice : ils s'ouvrent avec leur année, une fois le contrat en exécution.")
    for vu in vus:
        _raconter(vu)


def _raconter(vu: ExerciceVu) -> None:
    phrases.print(f"[bold]Exercice {vu.annee}[/] : {vu.libelle}, depuis le {date_longue(vu.depuis_le)}.")
    for geste in vu.gestes:
        marque = "[green]possible[/]" if geste.possible else "[red]bloqué[/]"
        motif = ", motif exigé" if geste.motif_exige else ""
        phrases.print(f"  {geste.geste.value} : {geste.libelle} ({marque}{motif})")
        for obstacle in geste.obstacles:
            phrases.print(escape(f"    - {obstacle.message}. {obstacle.remede}"))


@application.command(cls=Commande)
def avancer(
    territoire: Territoire,
    annee: Annee,
    geste: Annotated[
        str, typer.Argument(metavar="GESTE", help="Tel que « jalons exercices etat » le nomme.")
    ],
    *,
    motif: Motif = None,
    donnees: Donnees = None,
    fichier: Fichier = None,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Fait un geste de l'exercice, ou dit tout ce qui l'en empêche."""
    exiger_lisible(motif)
    voulu, bordereau = _geste(geste), lire_donnees(donnees, fichier)
    auteur = auteur_du_jour(par, le)
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        exercice = exercice_designe(session, demarche, annee)
        passage = avancer_l_exercice(session, exercice, voulu, bordereau, auteur, motif=motif)
        vu, nom = PassageAnnuelVu.depuis(passage), demarche.territoire.nom
    produire_apres(demarche.id, auteur.le)
    if en_json:
        dire_en_json(vu)
    else:
        phrases.print(escape(f"{nom}, exercice {annee} : {vu.libelle}. Il en est à « {vu.vers.libelle} »."))


def _geste(texte: str) -> GesteAnnuel:
    valeur = texte.lower().replace("-", "_")
    if valeur in set(GesteAnnuel):
        return GesteAnnuel(valeur)
    raise Introuvable(
        f"Le geste « {texte[:60]} » n'existe pas.",
        f"Gestes de l'année : {', '.join(g.value for g in GesteAnnuel)}.",
        "Choisissez l'un d'eux ; « jalons exercices etat » dit lesquels sont possibles.",
    )


@application.command(cls=Commande)
def document(
    territoire: Territoire,
    annee: Annee,
    code: Annotated[str, typer.Argument(metavar="CODE", help="D21, les indicateurs ; D22, le rapport.")],
    *,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Produit l'état des indicateurs ou le rapport d'exécution ; rend le même si rien n'a changé."""
    if code.upper() not in (ETAT, RAPPORT):
        raise Introuvable(
            f"Le document « {code[:20]} » ne se demande pas ici.",
            "L'année produit D21, l'état des indicateurs, et D22, le rapport d'exécution.",
            "Donnez l'un de ces codes.",
        )
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
    voulu, auteur = Voulu(code.upper(), annee), auteur_du_jour(par, le)
    fait = produire_a_la_demande(demarche.id, voulu, auteur.le, l_atelier(), par=auteur.par)
    if en_json:
        dire_en_json(DocumentVu.depuis(fait, demarche.territoire_code))
    else:
        phrases.print(escape(f"{fait.titre} {annee}, version {fait.version} : {fait.nom_fichier}"))
