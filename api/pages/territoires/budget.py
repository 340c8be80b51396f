"""Le budget d'une fiche pendant qu'on l'écrit : totaux, parité, ce qui reste de l'enveloppe."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.valeurs import lire_montant
from documents.formats import euros
from modeles.demarche import Demarche
from modeles.reference.registre import registre
from workflows.calculs.repartition import TOLERANCE_PARITE_CENTIMES, parite_respectee
from workflows.regles.finances import enveloppe_de, fiches_retenues, part_etat

PARTS = ("part_etat_centimes", "part_collectivite_centimes", "autres_centimes")


class AnneeDeBudget(NamedTuple):
    """`disponible` : le plafond de l'année, moins ce que les autres fiches demandent ; vide s'il est inconnu."""

    annee: int
    parts: tuple[int, ...]
    disponible: int | None
    remarques: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.parts)

    @property
    def reste(self) -> int | None:
        return None if self.disponible is None else self.disponible - self.parts[0]


class BudgetEnCours(NamedTuple):
    """Ce que la page recalcule à chaque frappe, et que le serveur calcule pareil."""

    annees: tuple[AnneeDeBudget, ...]
    parite: bool
    stricte: bool
    tolerance: int = TOLERANCE_PARITE_CENTIMES

    @property
    def parts(self) -> tuple[int, ...]:
        return tuple(sum(a.parts[n] for a in self.annees) for n in range(len(PARTS)))

    @property
    def total(self) -> int:
        return sum(self.parts)


def budget_en_cours(formulaire: Formulaire, demarche: Demarche, code: str) -> BudgetEnCours:
    """Le budget tel qu'il est tapé ; une case illisible y compte pour rien, et le dit à sa place."""
    contrat = registre().type_de_contrat(demarche.type_contrat)
    parite, stricte = bool(contrat.parite), contrat.parite_stricte
    autres = [f for f in fiches_retenues(demarche) if f.code != code]
    annees = []
    for annee in demarche.annees:
        parts = tuple(_lu(formulaire.saisie.texte(f"budget.{annee}.{part}")) for part in PARTS)
        enveloppe = enveloppe_de(demarche, annee)
        moyens = enveloppe.plafond_centimes + enveloppe.reliquat_centimes if enveloppe else None
        disponible = None if moyens is None else moyens - part_etat(autres, annee)
        remarques = _remarques(parts, disponible, parite=parite, stricte=stricte)
        annees.append(AnneeDeBudget(annee, parts, disponible, tuple(remarques)))
    return BudgetEnCours(tuple(annees), parite, stricte)


def _lu(texte: str) -> int:
    try:
        return lire_montant(texte) if texte.strip() else 0
    except ValueError:
        return 0


def _remarques(parts: tuple[int, ...], disponible: int | None, *, parite: bool, stricte: bool) -> list[str]:
    etat, collectivite, _ = parts
    remarques = []
    if parite and not parite_respectee(etat, collectivite, stricte):
        quoi = "ne sont pas à parité" if stricte else "dépassent la parité"
        remarques.append(f"Les parts {quoi} : l'État {euros(etat)}, la collectivité {euros(collectivite)}.")
    if disponible is not None and etat > disponible:
        remarques.append(
            f"La part de l'État dépasse ce qui reste de l'enveloppe de {euros(etat - disponible)}."
        )
    return remarques


def reperes(budget: BudgetEnCours) -> Mapping[str, Any]:
    """Ce que le script doit savoir pour recalculer comme le serveur."""
    return {
        "parite": budget.parite,
        "stricte": budget.stricte,
        "tolerance": budget.tolerance,
        "disponible": {str(a.annee): a.disponible for a in budget.annees},
    }
