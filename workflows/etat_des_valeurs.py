"""Les valeurs d'un contrat pour un exercice, ligne à ligne : ce que montrent les pages, le classeur et le terminal."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from modeles.campagne import Attendu
from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.reference.registre import registre
from modeles.requetes_campagnes import attendu_de
from modeles.requetes_valeurs import valeurs_courantes
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import EtatCampagne, GenreCampagne, StatutValeur
from workflows.calculs.indicateurs import Teinte, situer
from workflows.commandes.valeurs import Courantes
from workflows.regles.campagnes import est_hors_delai
from workflows.regles.collecte import (
    ORIGINE_ECHEANCE,
    Completude,
    Connue,
    completude,
    connue,
    est_calcule,
    fiches_suivies,
    indicateurs_attendus,
)
from workflows.regles.indicateurs import depassements, ruptures_d_entonnoir, variations, zeros_repetes

S = StatutValeur
EMPECHENT = (S.CONTESTE, S.SANS_OBJET, S.NON_RENSEIGNE, S.ATTENDU, S.NON_DU)


class LigneDeValeur(NamedTuple):
    """Un indicateur et sa valeur, en centièmes. `derniere` : sa ligne d'histoire la plus récente, s'il en a une.

    `statut_du_catalogue` : « proposition_locale », « officiel »… vide si l'indicateur n'est d'aucun catalogue.
    """

    fiche: FicheAction
    indicateur: Indicateur
    calcule: bool
    connue: Connue
    cible: int | None
    precedente: int | None
    teinte: Teinte | None
    derniere: ValeurIndicateur | None
    statut_du_catalogue: str


class EtatDesValeurs(NamedTuple):
    """`periode_partielle` : le contrat a pris effet en cours d'exercice. `remarques` : ce qui mérite un regard."""

    exercice: int
    lignes: list[LigneDeValeur]
    completude: Completude
    remarques: list[Obstacle]
    attendu: Attendu | None
    periode_partielle: bool


def etat_des_valeurs(session: Session, demarche: Demarche, exercice: int, le: date) -> EtatDesValeurs:
    """Tout ce qu'on sait des indicateurs d'un contrat pour un exercice, à la date donnée."""
    courantes = valeurs_courantes(session, [demarche.id], exercice)
    precedentes = valeurs_courantes(session, [demarche.id], exercice - 1)
    attendu = attendu_de(session, demarche.id, GenreCampagne.INDICATEURS, exercice)
    fiches = fiches_suivies(demarche, exercice)
    effet = demarche.prend_effet_le
    return EtatDesValeurs(
        exercice,
        [
            _ligne(i, exercice, courantes, precedentes, _statut(i, courantes, attendu, le))
            for f in fiches
            for i in f.indicateurs
        ],
        completude(indicateurs_attendus(demarche, exercice), courantes),
        [o for f in fiches for o in _remarques(f.indicateurs, courantes, precedentes)],
        attendu,
        effet is not None and effet.year == exercice and (effet.month, effet.day) != (1, 1),
    )


def statut_courant(derniere: ValeurIndicateur | None, attendu: Attendu | None, le: date) -> StatutValeur:
    """Le statut à montrer : non dû sans campagne, attendu tant qu'elle court, sinon celui de la dernière valeur."""
    if derniere is None:
        ouverte = attendu is not None and attendu.campagne.etat is not EtatCampagne.CLOSE
        return S.ATTENDU if ouverte else S.NON_DU
    repousse = attendu is not None and not est_hors_delai(attendu, le)
    if derniere.statut is S.NON_RENSEIGNE and derniere.origine == ORIGINE_ECHEANCE and repousse:
        return S.ATTENDU
    return derniere.statut


def _statut(indicateur: Indicateur, courantes: Courantes, attendu: Attendu | None, le: date) -> StatutValeur:
    """Le statut d'un indicateur ; s'il se calcule et ne le peut pas, celui du terme qui l'en empêche."""
    if not est_calcule(indicateur):
        return statut_courant(courantes.get(indicateur.id), attendu, le)
    cites = (indicateur.numerateur, indicateur.denominateur)
    termes = [i for i in indicateur.fiche.indicateurs if i.code in cites]
    statuts = {statut_courant(courantes.get(i.id), attendu, le) for i in termes}
    return next((s for s in EMPECHENT if s in statuts), S.NON_RENSEIGNE)


def _ligne(
    indicateur: Indicateur,
    exercice: int,
    courantes: Courantes,
    precedentes: Courantes,
    statut: StatutValeur,
) -> LigneDeValeur:
    catalogue = registre().catalogue_de(indicateur.code)
    cible = next((c.valeur_centiemes for c in indicateur.cibles if c.annee == exercice), None)
    sue, avant = connue(indicateur, courantes), connue(indicateur, precedentes)
    calcule = est_calcule(indicateur)
    if sue is None:
        sue = Connue(statut)
    elif not calcule:
        sue = sue._replace(statut=statut)
    return LigneDeValeur(
        fiche=indicateur.fiche,
        indicateur=indicateur,
        calcule=calcule,
        connue=sue,
        cible=cible,
        precedente=avant.valeur if avant else None,
        teinte=situer(indicateur, sue.valeur, cible),
        derniere=courantes.get(indicateur.id),
        statut_du_catalogue=catalogue.statut.value if catalogue else "",
    )


def _remarques(
    indicateurs: Sequence[Indicateur], courantes: Courantes, precedentes: Courantes
) -> Iterator[Obstacle]:
    valeurs = {i.code: courantes[i.id] for i in indicateurs if i.id in courantes}
    avant = {i.code: precedentes[i.id] for i in indicateurs if i.id in precedentes}
    yield from (obstacle for _, _, obstacle in depassements(indicateurs, valeurs))
    yield from ruptures_d_entonnoir(indicateurs, valeurs)
    yield from variations(indicateurs, valeurs, avant)
    yield from zeros_repetes(indicateurs, valeurs, avant)
