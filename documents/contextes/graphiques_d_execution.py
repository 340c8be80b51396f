"""Les graphiques de l'exécution : les indicateurs face à leurs cibles, l'argent prévu, engagé, payé.

Une valeur que personne n'a donnée est un trou, jamais un zéro, et se compte à part.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from documents.contextes.axes import axes_cites, intitule_axe
from documents.contextes.commun import Contexte
from documents.contextes.graphiques import GraphiqueEcrit, SerieEcrite, court, decrire
from documents.contextes.realisations import Bilan, Execution, Releve, Releves
from documents.formats import accorder, euros, pourcent
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur

INDICATEURS_AU_PLUS = 12
LONGUEUR_DE_NOM = 44


class Situation(StrEnum):
    """Où en est un indicateur face à sa cible de l'année. Un suivi « neutre » n'a rien à atteindre."""

    ATTEINTE = "Cible atteinte"
    EN_DECA = "Cible non atteinte"
    SANS_CIBLE = "Sans cible à atteindre"
    NON_RENSEIGNE = "Non renseigné"


class IndicateurSuivi(NamedTuple):
    """Un indicateur une année : sa cible et sa valeur, en centièmes d'unité, si on les connaît."""

    axe: str
    libelle: str
    sens: str
    cible: int | None
    valeur: int | None
    sans_objet: bool = False

    @property
    def situation(self) -> Situation:
        if self.valeur is None:
            return Situation.SANS_CIBLE if self.sans_objet else Situation.NON_RENSEIGNE
        if self.cible is None or self.sens == "neutre":
            return Situation.SANS_CIBLE
        baisse = self.sens == "baisse_favorable"
        atteinte = self.valeur <= self.cible if baisse else self.valeur >= self.cible
        return Situation.ATTEINTE if atteinte else Situation.EN_DECA

    @property
    def part_de_la_cible(self) -> float | None:
        """La valeur en pour cent de la cible ; rien sans l'une ou l'autre."""
        if self.valeur is None or not self.cible:
            return None
        return round(100 * self.valeur / self.cible, 1)

    @property
    def ecart(self) -> float:
        return abs((self.part_de_la_cible or 0) - 100)


class GraphiquesDesIndicateurs(Contexte):
    """`par_axe` : combien atteignent leur cible. `face_aux_cibles` : les plus éloignés de la leur, en pour cent."""

    par_axe: GraphiqueEcrit
    face_aux_cibles: GraphiqueEcrit


class GraphiquesDeLExecution(GraphiquesDesIndicateurs):
    argent: GraphiqueEcrit


def graphiques_des_indicateurs(
    demarche: Demarche, fiches: Sequence[FicheAction], exercice: int, releves: Releves
) -> GraphiquesDesIndicateurs:
    suivis = indicateurs_suivis(fiches, exercice, releves)
    return GraphiquesDesIndicateurs(
        par_axe=situations_par_axe(demarche, fiches, suivis), face_aux_cibles=_face_aux_cibles(suivis)
    )


def graphiques_de_l_execution(
    demarche: Demarche, fiches: Sequence[FicheAction], bilan: Bilan
) -> GraphiquesDeLExecution:
    indicateurs = graphiques_des_indicateurs(demarche, fiches, bilan.exercice, bilan.releves)
    return GraphiquesDeLExecution(argent=_argent_par_axe(demarche, fiches, bilan), **dict(indicateurs))


def indicateurs_suivis(
    fiches: Iterable[FicheAction], exercice: int, releves: Releves
) -> list[IndicateurSuivi]:
    """Tous les indicateurs des fiches, dans leur ordre."""
    return [
        _suivi(fiche, indicateur, exercice, releves.get((fiche.code, indicateur.code), Releve()))
        for fiche in fiches
        for indicateur in fiche.indicateurs
    ]


def _suivi(fiche: FicheAction, indicateur: Indicateur, exercice: int, releve: Releve) -> IndicateurSuivi:
    return IndicateurSuivi(
        axe=fiche.axe,
        libelle=_nom(indicateur),
        sens=indicateur.sens,
        cible=next((c.valeur_centiemes for c in indicateur.cibles if c.annee == exercice), None),
        valeur=releve.valeur_centiemes,
        sans_objet=releve.sans_objet,
    )


def situations_par_axe(
    demarche: Demarche, fiches: Sequence[FicheAction], suivis: Sequence[IndicateurSuivi]
) -> GraphiqueEcrit:
    """Combien d'indicateurs de chaque axe sont dans chaque situation."""
    axes = [axe for axe in axes_cites(demarche, fiches) if any(s.axe == axe for s in suivis)]
    comptes = {s: [sum((x.axe, x.situation) == (axe, s) for x in suivis) for axe in axes] for s in Situation}
    categories = tuple(court(intitule_axe(demarche, axe)) for axe in axes)
    ecrits = [
        ", ".join(f"{s.value.lower()} {comptes[s][rang]}" for s in Situation if comptes[s][rang])
        for rang in range(len(axes))
    ]
    return GraphiqueEcrit(
        description=decrire("Indicateurs de chaque axe, selon leur cible", categories, ecrits),
        categories=categories,
        series=tuple(SerieEcrite(nom=s.value, valeurs=tuple(map(float, n))) for s, n in comptes.items()),
    )


def _face_aux_cibles(suivis: Iterable[IndicateurSuivi]) -> GraphiqueEcrit:
    """Les indicateurs les plus éloignés de leur cible : au-delà d'une douzaine, le graphique ne se lit plus."""
    mesures = [s for s in suivis if s.part_de_la_cible is not None]
    montres = sorted(mesures, key=lambda s: -s.ecart)[:INDICATEURS_AU_PLUS]
    parts = [s.part_de_la_cible or 0.0 for s in montres]
    quoi = "Valeur en pour cent de la cible"
    if len(mesures) > len(montres):
        quoi += (
            f", pour les {accorder(len(montres), 'indicateur', 'indicateurs')} les plus éloignés de la leur"
        )
    return GraphiqueEcrit(
        description=decrire(quoi, [s.libelle for s in montres], [pourcent(p, 0) for p in parts]),
        categories=tuple(s.libelle for s in montres),
        series=(
            SerieEcrite(nom="Cible", valeurs=(100.0,) * len(montres)),
            SerieEcrite(nom="Valeur relevée", valeurs=tuple(parts)),
        ),
    )


def _argent_par_axe(demarche: Demarche, fiches: Sequence[FicheAction], bilan: Bilan) -> GraphiqueEcrit:
    axes = [axe for axe in axes_cites(demarche, fiches) if any(f.axe == axe for f in fiches)]
    lignes = [_argent(tuple(f for f in fiches if f.axe == axe), bilan) for axe in axes]
    categories = tuple(court(intitule_axe(demarche, axe)) for axe in axes)
    ecrits = [" / ".join("—" if n is None else euros(n) for n in ligne) for ligne in lignes]
    return GraphiqueEcrit(
        description=decrire("Montants prévus, engagés et payés par axe", categories, ecrits),
        categories=categories,
        series=tuple(
            SerieEcrite(nom=nom, valeurs=tuple(None if x[n] is None else (x[n] or 0) / 100 for x in lignes))
            for n, nom in enumerate(("Prévu", "Engagé", "Payé"))
        ),
    )


def _argent(fiches: Sequence[FicheAction], bilan: Bilan) -> tuple[int, int | None, int | None]:
    executions = [bilan.executions.get(f.code, Execution()) for f in fiches]
    prevu = sum(x.total_centimes for f in fiches for x in f.budget if x.annee == bilan.exercice)
    return (
        prevu,
        _somme(e.engage_centimes for e in executions),
        _somme(e.paye_centimes for e in executions),
    )


def _somme(montants: Iterable[int | None]) -> int | None:
    """La somme de ceux que l'on connaît ; rien si l'on n'en connaît aucun."""
    connus = [m for m in montants if m is not None]
    return sum(connus) if connus else None


def _nom(indicateur: Indicateur) -> str:
    baisse = " (baisse attendue)" if indicateur.sens == "baisse_favorable" else ""
    libelle = indicateur.libelle
    if len(libelle) + len(baisse) > LONGUEUR_DE_NOM:
        libelle = f"{libelle[: LONGUEUR_DE_NOM - len(baisse) - 1].rstrip()}…"
    return f"{libelle}{baisse}"
