"""`jalons campagnes` : demander à toute une région, suivre, prolonger, redonner la main, clore."""

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from api.cli.amenagements import AMENAGEMENTS, commande
from api.cli.groupe import Commande, Groupe
from api.cli.options_annuelles import Exercice, Genre, auteur_du_jour, exercice_voulu
from api.cli.outils import (
    EnJson,
    Le,
    Par,
    Territoire,
    auteur_demande,
    console,
    dire_en_json,
    jour_demande,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.documents_annuels import produire_apres
from api.lisible import exiger_lisible
from api.schemas.campagnes import AttenduVu, CampagneVue, CollecteVue, OuvertureVue
from api.temps import lire_jour
from documents.formats import accorder, date_courte
from modeles.campagne import Campagne
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.attendus import attendu_designe
from workflows.attendus import recevoir as recevoir_l_attendu
from workflows.campagnes import campagne_designee, ouvrir_campagne
from workflows.campagnes import clore as clore_la_campagne
from workflows.campagnes import verrouiller as verrouiller_la_campagne
from workflows.collecte_regionale import Ponctualite, collecte_de_la_region
from workflows.commandes.bordereau import Auteur
from workflows.dossier import demarche_du_territoire

application = typer.Typer(
    cls=Groupe,
    no_args_is_help=True,
    help="Les campagnes : demander à toute une région, et suivre les réponses.",
)
phrases = Console(soft_wrap=True, highlight=False)

Region = Annotated[str, typer.Argument(metavar="RÉGION", help="Son code, par exemple 76.")]
INDICATEURS = GenreCampagne.INDICATEURS
TEINTES = {
    Ponctualite.EN_RETARD: "red",
    Ponctualite.RECUE_EN_RETARD: "dark_orange",
    Ponctualite.RECUE: "green",
    Ponctualite.RECUE_EN_PARTIE: "green",
}


@application.command(cls=Commande)
def ouvrir(
    region: Region,
    *,
    genre: Genre = INDICATEURS,
    exercice: Exercice = None,
    echeance: Annotated[
        str | None, typer.Option("--echeance", metavar="DATE", help="Sans elle, celle du contrat.")
    ] = None,
    seuil: Annotated[
        int, typer.Option("--seuil", min=1, max=100, help="À partir de quel % une réponse est reçue.")
    ] = 80,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Ouvre une campagne : tous les contrats en exécution y sont attendus, sauf ceux que l'on dit."""
    exiger_lisible(region)
    auteur = auteur_du_jour(par, le)
    with session_d_ecriture() as session:
        ouverture = ouvrir_campagne(
            session,
            region,
            genre,
            exercice_voulu(exercice, le),
            auteur,
            echeance_le=lire_jour(echeance) if echeance else None,
            seuil_completude=seuil,
        )
        session.flush()
        vue = OuvertureVue.depuis(ouverture)
    if en_json:
        dire_en_json(vue)
    else:
        _montrer_l_ouverture(vue)


def _montrer_l_ouverture(vue: OuvertureVue) -> None:
    campagne = vue.campagne
    attendus = accorder(len(vue.attendus), "territoire attendu", "territoires attendus")
    phrases.print(
        f"Campagne ouverte : {campagne.libelle}, {attendus} pour le {date_courte(campagne.echeance_le)}."
    )
    for ecarte in vue.ecartes:
        phrases.print(escape(f"- {ecarte.territoire} n'est pas attendu : {ecarte.raison}."))
    for avertissement in vue.avertissements:
        phrases.print(
            f"[dark_orange]À voir[/] : {escape(f'{avertissement.message}. {avertissement.remede}')}"
        )


@application.command(cls=Commande)
def etat(region: Region, exercice: Exercice = None, le: Le = None, en_json: EnJson = False) -> None:
    """Dit qui a répondu, quand, combien : territoires en lignes, échéances en colonnes."""
    exiger_lisible(region)
    with session_de_lecture() as session:
        collecte = collecte_de_la_region(session, region, jour_demande(le), exercice=exercice)
        vue = CollecteVue.depuis(collecte)
    if en_json:
        dire_en_json(vue)
        return
    console.print(_grille(vue))
    for c in vue.campagnes:
        recues = accorder(c.recues, "réponse reçue", "réponses reçues")
        phrases.print(f"{c.campagne.libelle} : {recues} sur {c.attendues}, dont {c.a_l_heure} à l'heure.")


def _grille(vue: CollecteVue) -> Table:
    titres = [f"{c.campagne.libelle}\n{date_courte(c.campagne.echeance_le)}" for c in vue.campagnes]
    grille = tableau("Territoire", *titres)
    for ligne in vue.elements:
        cases = {c.campagne: c for c in ligne.cases}
        textes = []
        for decompte in vue.campagnes:
            case = cases.get(decompte.campagne.id)
            if case is None:
                textes.append("")
                continue
            retard = f" de {accorder(case.retard_jours, 'jour', 'jours')}" if case.retard_jours else ""
            teinte = TEINTES.get(case.ponctualite, "default")
            textes.append(
                f"[{teinte}]{case.ponctualite.libelle}{retard}[/] ({case.repondus}/{case.attendus})"
            )
        grille.add_row(escape(f"{ligne.nom} ({ligne.territoire})"), *textes)
    return grille


@application.command(cls=Commande)
def recevoir(
    territoire: Territoire,
    *,
    genre: Genre = INDICATEURS,
    exercice: Exercice = None,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Inscrit la réception d'une réponse ; refusée, avec la liste, s'il manque trop d'indicateurs."""
    jour = jour_demande(le)
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        attendu = attendu_designe(session, demarche, genre, exercice_voulu(exercice, le))
        recevoir_l_attendu(session, attendu, jour, auteur_demande(par))
        vu, nom = AttenduVu.depuis(attendu, jour), demarche.territoire.nom
    produire_apres(demarche.id, jour)
    if en_json:
        dire_en_json(vu)
    else:
        phrases.print(escape(f"{nom} : {vu.explication}."))


@application.command(cls=Commande)
def verrouiller(
    region: Region,
    *,
    genre: Genre = INDICATEURS,
    exercice: Exercice = None,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Après l'échéance, plus personne ne saisit, sauf report en cours ou main rendue."""
    annee = exercice_voulu(exercice, le)
    _fermer(verrouiller_la_campagne, region, genre, annee, auteur_du_jour(par, le), en_json=en_json)


@application.command(cls=Commande)
def clore(
    region: Region,
    *,
    genre: Genre = INDICATEURS,
    exercice: Exercice = None,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Après la dernière échéance, plus rien n'est attendu."""
    annee = exercice_voulu(exercice, le)
    _fermer(clore_la_campagne, region, genre, annee, auteur_du_jour(par, le), en_json=en_json)


def _fermer(
    fermer: Callable[[Session, Campagne, Auteur], None],
    region: str,
    genre: GenreCampagne,
    exercice: int,
    auteur: Auteur,
    *,
    en_json: bool,
) -> None:
    with session_d_ecriture() as session:
        campagne = campagne_designee(session, region, genre, exercice)
        fermer(session, campagne, auteur)
        vue = CampagneVue.depuis(campagne)
    if en_json:
        dire_en_json(vue)
    else:
        phrases.print(f"La campagne « {vue.libelle} » est {vue.etat.libelle}.")


for nom, (nature, aide) in AMENAGEMENTS.items():
    application.command(nom, cls=Commande, help=aide)(commande(nature))
