"""`jalons gestes`, `avancer`, `saisir`, `creer` : faire avancer un territoire."""

from typing import Annotated

import typer
from rich.markup import escape

from api.avancement import avancer_une_fois
from api.cli.outils import (
    Donnees,
    EnJson,
    Fichier,
    Le,
    Par,
    Territoire,
    auteur_demande,
    console,
    dire_en_json,
    jour_demande,
    lire_donnees,
    session_d_ecriture,
    session_de_lecture,
)
from api.lectures import suivre
from api.lisible import exiger_lisible
from api.reveils import reveiller_apres
from api.schemas.commun import Elements
from api.schemas.gestes import GestePossible, PassageVu
from api.schemas.territoires import TerritoireVu
from api.temps import aujourd_hui, instant_present
from documents.formats import date_longue
from modeles.demarche import Demarche
from modeles.erreurs import Introuvable
from modeles.etapes import Geste
from workflows.commandes.bordereau import Auteur
from workflows.dossier import creer_demarche, demarche_du_territoire, enregistrer
from workflows.ensuite import gestes_offerts
from workflows.parcours import gestes_possibles
from workflows.regles.commun import Circonstances, Derogation

NomDuGeste = Annotated[
    str, typer.Argument(metavar="GESTE", help="Le geste, tel que « jalons gestes » le nomme.")
]
Motif = Annotated[str | None, typer.Option("--motif", help="Pourquoi, en une phrase.")]
Lever = Annotated[
    list[str] | None, typer.Option("--lever", metavar="CODE", help="Un contrôle à lever ; répétable.")
]
MotifDeLevee = Annotated[str, typer.Option("--motif-levee", help="Pourquoi ces contrôles sont levés.")]
Autorite = Annotated[str, typer.Option("--autorite", help="Qui assume la levée.")]


def gestes(territoire: Territoire, le: Le = None, en_json: EnJson = False) -> None:
    """Dit ce qu'on peut faire maintenant sur un territoire, et ce qui manque."""
    jour = jour_demande(le)
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        possibles = [GestePossible.depuis(o) for o in gestes_offerts(demarche, jour)]
    if en_json:
        dire_en_json(Elements(elements=possibles, total=len(possibles)))
        return
    for geste in possibles:
        marque = "[green]possible[/]" if geste.possible else "[red]bloqué[/]"
        motif = ", motif exigé" if geste.motif_exige else ""
        console.print(f"[bold]{geste.geste.value}[/] : {geste.libelle} ({marque}{motif})")
        champs = geste.schema_des_donnees.get("required", [])
        if champs:
            console.print(f"  à donner : {', '.join(champs)}")
        for obstacle in geste.obstacles:
            console.print(escape(f"  - {obstacle.message} : {obstacle.remede}"))


def avancer(
    territoire: Territoire,
    geste: NomDuGeste,
    *,
    par: Par = None,
    le: Le = None,
    motif: Motif = None,
    donnees: Donnees = None,
    fichier: Fichier = None,
    lever: Lever = None,
    motif_levee: MotifDeLevee = "",
    autorite: Autorite = "",
    en_json: EnJson = False,
) -> None:
    """Fait un geste : le territoire avance, ou l'on dit tout ce qui l'en empêche."""
    exiger_lisible([motif, motif_levee, autorite, *(lever or [])])
    levees = tuple(Derogation(code, motif_levee, autorite) for code in lever or [])
    faits = Circonstances(auteur_demande(par), jour_demande(le), instant_present(), motif, levees)
    bordereau = lire_donnees(donnees, fichier)
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        passage, _ = avancer_une_fois(session, demarche.id, _geste(demarche, geste), bordereau, faits)
        vu, nom = PassageVu.depuis(passage), demarche.territoire.nom
    reveiller_apres(passage.demarche_id, passage.id)
    _annoncer(vu, nom, en_json=en_json)


def _annoncer(vu: PassageVu, nom: str, *, en_json: bool) -> None:
    if en_json:
        dire_en_json(vu)
        return
    ou = f"à l'étape « {vu.vers.libelle} »" if vu.vers is vu.de else f"passe à « {vu.vers.libelle} »"
    console.print(escape(f"{nom} {ou} : {vu.libelle}, le {date_longue(vu.survenu_le)}."))


def _geste(demarche: Demarche, texte: str) -> Geste:
    valeur = texte.lower().replace("-", "_")
    if valeur in list(Geste):
        return Geste(valeur)
    possibles = ", ".join(t.geste.value for t in gestes_possibles(demarche.etape)) or "aucun"
    raise Introuvable(
        f"Le geste « {texte[:60]} » n'existe pas.",
        f"Gestes possibles à l'étape « {demarche.etape.libelle} » : {possibles}.",
        "Choisissez l'un d'eux ; « jalons gestes » dit ce que chacun demande.",
    )


def saisir(
    territoire: Territoire,
    nature: Annotated[str, typer.Argument(metavar="NATURE", help="contact, axes, reunion, fiche, vote…")],
    *,
    donnees: Donnees = None,
    fichier: Fichier = None,
    par: Par = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Enregistre une saisie : un contact, les axes, une réunion, une fiche, un vote…"""
    auteur = Auteur(auteur_demande(par), jour_demande(le), instant_present())
    bordereau = lire_donnees(donnees, fichier)
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        enregistrer(session, demarche.id, nature, bordereau, auteur)
        (suivi,) = suivre(session, [demarche], aujourd_hui())
    if en_json:
        dire_en_json(TerritoireVu.depuis(suivi))
    else:
        console.print(escape(f"{suivi.territoire.nom} : {nature} enregistré."))


def creer(territoire: Territoire, par: Par = None, le: Le = None, en_json: EnJson = False) -> None:
    """Crée la démarche d'un territoire, à l'étape « à lancer »."""
    with session_d_ecriture(par) as session:
        demarche = creer_demarche(session, territoire, jour_demande(le))
        (suivi,) = suivre(session, [demarche], aujourd_hui())
    if en_json:
        dire_en_json(TerritoireVu.depuis(suivi))
    else:
        nom, code = suivi.territoire.nom, suivi.territoire.code
        console.print(escape(f"La démarche de {nom} ({code}) est créée. Et ensuite : jalons gestes {code}"))
