"""Ce que montrent les graphiques : l'argent d'un contrat, par année et par axe, avant et après un avenant.

Ils se tirent des tableaux voisins, et ne disent donc rien qu'eux. Une année sans ligne de budget est un trou, jamais
un zéro. Les montants sont en euros, parce que Word et Excel les affichent et laissent les modifier ; partout ailleurs,
ce sont des centimes.
"""

from collections.abc import Sequence

from documents.contextes.commun import Contexte
from documents.contextes.finances import LigneFinanciere, PlanDeFinancement
from documents.formats import centimes_lus

FINANCEURS = {"etat": "État", "collectivite": "Collectivité", "autres": "Autres financeurs"}


class SerieEcrite(Contexte):
    """Une série : autant de valeurs que de catégories."""

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


_VIDE = GraphiqueEcrit(description="", categories=(), series=())
SANS_GRAPHIQUE = GraphiquesDuFinancement(par_annee=_VIDE, par_axe=_VIDE)


def graphiques_des_tableaux(finances: PlanDeFinancement) -> GraphiquesDuFinancement:
    """Les deux graphiques d'un plan de financement, figé ou du jour."""
    return GraphiquesDuFinancement(
        par_annee=_empile("Histogramme des financements par année", finances.par_annee),
        par_axe=_empile("Barres des financements par axe", finances.par_axe),
    )


def en_euros(ecrit: str) -> float | None:
    """« 12,50 € » donne 12,5 ; rien pour « — »."""
    centimes = centimes_lus(ecrit)
    return None if centimes is None else centimes / 100


def court(intitule: str) -> str:
    """« Axe 2 » pour « Axe 2 – Lutter contre… » : le tableau voisin donne l'intitulé entier."""
    return intitule.partition(" – ")[0]


def decrire(quoi: str, categories: Sequence[str], valeurs: Sequence[str]) -> str:
    """« Barres des financements par axe. Axe 1 : 12 € ; Axe 2 : — . »"""
    phrases = [f"{nom} : {valeur}" for nom, valeur in zip(categories, valeurs, strict=True)]
    return f"{quoi}. {' ; '.join(phrases)}."


def _empile(quoi: str, lignes: Sequence[LigneFinanciere]) -> GraphiqueEcrit:
    categories = tuple(court(ligne.libelle) for ligne in lignes)
    titre = f"{quoi}, {', '.join(FINANCEURS.values())}"
    return GraphiqueEcrit(
        description=decrire(titre, categories, [ligne.total for ligne in lignes]),
        categories=categories,
        series=tuple(
            SerieEcrite(nom=nom, valeurs=tuple(en_euros(getattr(ligne, part)) for ligne in lignes))
            for part, nom in FINANCEURS.items()
        ),
    )
