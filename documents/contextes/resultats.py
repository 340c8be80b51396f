"""Ce que plusieurs exercices d'un contrat ont donné : par axe, par année, en nombres et en graphiques.

On n'additionne que ce que l'on connaît, et l'on dit combien de fiches le disent.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from documents.contextes.attendus import NON_RENSEIGNE
from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.commun import Contexte
from documents.contextes.graphiques import GraphiqueEcrit, SerieEcrite, decrire
from documents.contextes.graphiques_d_execution import (
    IndicateurSuivi,
    Situation,
    indicateurs_suivis,
    situations_par_axe,
)
from documents.contextes.realisations import Execution, Releves
from documents.formats import euros, pourcent
from modeles.demarche import Demarche
from modeles.fiche import FicheAction


class ExerciceRealise(NamedTuple):
    """Un exercice échu ; `executions` : par code de fiche."""

    annee: int
    releves: Releves
    executions: Mapping[str, Execution]


class AxeEvalue(Contexte):
    """`connues` : « 5 sur 6 » paiements connus, une fiche et une année chacun.

    `renseignes` et `atteintes` comptent les indicateurs du dernier exercice.
    """

    intitule: str
    fiches: int
    prevu: str
    paye: str
    connues: str
    renseignes: str
    atteintes: str


class ExerciceEvalue(Contexte):
    """`taux` : la part payée du prévu ; non renseigné tant qu'un seul paiement manque."""

    annee: str
    prevu: str
    paye: str
    connues: str
    taux: str


class GraphiquesDeLEvaluation(Contexte):
    par_axe: GraphiqueEcrit
    argent: GraphiqueEcrit


class Argent(NamedTuple):
    """Le prévu, et le payé des couples (fiche, année) qui le donnent."""

    prevu: int
    payes: tuple[int | None, ...]

    @property
    def paye(self) -> int | None:
        connus = [p for p in self.payes if p is not None]
        return sum(connus) if connus else None

    @property
    def connues(self) -> str:
        return f"{sum(p is not None for p in self.payes)} sur {len(self.payes)}"

    @property
    def taux(self) -> str:
        if not self.prevu or None in self.payes:
            return NON_RENSEIGNE
        return pourcent(100 * (self.paye or 0) / self.prevu, 0)


def axes_evalues(
    demarche: Demarche, fiches: Sequence[FicheAction], exercices: Sequence[ExerciceRealise]
) -> tuple[AxeEvalue, ...]:
    """Dans l'ordre du contrat ; un axe sans fiche y est aussi."""
    suivis = suivis_de(fiches, exercices[-1])
    return tuple(
        _axe(
            intitule_axe(demarche, axe),
            [f for f in fiches if f.axe == axe],
            exercices,
            [s.situation for s in suivis if s.axe == axe],
        )
        for axe in axes_cites(demarche, fiches)
    )


def exercices_evalues(
    fiches: Sequence[FicheAction], exercices: Iterable[ExerciceRealise]
) -> tuple[ExerciceEvalue, ...]:
    return tuple(_exercice(argent_de(fiches, [e]), e.annee) for e in exercices)


def graphiques_de_l_evaluation(
    demarche: Demarche, fiches: Sequence[FicheAction], exercices: Sequence[ExerciceRealise]
) -> GraphiquesDeLEvaluation:
    """Les indicateurs du dernier exercice face à leurs cibles ; l'argent, année par année."""
    return GraphiquesDeLEvaluation(
        par_axe=situations_par_axe(demarche, fiches, suivis_de(fiches, exercices[-1])),
        argent=_argent_par_annee(fiches, exercices),
    )


def suivis_de(fiches: Sequence[FicheAction], exercice: ExerciceRealise) -> list[IndicateurSuivi]:
    actives = [f for f in fiches if exercice.annee in f.annees]
    return indicateurs_suivis(actives, exercice.annee, exercice.releves)


def argent_de(fiches: Sequence[FicheAction], exercices: Iterable[ExerciceRealise]) -> Argent:
    """Ce que ces fiches devaient coûter ces années-là, et ce qui en a été payé."""
    couples = [(f, e) for e in exercices for f in fiches if e.annee in f.annees]
    prevu = sum(x.total_centimes for f, e in couples for x in f.budget if x.annee == e.annee)
    return Argent(prevu, tuple(e.executions.get(f.code, Execution()).paye_centimes for f, e in couples))


def _axe(
    intitule: str,
    fiches: Sequence[FicheAction],
    exercices: Sequence[ExerciceRealise],
    situations: Sequence[Situation],
) -> AxeEvalue:
    argent = argent_de(fiches, exercices)
    juges = situations.count(Situation.ATTEINTE) + situations.count(Situation.EN_DECA)
    renseignes = len(situations) - situations.count(Situation.NON_RENSEIGNE)
    return AxeEvalue(
        intitule=intitule,
        fiches=len(fiches),
        prevu=euros(argent.prevu),
        paye=_montant(argent.paye),
        connues=argent.connues,
        renseignes=f"{renseignes} sur {len(situations)}",
        atteintes=f"{situations.count(Situation.ATTEINTE)} sur {juges}",
    )


def _exercice(argent: Argent, annee: int) -> ExerciceEvalue:
    return ExerciceEvalue(
        annee=str(annee),
        prevu=euros(argent.prevu),
        paye=_montant(argent.paye),
        connues=argent.connues,
        taux=argent.taux,
    )


def _argent_par_annee(fiches: Sequence[FicheAction], exercices: Sequence[ExerciceRealise]) -> GraphiqueEcrit:
    argents = [argent_de(fiches, [e]) for e in exercices]
    categories = tuple(str(e.annee) for e in exercices)
    ecrits = [f"{euros(a.prevu)} prévus, {_montant(a.paye)} payés" for a in argents]
    payes = tuple(None if a.paye is None else a.paye / 100 for a in argents)
    return GraphiqueEcrit(
        description=decrire("Montants prévus et payés par exercice", categories, ecrits),
        categories=categories,
        series=(
            SerieEcrite(nom="Prévu", valeurs=tuple(a.prevu / 100 for a in argents)),
            SerieEcrite(nom="Payé", valeurs=payes),
        ),
    )


def _montant(centimes: int | None) -> str:
    return NON_RENSEIGNE if centimes is None else euros(centimes)
