"""Ce que montrent les graphiques : l'argent d'un contrat, par année et par axe.

Une année sans ligne de budget est un trou, jamais un zéro. Les montants sont en euros, parce que Word et Excel
les affichent et laissent les modifier ; partout ailleurs, ce sont des centimes.
"""

from collections.abc import Iterable, Sequence

from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.commun import Contexte
from documents.contextes.finances import RIEN, Somme
from documents.formats import euros
from modeles.demarche import Demarche
from modeles.fiche import FicheAction

# Dans l'ordre des parts d'une `Somme`.
FINANCEURS = ("État", "Collectivité", "Autres financeurs")


class SerieEcrite(Contexte):
    """Une série : autant de valeurs que de catégories, en euros."""

    nom: str
    valeurs: tuple[float | None, ...]


class GraphiqueEcrit(Contexte):
    """Un graphique ; `description` le dit à qui ne le voit pas."""

    description: str
    categories: tuple[str, ...]
    series: tuple[SerieEcrite, ...]


class GraphiquesDuFinancement(Contexte):
    par_annee: GraphiqueEcrit
    par_axe: GraphiqueEcrit


def graphiques_du_financement(demarche: Demarche, fiches: Sequence[FicheAction]) -> GraphiquesDuFinancement:
    """Les deux graphiques des fiches données ; une année budgétée hors du contrat y paraît aussi."""
    lignes = [ligne for fiche in fiches for ligne in fiche.budget]
    annees = sorted({*demarche.annees, *(x.annee for x in lignes)})
    axes = axes_cites(demarche, fiches)
    return GraphiquesDuFinancement(
        par_annee=_graphique(
            "Histogramme des financements par année",
            [(str(annee), Somme.de(x for x in lignes if x.annee == annee)) for annee in annees],
        ),
        par_axe=_graphique(
            "Barres des financements par axe",
            [
                (
                    _court(intitule_axe(demarche, axe)),
                    Somme.de(x for f in fiches if f.axe == axe for x in f.budget),
                )
                for axe in axes
            ],
        ),
    )


def _graphique(quoi: str, sommes: Iterable[tuple[str, Somme]]) -> GraphiqueEcrit:
    gardees = list(sommes)
    phrases = [f"{nom} : {euros(s.total) if s.lignes else RIEN}" for nom, s in gardees]
    return GraphiqueEcrit(
        description=f"{quoi}, {', '.join(FINANCEURS)}. {' ; '.join(phrases)}.",
        categories=tuple(nom for nom, _ in gardees),
        series=tuple(
            SerieEcrite(nom=nom, valeurs=tuple(s[rang] / 100 if s.lignes else None for _, s in gardees))
            for rang, nom in enumerate(FINANCEURS)
        ),
    )


def _court(intitule: str) -> str:
    """« Axe 2 » pour « Axe 2 – Lutter contre… » : le tableau voisin donne l'intitulé entier."""
    return intitule.partition(" – ")[0]
