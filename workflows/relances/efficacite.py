"""Les relances servent-elles ? Les réponses qui suivent chaque niveau, et les retards par territoire et par année."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

SUIVI_JOURS = 7
# Le libellé d'une tranche de retard, et son dernier jour.
TRANCHES: tuple[tuple[str, int], ...] = (
    ("à l'heure", 0),
    ("1 à 7 jours", 7),
    ("8 à 15 jours", 15),
    ("16 à 30 jours", 30),
    ("31 à 60 jours", 60),
)
AU_DELA, SANS_REPONSE = "plus de 60 jours", "sans réponse"
LIBELLES_DES_TRANCHES = (*(libelle for libelle, _ in TRANCHES), AU_DELA, SANS_REPONSE)


class Envoyee(NamedTuple):
    """Une relance partie."""

    niveau: str
    le: date


class Reponse(NamedTuple):
    """Une échéance d'un territoire, ce qu'on lui a envoyé, et le jour de la réponse s'il y en a une."""

    code: str
    territoire: str
    exercice: int
    due_le: date
    recu_le: date | None
    envoyees: Sequence[Envoyee] = ()


class EffetDuNiveau(NamedTuple):
    """`suivies` : les réponses arrivées dans les sept jours. `delai` : la médiane jusqu'à la réponse, en jours."""

    niveau: str
    parties: int
    suivies: int
    delai: float | None

    @property
    def pour_cent(self) -> int | None:
        """La part des envois suivis d'une réponse ; None s'il n'y a eu aucun envoi."""
        return round(100 * self.suivies / self.parties) if self.parties else None


class RetardsDuTerritoire(NamedTuple):
    """Combien d'échéances d'un territoire, pour un exercice, dans chaque tranche de retard."""

    code: str
    territoire: str
    exercice: int
    tranches: dict[str, int]


def effets_par_niveau(reponses: Iterable[Reponse], niveaux: Sequence[str] = ()) -> list[EffetDuNiveau]:
    """L'effet de chaque niveau, dans l'ordre donné puis par code. Une réponse n'est comptée qu'une fois."""
    parties: Counter[str] = Counter()
    delais: dict[str, list[int]] = {}
    for reponse in reponses:
        parties.update(e.niveau for e in reponse.envoyees)
        if (derniere := derniere_avant(reponse)) is not None and reponse.recu_le is not None:
            delais.setdefault(derniere.niveau, []).append((reponse.recu_le - derniere.le).days)
    ordre = [*niveaux, *sorted(set(parties) - set(niveaux))]
    return [_effet(niveau, parties[niveau], delais.get(niveau, [])) for niveau in ordre if parties[niveau]]


def derniere_avant(reponse: Reponse) -> Envoyee | None:
    """La dernière relance partie avant la réponse : c'est à elle qu'on l'attribue."""
    if reponse.recu_le is None:
        return None
    avant = [e for e in reponse.envoyees if e.le <= reponse.recu_le]
    return max(avant, key=lambda e: e.le, default=None)


def _effet(niveau: str, parties: int, delais: Sequence[int]) -> EffetDuNiveau:
    suivies = sum(d <= SUIVI_JOURS for d in delais)
    return EffetDuNiveau(niveau, parties, suivies, median(delais) if delais else None)


def retards_par_territoire(reponses: Iterable[Reponse], le: date) -> list[RetardsDuTerritoire]:
    """Les échéances passées à ce jour, par territoire et par exercice."""
    comptes: dict[tuple[str, str, int], Counter[str]] = {}
    for reponse in reponses:
        if tranche := tranche_de(reponse, le):
            cle = (reponse.code, reponse.territoire, reponse.exercice)
            comptes.setdefault(cle, Counter())[tranche] += 1
    return [
        RetardsDuTerritoire(*cle, {t: comptes[cle][t] for t in LIBELLES_DES_TRANCHES})
        for cle in sorted(comptes)
    ]


def tranche_de(reponse: Reponse, le: date) -> str:
    """La tranche de retard ; vide tant que l'échéance n'est pas passée et que rien n'est reçu."""
    recu = reponse.recu_le if reponse.recu_le and reponse.recu_le <= le else None
    if recu is None:
        return SANS_REPONSE if reponse.due_le < le else ""
    retard = (recu - reponse.due_le).days
    return next((libelle for libelle, fin in TRANCHES if retard <= fin), AU_DELA)
