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
from workflows.calculs.indicateurs import par_rapport, rapport_centiemes

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


def est_calcule(indicateur: Indicateur, fiche: FicheAction | None = None) -> bool:
    """Vrai si son numérateur et son dénominateur sont d'autres indicateurs de la fiche : il s'en déduit.

    Qui lit toute une région donne la `fiche` : remonter à elle depuis des milliers d'indicateurs ferme autant
    de cycles, et le ramasse-miettes de CPython 3.11 en tombe (faute de segmentation constatée).
    """
    if not par_rapport(indicateur):
        return False
    codes = {i.code for i in (fiche or indicateur.fiche).indicateurs if not par_rapport(i)}
    return {indicateur.numerateur, indicateur.denominateur} <= codes


def indicateurs_attendus(demarche: Demarche, exercice: int) -> list[Indicateur]:
    """Les indicateurs que la collectivité doit renseigner, dans l'ordre des fiches ; sans ceux qui se calculent."""
    return [i for f in fiches_suivies(demarche, exercice) for i in f.indicateurs if not est_calcule(i, f)]


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


AVANCEMENT = (S.PROVISOIRE, S.SAISI, S.ZERO_REEL, S.RECTIFIE, S.VERIFIE, S.VALIDE)


class Connue(NamedTuple):
    """Ce qu'on sait d'un indicateur, saisi ou calculé, en centièmes."""

    statut: StatutValeur
    valeur: int | None = None
    numerateur: int | None = None
    denominateur: int | None = None
    texte: str | None = None


def connue(
    indicateur: Indicateur, courantes: Mapping[UUID, ValeurIndicateur], fiche: FicheAction | None = None
) -> Connue | None:
    """La valeur d'un indicateur ; None s'il n'en a pas, ou s'il se calcule et qu'un terme manque.

    `fiche` : la sienne, si on la connaît (voir `est_calcule`).
    """
    if est_calcule(indicateur, fiche):
        return _deriver(indicateur, fiche or indicateur.fiche, courantes)
    v = courantes.get(indicateur.id)
    if v is None:
        return None
    return Connue(v.statut, v.valeur_centiemes, v.numerateur_centiemes, v.denominateur_centiemes, v.texte)


def _deriver(
    indicateur: Indicateur, fiche: FicheAction, courantes: Mapping[UUID, ValeurIndicateur]
) -> Connue | None:
    """Un terme manquant, contesté ou nul au dénominateur : rien. Le statut est celui du moins avancé des deux."""
    par_code = {i.code: courantes.get(i.id) for i in fiche.indicateurs}
    termes = [par_code.get(c or "") for c in (indicateur.numerateur, indicateur.denominateur)]
    chiffres = [(t.statut, t.valeur_centiemes) for t in termes if t is not None and t.statut in CHIFFREES]
    match chiffres:
        case [(du_numerateur, int(numerateur)), (du_denominateur, int(denominateur))] if denominateur > 0:
            statut = min(du_numerateur, du_denominateur, key=AVANCEMENT.index)
            valeur = rapport_centiemes(numerateur, denominateur, indicateur.unite)
            return Connue(statut, valeur, numerateur, denominateur)
    return None
