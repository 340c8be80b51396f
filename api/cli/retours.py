"""`jalons messages relever`, `retours`, `retablir` : les courriels revenus, et les adresses qui ne reçoivent plus."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.outils import (
    EnJson,
    Par,
    auteur_demande,
    console,
    dire_en_json,
    session_d_ecriture,
    session_de_lecture,
    tableau,
)
from api.schemas.commun import Elements
from api.schemas.messages import RetourVu
from api.temps import instant_present
from documents.formats import date_courte
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier
from modeles.requetes_courriel import adresses_en_defaut, retours_de_courriel
from workflows.notifications.retours import relever as relever_le_dossier
from workflows.notifications.retours import retablir_l_adresse


class DossierDesRetours(ErreurMetier):
    """Le dossier où arrivent les courriels revenus n'est pas connu, ou ne se lit pas."""


def relever(
    dossier: Annotated[
        Path | None,
        typer.Option("--dossier", metavar="DOSSIER", help="Maildir ou fichiers .eml ; par défaut, le réglé."),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Lit les courriels revenus depuis la dernière fois ; d'ordinaire, l'exécuteur s'en charge."""
    vise = dossier or configuration().retours_de_courriel
    if vise is None:
        raise DossierDesRetours(
            "Aucun dossier n'est réglé pour les courriels revenus.",
            "JALONS_RETOURS_DE_COURRIEL est absent.",
            "Réglez-le, ou donnez --dossier.",
        )
    with session_de_lecture():
        pass  # une base qui n'est pas à jour se dit avant de lire quoi que ce soit
    try:
        releve = relever_le_dossier(vise, instant_present())
    except OSError as panne:
        raise DossierDesRetours(
            f"« {vise} » ne peut pas être lu.", f"{panne.strerror}.", "Vérifiez son chemin et ses droits."
        ) from panne
    if en_json:
        dire_en_json({genre.value: nombre for genre, nombre in releve.items()})
        return
    phrases = [f"{nombre} {genre.libelle}" for genre, nombre in releve.items()]
    console.print(", ".join(phrases) or "Rien de nouveau.")


def retours(en_json: EnJson = False) -> None:
    """Les courriels revenus, et les adresses qui ne reçoivent plus."""
    with session_de_lecture() as session:
        vus = [RetourVu.depuis(r) for r in retours_de_courriel(session)]
        defauts = list(adresses_en_defaut(session).values())
    if en_json:
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    grille = tableau("Lu le", "Genre", "Message", "Ce qu'il dit")
    for vu in vus:
        message = str(vu.message_id)[:8] if vu.message_id else "aucun"
        grille.add_row(date_courte(vu.lu_le.date()), vu.libelle, message, escape(vu.resume))
    console.print(grille if vus else "Aucun courriel n'est revenu.")
    for defaut in defauts:
        console.print(escape(f"{defaut.adresse} ne reçoit plus : {defaut.raison}"))


def retablir(
    adresse: Annotated[str, typer.Argument(metavar="ADRESSE", help="L'adresse qui reçoit de nouveau.")],
    par: Par = None,
) -> None:
    """Dit qu'une adresse reçoit de nouveau : elle n'est plus signalée."""
    with session_d_ecriture() as session:
        retablir_l_adresse(session, adresse, auteur_demande(par))
    console.print(escape(f"{adresse} n'est plus signalée."))
