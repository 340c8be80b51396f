"""`jalons demo` : jouer les seize histoires d'Occitanie, sous les yeux de la personne."""

import json
from collections.abc import Callable
from typing import Annotated

import typer
from rich.live import Live
from rich.table import Table

from api.cli.outils import EnJson, console, session_de_lecture, tableau
from api.documents_annuels import l_atelier
from api.temps import aujourd_hui
from modeles.configuration import configuration
from modeles.erreurs import ErreurMetier, Introuvable
from modeles.reference.registre import registre
from workflows.demonstration.annees import raconter_les_annees
from workflows.demonstration.deroulement import Nouvelle, derouler
from workflows.demonstration.histoires import Histoire
from workflows.demonstration.region import HISTOIRES
from workflows.demonstration.relances import raconter_les_relances
from workflows.demonstration.scene import demonstration_voulue
from workflows.demonstration.suites import ReveilParPrefect, accomplir_sur_place

Territoires = Annotated[
    str | None,
    typer.Option(metavar="LISTE", help="Les territoires à jouer, par exemple 32,Toulouse ; sinon tous."),
]
SansAttendre = Annotated[
    bool, typer.Option("--sans-attendre", help="Rend la main sans attendre les derniers documents.")
]
SurPlace = Annotated[
    bool, typer.Option("--sur-place", help="Produit les documents dans ce processus, sans Prefect.")
]
AuBesoin = Annotated[
    bool, typer.Option("--au-besoin", help="Ne fait rien si la base contient déjà autre chose qu'elle.")
]


class PrefectJamaisDemarre(ErreurMetier):
    """Sans Prefect, les gestes se feraient, mais aucun document ne suivrait."""

    def __init__(self) -> None:
        super().__init__(
            "La démonstration ne peut pas être jouée.",
            "Jalons n'a encore jamais été lancé avec ces données : personne ne produirait les documents.",
            "Lancez Jalons (make lancer), puis recommencez.",
        )


def demo(
    territoires: Territoires = None,
    sans_attendre: SansAttendre = False,
    sur_place: SurPlace = False,
    au_besoin: AuBesoin = False,
    en_json: EnJson = False,
) -> None:
    """Joue la démonstration : seize territoires d'Occitanie, personnes, dates et montants fictifs.

    Interrompue, elle reprend où elle en était ; rien n'est fait deux fois. Une démarche réelle n'est jamais
    touchée, et un territoire que vous avez repris en main vous est laissé.
    """
    if configuration().api_prefect is None and not sur_place:
        raise PrefectJamaisDemarre
    histoires = _choisir(territoires or configuration().demonstration_de)
    with session_de_lecture() as session:
        if au_besoin and not demonstration_voulue(session, aujourd_hui()):
            return
    with Affichage(histoires, en_json) as affichage:
        reussie = derouler(
            histoires,
            aujourd_hui(),
            accomplir_sur_place if sur_place else ReveilParPrefect(),
            affichage.annoncer,
            attendre_la_fin=not sans_attendre,
        )
    if not reussie:
        raise typer.Exit(1)
    raconter_les_annees(aujourd_hui(), l_atelier())
    raconter_les_relances(aujourd_hui(), l_atelier())


def _choisir(textes: str | None) -> dict[str, Histoire]:
    if textes is None:
        return HISTOIRES
    fiches = [registre().trouver_territoire(texte.strip()) for texte in textes.split(",")]
    if inconnus := [fiche.nom for fiche in fiches if fiche.code not in HISTOIRES]:
        raise Introuvable(
            f"La démonstration ne raconte rien pour : {', '.join(inconnus)}.",
            "Elle se joue sur les seize territoires d'Occitanie.",
            f"Choisissez parmi : {', '.join(registre().territoire(code).nom for code in HISTOIRES)}.",
        )
    return {fiche.code: HISTOIRES[fiche.code] for fiche in fiches}


class Affichage:
    """Un tableau vivant sur un terminal ; ailleurs, une ligne par chapitre, en français ou en JSON."""

    def __init__(self, histoires: dict[str, Histoire], en_json: bool) -> None:
        self.lignes: dict[str, Nouvelle | None] = dict.fromkeys(histoires)
        self.annoncer: Callable[[Nouvelle], None] = _en_json if en_json else _en_une_phrase
        self.tableau: Live | None = None
        if not en_json and console.is_terminal:
            self.annoncer = self._rafraichir
            self.tableau = Live(self._table(), console=console, refresh_per_second=4)

    def __enter__(self) -> "Affichage":
        if self.tableau:
            self.tableau.start()
        return self

    def __exit__(self, *_erreur: object) -> None:
        if self.tableau:
            self.tableau.stop()
            for nouvelle in self.lignes.values():
                if nouvelle and nouvelle.erreur:
                    console.print(f"{nouvelle.nom} : {nouvelle.erreur}")

    def _rafraichir(self, nouvelle: Nouvelle) -> None:
        self.lignes[nouvelle.territoire] = nouvelle
        if self.tableau:
            self.tableau.update(self._table())

    def _table(self) -> Table:
        table = tableau("Territoire", "Étape", "Dernier chapitre", "Joué", "Documents")
        table.title = "Personnes, dates et montants fictifs"
        for code, n in self.lignes.items():
            if n is None:
                table.add_row(registre().territoire(code).nom, "…", "", "", "")
            else:
                ou = "arrêté" if n.erreur else n.etape
                table.add_row(n.nom, ou, n.chapitre, f"{n.joues}/{n.chapitres}", str(n.documents))
        return table


def _en_une_phrase(nouvelle: Nouvelle) -> None:
    suite = f" Arrêtée : {nouvelle.erreur}" if nouvelle.erreur else ""
    typer.echo(
        f"{nouvelle.nom} ({nouvelle.joues}/{nouvelle.chapitres}) : {nouvelle.chapitre}, "
        f"étape « {nouvelle.etape} », {nouvelle.documents} documents.{suite}"
    )


def _en_json(nouvelle: Nouvelle) -> None:
    typer.echo(json.dumps(nouvelle._asdict(), ensure_ascii=False))
