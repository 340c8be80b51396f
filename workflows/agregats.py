"""Les agrégats d'une région pour un exercice : additionnés des seuls répondants, puis rendus montrables."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session

from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.registre import registre
from modeles.reference.socle import cle
from modeles.requetes_valeurs import demarches_avec_indicateurs, valeurs_courantes
from modeles.vocabulaire_annuel import GenreCampagne, StatutValeur
from workflows.calculs.agregats import (
    SEUIL_DE_REPONSE,
    Agregat,
    Reponse,
    agreger,
    avec_sa_part,
    consolider,
    evoluer,
)
from workflows.calculs.diffusion import diffuser
from workflows.commandes.valeurs import Courantes
from workflows.regles.campagnes import raison_de_l_ecart
from workflows.regles.collecte import connue, fiches_suivies

Groupe = tuple[str, str, str, str]
"""Ce qui fait que deux indicateurs s'additionnent : même code, même libellé, même formule, même unité."""


class Reponses(NamedTuple):
    """Un indicateur et ce que chaque territoire en a répondu."""

    indicateur: Indicateur
    par_territoire: list[Reponse]


def agregats_de_la_region(
    session: Session,
    region: str,
    exercice: int,
    *,
    type_contrat: str = "cls",
    seuil_de_reponse: int = SEUIL_DE_REPONSE,
) -> list[Agregat]:
    """Un agrégat par indicateur, dans l'ordre des codes, petits effectifs masqués. Lève `Introuvable`."""
    code = registre().region(region).code
    contrats = [
        d
        for d in demarches_avec_indicateurs(session, code, type_contrat)
        if raison_de_l_ecart(d, GenreCampagne.INDICATEURS, exercice) is None
    ]
    ids = [d.id for d in contrats]
    actuelles = _reponses(contrats, exercice, valeurs_courantes(session, ids, exercice))
    precedentes = _reponses(contrats, exercice - 1, valeurs_courantes(session, ids, exercice - 1))
    return diffuser(_assembler(actuelles, precedentes, seuil_de_reponse))


def _reponses(contrats: Sequence[Demarche], exercice: int, courantes: Courantes) -> dict[Groupe, Reponses]:
    """Les réponses de chaque groupe, une par territoire : plusieurs fiches d'un même contrat se consolident."""
    lignes: dict[Groupe, dict[str, list[tuple[Indicateur, Reponse]]]] = {}
    for demarche in contrats:
        for fiche in fiches_suivies(demarche, exercice):
            for i in fiche.indicateurs:
                groupe = (i.code, cle(i.libelle), i.formule, i.unite)
                reponse = _reponse(i, fiche, exercice, demarche.territoire_code, courantes=courantes)
                lignes.setdefault(groupe, {}).setdefault(demarche.territoire_code, []).append((i, reponse))
    return {
        groupe: Reponses(
            (modele := next(iter(par_territoire.values()))[0][0]),
            [consolider(modele, [r for _, r in rs]) for rs in par_territoire.values()],
        )
        for groupe, par_territoire in lignes.items()
    }


def _reponse(
    indicateur: Indicateur, fiche: FicheAction, exercice: int, territoire: str, *, courantes: Courantes
) -> Reponse:
    cible = next((c.valeur_centiemes for c in indicateur.cibles if c.annee == exercice), None)
    sue = connue(indicateur, courantes, fiche)
    if sue is None:
        return Reponse(territoire, StatutValeur.ATTENDU, cible=cible)
    return Reponse(territoire, sue.statut, sue.valeur, sue.numerateur, sue.denominateur, cible)


def _assembler(
    actuelles: dict[Groupe, Reponses], precedentes: dict[Groupe, Reponses], seuil: int
) -> list[Agregat]:
    agregats = {g: agreger(r.indicateur, r.par_territoire, seuil) for g, r in actuelles.items()}
    avant = {g: agreger(r.indicateur, r.par_territoire, seuil) for g, r in precedentes.items()}
    tus = _cases_tues(diffuser(list(avant.values())))
    codes = [a.indicateur.code for a in agregats.values()]
    par_code = {a.indicateur.code: a for a in agregats.values() if codes.count(a.indicateur.code) == 1}
    complets = []
    for groupe in sorted(agregats):
        agregat = agregats[groupe]
        if tout := par_code.get(agregat.indicateur.sous_population_de or ""):
            agregat = avec_sa_part(agregat, tout)
        # Une évolution dirait ce que l'exercice précédent a tu.
        if groupe in precedentes and agregat.indicateur.code not in tus:
            agregat = evoluer(agregat, precedentes[groupe].par_territoire)
        complets.append(agregat)
    return complets


def _cases_tues(agregats: Iterable[Agregat]) -> set[str]:
    """Les codes dont une case au moins est tue."""
    return {a.indicateur.code for a in agregats if any(r.masquee for r in a.reponses)}
