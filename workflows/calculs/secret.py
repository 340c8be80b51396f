"""Le secret statistique : masquer les petits effectifs, et tout ce qui permettrait de les retrouver par différence.

Un tableau a des lignes (des indicateurs) et des colonnes (des territoires, plus leur total). Chaque total est la
somme de sa ligne ; une partie et son tout laissent voir leur complément. Une égalité dont un seul terme est
masqué le livre : on en masque un second. Un zéro ne désigne personne : il reste.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

TOTAL = "total"
SEUIL = 5
Case = tuple[str, str]
"""(ligne, colonne)"""
Tableau = Mapping[Case, int]


class Egalite(NamedTuple):
    """Un tout, égal à la somme de ses termes."""

    tout: Case
    termes: tuple[Case, ...]


def masquer(tableau: Tableau, parties: Mapping[str, str], seuils: Mapping[str, int]) -> set[Case]:
    """Les cases à masquer.

    `parties` : pour une ligne, celle dont elle compte une partie ; `seuils` : l'effectif en dessous duquel une
    ligne se masque (zéro : jamais). Les colonnes sont celles du tableau ; `TOTAL` est la somme des autres.
    """
    masquees = {case for case, n in tableau.items() if 0 < n < seuils[case[0]]}
    egalites = [*_totaux(tableau), *_partitions(tableau, parties)]
    avant = -1
    while len(masquees) != avant:
        avant = len(masquees)
        masquees |= set(_complements(tableau, parties, seuils, masquees))
        for egalite in egalites:
            seuil = min(seuils[case[0]] for case in (egalite.tout, *egalite.termes))
            masquees |= set(_completer(tableau, egalite, seuil, masquees))
    return masquees


def _totaux(tableau: Tableau) -> Iterator[Egalite]:
    for ligne in dict.fromkeys(ligne for ligne, _ in tableau):
        termes = tuple(case for case in tableau if case[0] == ligne and case[1] != TOTAL)
        if (ligne, TOTAL) in tableau:
            yield Egalite((ligne, TOTAL), termes)


def _partitions(tableau: Tableau, parties: Mapping[str, str]) -> Iterator[Egalite]:
    """Des parties qui font exactement leur tout : deux d'entre elles en disent la troisième."""
    for ligne, colonne in tableau:
        termes = tuple(
            (p, colonne) for p, tout in parties.items() if tout == ligne and (p, colonne) in tableau
        )
        if len(termes) > 1 and sum(tableau[t] for t in termes) == tableau[ligne, colonne]:
            yield Egalite((ligne, colonne), termes)


def _complements(
    tableau: Tableau, parties: Mapping[str, str], seuils: Mapping[str, int], masquees: set[Case]
) -> Iterator[Case]:
    for case, n in tableau.items():
        tout = (parties.get(case[0], ""), case[1])
        if case in masquees or tout in masquees or tout not in tableau:
            continue
        if 0 < tableau[tout] - n < seuils[case[0]]:
            yield case


def _completer(tableau: Tableau, egalite: Egalite, seuil: int, masquees: set[Case]) -> Iterator[Case]:
    """De quoi empêcher de retrouver un terme par différence : un second terme, le plus petit, ou à défaut le tout."""
    caches = [t for t in egalite.termes if t in masquees]
    tout_cache = egalite.tout in masquees
    if not caches and not tout_cache:
        return
    protege = (
        len(caches) >= 1 if tout_cache else len(caches) >= 2 and sum(tableau[t] for t in caches) >= seuil
    )
    if protege:
        return
    montres = [t for t in egalite.termes if t not in masquees and tableau[t] > 0]
    if montres:
        yield min(montres, key=lambda case: (tableau[case], case))
    elif not tout_cache:
        yield egalite.tout
