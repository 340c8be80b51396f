"""Additionner les réponses de plusieurs territoires : des seuls répondants, en disant combien ils sont.

Un rapport agrégé est la somme des numérateurs sur celle des dénominateurs des mêmes répondants, jamais la
moyenne des taux. Sous le taux de réponse voulu, il n'y a pas de total.
"""

from collections.abc import Sequence
from typing import NamedTuple

from documents.formats import accorder
from modeles.indicateur import Indicateur
from modeles.reference.catalogues import Agregation
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.indicateurs import (
    Teinte,
    par_rapport,
    part_centiemes,
    rapport_centiemes,
    situer,
    variation_pour_cent,
)

S = StatutValeur
REPONSES = (S.ZERO_REEL, S.PROVISOIRE, S.SAISI, S.VERIFIE, S.VALIDE, S.RECTIFIE)
SEUIL_DE_REPONSE = 50


class Reponse(NamedTuple):
    """Ce qu'un territoire a répondu, en centièmes. Sans réponse, les nombres sont absents."""

    territoire: str
    statut: StatutValeur
    valeur: int | None = None
    numerateur: int | None = None
    denominateur: int | None = None
    cible: int | None = None
    masquee: bool = False

    @property
    def compte(self) -> bool:
        return self.statut in REPONSES and self.valeur is not None


class Evolution(NamedTuple):
    """D'un exercice au suivant, pour les seuls territoires qui ont répondu aux deux."""

    territoires: int
    avant: int
    apres: int
    pour_cent: int | None


class Agregat(NamedTuple):
    """`attendus` ne compte pas les « sans objet ». Sans `valeur`, `mention` dit pourquoi.

    `part` est la part de la population dont l'indicateur compte une partie, en centièmes de point.
    """

    indicateur: Indicateur
    reponses: tuple[Reponse, ...]
    repondants: int
    attendus: int
    mention: str
    valeur: int | None = None
    numerateur: int | None = None
    denominateur: int | None = None
    cible: int | None = None
    teinte: Teinte | None = None
    part: int | None = None
    evolution: Evolution | None = None

    @property
    def taux_de_reponse(self) -> int:
        """La part des territoires qui ont répondu, arrondie vers le bas : 100 % veut dire tous."""
        return 100 * self.repondants // self.attendus if self.attendus else 0

    @property
    def perimetre(self) -> str:
        """« 15 territoires sur 16 »."""
        return f"{accorder(self.repondants, 'territoire', 'territoires')} sur {self.attendus}"


class Somme(NamedTuple):
    valeur: int
    numerateur: int | None = None
    denominateur: int | None = None


def consolider(indicateur: Indicateur, reponses: Sequence[Reponse]) -> Reponse:
    """Un territoire qui porte l'indicateur dans plusieurs fiches : une réponse, si toutes ont répondu."""
    territoire = reponses[0].territoire
    utiles = [r for r in reponses if r.statut is not S.SANS_OBJET] or [reponses[0]]
    muette = next((r for r in utiles if not r.compte), None)
    if muette is not None or len(utiles) == 1:
        return muette or utiles[0]
    somme = additionner(indicateur, utiles)
    cible = _cible(indicateur, utiles)
    if somme is None:
        return Reponse(territoire, S.NON_RENSEIGNE)
    return Reponse(territoire, utiles[0].statut, *somme, cible)


def agreger(
    indicateur: Indicateur, reponses: Sequence[Reponse], seuil_de_reponse: int = SEUIL_DE_REPONSE
) -> Agregat:
    """L'agrégat d'un indicateur, une réponse par territoire."""
    comptees = [r for r in reponses if r.compte]
    attendus = sum(r.statut not in (S.SANS_OBJET, S.NON_DU) for r in reponses)
    agregat = Agregat(indicateur, tuple(reponses), len(comptees), attendus, mention="")
    if not comptees:
        return agregat._replace(mention="aucune réponse")
    if agregat.taux_de_reponse < seuil_de_reponse:
        return agregat._replace(mention="non significatif")
    somme = additionner(indicateur, comptees)
    if somme is None:
        return agregat._replace(mention="non agrégeable")
    cible = _cible(indicateur, comptees)
    return agregat._replace(
        valeur=somme.valeur,
        numerateur=somme.numerateur,
        denominateur=somme.denominateur,
        cible=cible,
        teinte=situer(indicateur, somme.valeur, cible),
    )


def additionner(indicateur: Indicateur, reponses: Sequence[Reponse]) -> Somme | None:
    """La somme, ou le rapport des sommes ; None si l'indicateur ne s'agrège pas."""
    if indicateur.agregation == Agregation.NON_AGREGEABLE:
        return None
    if not par_rapport(indicateur):
        return Somme(sum(r.valeur or 0 for r in reponses))
    if any(r.numerateur is None or r.denominateur is None for r in reponses):
        return None
    numerateur = sum(r.numerateur or 0 for r in reponses)
    denominateur = sum(r.denominateur or 0 for r in reponses)
    return Somme(rapport_centiemes(numerateur, denominateur, indicateur.unite), numerateur, denominateur)


def avec_sa_part(partie: Agregat, tout: Agregat) -> Agregat:
    """Ajoute la part de la population, sur les territoires qui ont donné l'une et l'autre."""
    touts = {r.territoire: r for r in tout.reponses if r.compte}
    communs = [r for r in partie.reponses if r.compte and r.territoire in touts]
    if partie.valeur is None or not communs:
        return partie
    population = sum(touts[r.territoire].valeur or 0 for r in communs)
    return partie._replace(part=part_centiemes(sum(r.valeur or 0 for r in communs), population))


def evoluer(agregat: Agregat, precedentes: Sequence[Reponse]) -> Agregat:
    """Ajoute l'évolution depuis l'exercice précédent, à périmètre de répondants constant."""
    avant = {r.territoire: r for r in precedentes if r.compte}
    communs = [r for r in agregat.reponses if r.compte and r.territoire in avant]
    if agregat.valeur is None or not communs:
        return agregat
    apres_, avant_ = (
        additionner(agregat.indicateur, rs) for rs in (communs, [avant[r.territoire] for r in communs])
    )
    if apres_ is None or avant_ is None:
        return agregat
    pour_cent = variation_pour_cent(apres_.valeur, avant_.valeur)
    return agregat._replace(evolution=Evolution(len(communs), avant_.valeur, apres_.valeur, pour_cent))


def _cible(indicateur: Indicateur, reponses: Sequence[Reponse]) -> int | None:
    """La somme des cibles, si chaque répondant en a une ; un rapport n'a pas de cible commune."""
    if par_rapport(indicateur) or any(r.cible is None for r in reponses):
        return None
    return sum(r.cible or 0 for r in reponses)
