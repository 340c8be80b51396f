"""`jalons etat` : où en sont les territoires, ou un territoire."""

from datetime import date
from typing import Annotated

import typer
from rich.markup import escape

from api.acces.agent import TERMINAL
from api.cli.outils import EnJson, Le, console, dire_en_json, jour_demande, session_de_lecture, tableau
from api.lectures import Filtre, Suivi, suivis, suivre
from api.pages.libelles import COULEURS
from api.schemas.commun import Elements
from api.schemas.territoires import TerritoireDetaille, TerritoireVu
from api.temps import instant_present
from documents.formats import accorder, date_courte, date_longue
from modeles.configuration import configuration
from workflows.dossier import demarche_du_territoire
from workflows.ensuite import gestes_offerts
from workflows.relances.bilan import alarmes_du_moment
from workflows.suivi import LIBELLES_PARTIES, Alerte, Couleur

TEINTES = {Couleur.VERTE: "green", Couleur.ORANGE: "dark_orange", Couleur.ROUGE: "red"}


def etat(
    territoire: Annotated[
        str | None, typer.Argument(metavar="[TERRITOIRE]", help="Code, nom ou alias ; sans lui, tous.")
    ] = None,
    le: Le = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="Seulement cette région, par exemple 76.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Dit où en sont les territoires : étape, jours, alerte, à qui la main, prochaine échéance."""
    jour = jour_demande(le)
    if territoire is None:
        _tous(region, jour, en_json=en_json)
    else:
        _un(territoire, jour, en_json=en_json)


def _tous(region: str | None, le: date, *, en_json: bool) -> None:
    with session_de_lecture() as session:
        lignes = suivis(session, Filtre(region), le, TERMINAL)
        alarmes = alarmes_du_moment(session, instant_present(), configuration())
    if en_json:
        dire_en_json(Elements(elements=[TerritoireVu.depuis(s) for s in lignes], total=len(lignes)))
        return
    if not lignes:
        console.print(
            "Aucune démarche. Créez-en une : jalons creer Gers ; ou chargez un exemple : jalons demo."
        )
        return
    grille = tableau("Territoire", "Étape", "Jours", "Alerte", "À qui la main", "Échéance")
    for suivi in lignes:
        grille.add_row(*_ligne(suivi))
    console.print(grille)
    retards = sum(s.en_retard for s in lignes)
    console.print(
        f"{accorder(len(lignes), 'territoire', 'territoires')} au {date_longue(le)}, "
        f"{retards} à surveiller ou en alerte."
    )
    for alarme in alarmes:
        console.print(escape(f"Alarme : {alarme}"))


def _ligne(suivi: Suivi) -> list[str]:
    situation = suivi.situation
    cible = f"/{situation.duree.cible_jours}" if situation.duree else ""
    return [
        escape(f"{suivi.territoire.nom} ({suivi.territoire.code})"),
        suivi.demarche.etape.libelle,
        f"{situation.jours}{cible}",
        _pastille(situation.alerte),
        situation.a_la_main,
        date_courte(situation.prochaine.le) if situation.prochaine else "",
    ]


def _pastille(alerte: Alerte) -> str:
    return f"[{TEINTES[alerte.couleur]}]{COULEURS[alerte.couleur]}[/]"


def _un(territoire: str, le: date, *, en_json: bool) -> None:
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        (suivi,) = suivre(session, [demarche], le)
        detail = TerritoireDetaille.avec_gestes(suivi, gestes_offerts(demarche, le))
    if en_json:
        dire_en_json(detail)
    else:
        _raconter(suivi, detail)


def _raconter(suivi: Suivi, detail: TerritoireDetaille) -> None:
    situation = suivi.situation
    console.print(
        f"[bold]{escape(detail.nom)} ({detail.code})[/] : {detail.libelle}, {_pastille(situation.alerte)}"
    )
    console.print(escape(situation.alerte.raison))
    for alerte in situation.alertes:
        if alerte != situation.alerte:
            console.print(escape(f"- {alerte.raison}"))
    console.print(f"À qui la main : {situation.a_la_main}.")
    if prochaine := situation.prochaine:
        a_qui = LIBELLES_PARTIES[prochaine.a_qui]
        console.print(escape(f"Échéance du {date_longue(prochaine.le)} ({a_qui}) : {prochaine.libelle}."))
    if detail.en_preparation:
        console.print(
            f"Documents en préparation : {accorder(detail.en_preparation, 'élément', 'éléments')} à venir."
        )
    if detail.et_ensuite:
        console.print(f"Et ensuite : {detail.et_ensuite.libelle}.")
        for obstacle in detail.et_ensuite.obstacles:
            console.print(escape(f"- {obstacle.message} : {obstacle.remede}"))
