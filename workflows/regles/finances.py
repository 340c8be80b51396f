"""Les contrôles d'argent (FIN-*) : plafond, parité, équilibre, double financement (§ 10 et § 17)."""

from collections.abc import Iterator

from documents.formats import euros
from modeles.demarche import Demarche
from modeles.enveloppe import Enveloppe
from modeles.erreurs import Obstacle
from modeles.fiche import FicheAction, LigneBudget
from modeles.reference.registre import registre
from workflows.calculs.repartition import TOLERANCE_PARITE_CENTIMES, parite_respectee
from workflows.calculs.ressemblance import se_ressemblent
from workflows.regles.controles import constat


def enveloppe_de(demarche: Demarche, annee: int) -> Enveloppe | None:
    """L'enveloppe en vigueur d'une année, si elle est connue."""
    return next((e for e in demarche.enveloppes if e.annee == annee and e.remplacee_le is None), None)


def fiches_retenues(demarche: Demarche) -> list[FicheAction]:
    """Les fiches qui comptent dans le contrat."""
    return [f for f in demarche.fiches if f.retenue]


def part_etat(fiches: list[FicheAction], annee: int | None = None) -> int:
    """La part de l'État, en centimes, pour une année ou pour toutes."""
    lignes = [ligne for fiche in fiches for ligne in fiche.budget]
    return sum(x.part_etat_centimes for x in lignes if annee is None or x.annee == annee)


def obstacles_financiers(demarche: Demarche) -> Iterator[Obstacle]:
    """Tous les contrôles d'argent d'une démarche."""
    fiches = fiches_retenues(demarche)
    yield from _plafonds(demarche, fiches)
    if registre().type_de_contrat(demarche.type_contrat).parite:
        for fiche in fiches:
            yield from _parite(demarche, fiche)
    for fiche in fiches:
        yield from _annees_budgetees(fiche)
        yield from _double_financement(demarche, fiche)


def _plafonds(demarche: Demarche, fiches: list[FicheAction]) -> Iterator[Obstacle]:
    for annee in demarche.annees:
        enveloppe, somme = enveloppe_de(demarche, annee), part_etat(fiches, annee)
        if enveloppe is None or somme <= enveloppe.plafond_centimes + enveloppe.reliquat_centimes:
            continue
        depassement = somme - enveloppe.plafond_centimes - enveloppe.reliquat_centimes
        yield constat(
            "FIN-01",
            f"en {annee}, les fiches demandent {euros(somme)} à l'État pour un plafond de "
            f"{euros(enveloppe.plafond_centimes + enveloppe.reliquat_centimes)} "
            f"(dépassement de {euros(depassement)})",
            "Réduisez ou reportez des fiches, ou saisissez l'enveloppe révisée.",
            f"enveloppe:{annee}",
        )


def _parite(demarche: Demarche, fiche: FicheAction) -> Iterator[Obstacle]:
    stricte = registre().type_de_contrat(demarche.type_contrat).parite_stricte
    for ligne in fiche.budget:
        if not parite_respectee(ligne.part_etat_centimes, ligne.part_collectivite_centimes, stricte):
            yield _parite_rompue(fiche, ligne)


def _parite_rompue(fiche: FicheAction, ligne: LigneBudget) -> Obstacle:
    return constat(
        "FIN-02",
        f"fiche {fiche.code}, {ligne.annee} : la part de l'État ({euros(ligne.part_etat_centimes)}) "
        f"et celle de la collectivité ({euros(ligne.part_collectivite_centimes)}) ne sont pas à parité",
        "Augmentez la part de la collectivité ou réduisez celle de l'État.",
        f"fiche:{fiche.code}",
    )


def _annees_budgetees(fiche: FicheAction) -> Iterator[Obstacle]:
    budgetees = {ligne.annee for ligne in fiche.budget if ligne.total_centimes > 0}
    for annee in sorted(budgetees ^ set(fiche.annees)):
        ce_qui_cloche = "n'a pas de budget" if annee in fiche.annees else "a un budget hors de sa période"
        yield constat(
            "FIN-05",
            f"la fiche {fiche.code} {ce_qui_cloche} en {annee}",
            "Vérifiez la période et le budget de la fiche.",
            f"fiche:{fiche.code}",
        )


def _double_financement(demarche: Demarche, fiche: FicheAction) -> Iterator[Obstacle]:
    autres = demarche.territoire.demarches if demarche.territoire else []
    for autre in autres:
        if autre.id == demarche.id:
            continue
        for jumelle in fiches_retenues(autre):
            if set(jumelle.annees) & set(fiche.annees) and se_ressemblent(jumelle.titre, fiche.titre):
                yield constat(
                    "FIN-06",
                    f"la fiche {fiche.code} finance la même action que la fiche {jumelle.code} "
                    "d'une autre convention, sur la même période",
                    "Retirez l'une des deux, ou précisez ce qui les distingue.",
                    f"fiche:{fiche.code}",
                )


def obstacles_d_equilibre(demarche: Demarche) -> Iterator[Obstacle]:
    """FIN-03 : la somme des fiches est encore le montant du projet figé."""
    if not demarche.projets:
        return
    fige = int(demarche.projets[-1].contenu.get("montant_etat_centimes", 0))
    somme = part_etat(fiches_retenues(demarche))
    if abs(somme - fige) > TOLERANCE_PARITE_CENTIMES:
        yield constat(
            "FIN-03",
            f"les fiches demandent {euros(somme)} à l'État, le projet figé en prévoit {euros(fige)}",
            "Figez un nouveau projet, ou remettez les fiches au montant convenu.",
            "projet",
        )
