"""`jalons documents manquants`, `jalons documents brouillon` : ce qui serait vide, avant de produire."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.brouillons import brouillon_demande
from api.cli.outils import (
    EnJson,
    Le,
    Territoire,
    creer_fichier,
    dire_en_json,
    jour_demande,
    session_de_lecture,
)
from api.gabarits import dossier_des_gabarits
from api.lisible import exiger_lisible
from api.schemas.attendus import DocumentAttenduVu
from api.schemas.commun import Elements
from documents.formats import accorder
from workflows.documents_attendus import documents_attendus
from workflows.dossier import demarche_du_territoire

# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
phrases = Console(soft_wrap=True, highlight=False)


def manquants(
    territoire: Territoire,
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help="Un document, par exemple D16 ; sinon, ceux de l'étape."),
    ] = None,
    le: Le = None,
    en_json: EnJson = False,
) -> None:
    """Liste, avant de les produire, les documents à venir et ce qui y serait vide."""
    exiger_lisible(code)
    jour = jour_demande(le)
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        vus = [DocumentAttenduVu.depuis(d) for d in documents_attendus(demarche, jour, code)]
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    for vu in vus:
        _montrer(vu)
    if not vus:
        phrases.print("Aucun document à venir : le dossier n'a encore rien sur quoi l'écrire.")
        return
    bloques = sum(vu.bloque for vu in vus)
    phrases.print(
        f"{accorder(len(vus), 'document à venir', 'documents à venir')}, {bloques} à compléter d'abord."
    )


def _montrer(vu: DocumentAttenduVu) -> None:
    objet = f", {vu.objet}" if vu.objet else ""
    etat = "à compléter d'abord" if vu.bloque else "encore un projet" if vu.projet else "peut être produit"
    phrases.print(f"[bold]{vu.code} {escape(vu.titre + objet)}[/] : {etat}", style="red" if vu.bloque else "")
    for manque in vu.manques:
        signe = "x" if manque.requis else "-"
        phrases.print(escape(f"  {signe} {manque.quoi}. {manque.remede}"))


def brouillon(
    territoire: Territoire,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Le code du document, par exemple D16.")],
    sujet: Annotated[
        str | None,
        typer.Option("--sujet", metavar="SUJET", help="Sur quoi il porte, s'il y a le choix : « fiche:… »."),
    ] = None,
    vers: Annotated[
        Path | None, typer.Option("--vers", metavar="FICHIER", help="Le fichier à créer ; sinon, ici.")
    ] = None,
    le: Le = None,
) -> None:
    """Écrit un document avec ce que l'on sait ; ce qui manque y est sur fond jaune. Rien n'est inscrit."""
    exiger_lisible([code, sujet])
    jour = jour_demande(le)
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        gabarits = dossier_des_gabarits(session, demarche.territoire.region)
        fait = brouillon_demande(demarche, code, sujet, jour, gabarits)
    fichier = vers or Path(fait.nom)
    creer_fichier(fichier, fait.octets)
    phrases.print(escape(f"Le brouillon est prêt : {fichier}"))
