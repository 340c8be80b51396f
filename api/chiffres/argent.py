"""Ce que les contrats coûtent, par année et par axe."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from api.chiffres.graphiques import Graphique, Mesure, barres, histogramme, series
from documents.formats import accorder, euros
from modeles.reference.registre import registre
from modeles.requetes_chiffres import Argent, argent_par_axe, fiches_chiffrees

CENTIMES_PAR_EURO = 100
TITRE = "Part de l'État par année et par axe"


def par_annee(session: Session, ids: Sequence[UUID]) -> Graphique:
    """La part de l'État, année par année, chaque axe à sa place ; le tableau donne aussi le reste."""
    lignes = argent_par_axe(session, ids)
    if not lignes:
        return Graphique(
            "argent", TITRE, "Aucune fiche action n'est encore chiffrée : aucun montant à montrer."
        )
    axes = sorted({ligne.axe for ligne in lignes})
    les_series = series(map(_nom_de_l_axe, axes))
    mesures = [_mesure(annee, list(du), axes) for annee, du in groupby(lignes, lambda a: a.annee)]
    return Graphique(
        "argent",
        TITRE,
        _resume(lignes, *fiches_chiffrees(session, ids)),
        barres(mesures, les_series),
        les_series,
        ("Année", "Axe", "État", "Collectivité", "Autres", "Total"),
        [_ligne(ligne) for ligne in lignes],
        histogramme(mesures, les_series, "€", CENTIMES_PAR_EURO),
    )


def _mesure(annee: int, de_l_annee: list[Argent], axes: list[str]) -> Mesure:
    par_axe = {a.axe: a.etat_centimes for a in de_l_annee}
    return Mesure(str(annee), [par_axe.get(axe, 0) for axe in axes], euros(sum(par_axe.values())))


def _resume(lignes: Sequence[Argent], chiffrees: int, toutes: int) -> str:
    etat, total = sum(a.etat_centimes for a in lignes), sum(a.total_centimes for a in lignes)
    return (
        f"{euros(etat)} de l'État, sur un total de {euros(total)} toutes années et tous financeurs ; "
        f"{accorder(chiffrees, 'fiche chiffrée', 'fiches chiffrées')} sur {toutes}."
    )


def _nom_de_l_axe(axe: str) -> str:
    return next((a.court for r in registre().referentiels.values() for a in r.axes if a.code == axe), axe)


def _ligne(a: Argent) -> tuple[str, ...]:
    montants = (a.etat_centimes, a.collectivite_centimes, a.autres_centimes, a.total_centimes)
    return (str(a.annee), _nom_de_l_axe(a.axe), *map(euros, montants))
