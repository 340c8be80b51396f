"""Ce qu'un contrat doit dire d'un exercice : quels indicateurs, et ce qui vaut réponse."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import StatutFiche
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.indicateurs import par_rapport

S = StatutValeur
# Une fiche inscrite au contrat : la signature a figé ses indicateurs et ses cibles.
FICHES_FIGEES = (StatutFiche.CONTRACTUALISEE, StatutFiche.EN_COURS, StatutFiche.ACHEVEE)
CHIFFREES = (S.ZERO_REEL, S.PROVISOIRE, S.SAISI, S.VERIFIE, S.VALIDE, S.RECTIFIE)
ORIGINE_ECHEANCE = "échéance"


class Completude(NamedTuple):
    """Combien d'indicateurs ont reçu une réponse, sur combien d'attendus."""

    repondus: int
    attendus: int

    @property
    def pour_cent(self) -> int:
        """La part répondue, arrondie vers le bas ; rien d'attendu, tout est répondu."""
        return 100 * self.repondus // self.attendus if self.attendus else 100

    def __str__(self) -> str:
        return f"{self.repondus} sur {self.attendus}"


def fiches_suivies(demarche: Demarche, exercice: int) -> list[FicheAction]:
    """Les fiches du contrat dont l'exercice est couvert."""
    return [f for f in demarche.fiches if f.statut in FICHES_FIGEES and exercice in f.annees]


def est_calcule(indicateur: Indicateur) -> bool:
    """Vrai si son numérateur et son dénominateur sont d'autres indicateurs de la fiche : il s'en déduit."""
    codes = {i.code for i in indicateur.fiche.indicateurs if not par_rapport(i)}
    return par_rapport(indicateur) and {indicateur.numerateur, indicateur.denominateur} <= codes


def indicateurs_attendus(demarche: Demarche, exercice: int) -> list[Indicateur]:
    """Les indicateurs que la collectivité doit renseigner, dans l'ordre des fiches ; sans ceux qui se calculent."""
    return [i for f in fiches_suivies(demarche, exercice) for i in f.indicateurs if not est_calcule(i)]


def repond(valeur: ValeurIndicateur | None) -> bool:
    """Vrai d'un chiffre ou d'une absence expliquée par quelqu'un ; ni d'un silence, ni d'un chiffre contesté."""
    if valeur is None or valeur.statut is S.CONTESTE:
        return False
    return valeur.statut is not S.NON_RENSEIGNE or valeur.origine != ORIGINE_ECHEANCE


def completude(attendus: Iterable[Indicateur], courantes: Mapping[UUID, ValeurIndicateur]) -> Completude:
    """`courantes` : la dernière valeur de chaque indicateur pour l'exercice."""
    reponses = [repond(courantes.get(i.id)) for i in attendus]
    return Completude(sum(reponses), len(reponses))


def manquants(attendus: Sequence[Indicateur], courantes: Mapping[UUID, ValeurIndicateur]) -> list[Indicateur]:
    """Les indicateurs qui attendent encore une réponse."""
    return [i for i in attendus if not repond(courantes.get(i.id))]
