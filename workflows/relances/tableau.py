"""Qui est en retard de quoi : territoires en lignes, attendus en colonnes, avec le retard et le niveau atteint.

Les retards sont ceux que les relances décident et que « Ma région » montre : les mêmes échéances, lues une fois.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from modeles.requetes_relances import ENVOYEES
from modeles.requetes_suivi import deliberations_en_retard
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import GenreDEcheance
from workflows.relances.apercu import Visible
from workflows.relances.attentes import Attente
from workflows.relances.decision import est_arretee
from workflows.relances.faits import attentes_du


class Colonne(StrEnum):
    INDICATEUR = "indicateur"
    RAPPORT = "rapport"
    DELIBERATION = "deliberation"
    SIGNATURE = "signature"
    AUTRE = "autre"

    @property
    def libelle(self) -> str:
        return _LIBELLES[self]


_LIBELLES = {
    Colonne.INDICATEUR: "Indicateurs",
    Colonne.RAPPORT: "Rapport",
    Colonne.DELIBERATION: "Délibération",
    Colonne.SIGNATURE: "Signature",
    Colonne.AUTRE: "Autres échéances",
}
_COLONNES = {
    GenreCampagne.INDICATEURS.value: Colonne.INDICATEUR,
    GenreCampagne.RAPPORT_EXECUTION.value: Colonne.RAPPORT,
    GenreDEcheance.SIGNATURE.value: Colonne.SIGNATURE,
    GenreDEcheance.NOTIFICATION.value: Colonne.SIGNATURE,
}


class Retard(NamedTuple):
    """Ce qui est en retard, de combien, et le plus haut niveau déjà envoyé (vide : aucun)."""

    code: str
    territoire: str
    colonne: Colonne
    libelle: str
    jours: int
    niveau: str = ""


class Ligne(NamedTuple):
    """Un territoire, et pour chaque colonne ses retards, le plus long d'abord."""

    code: str
    territoire: str
    cases: dict[Colonne, list[Retard]]


def tableau_des_retards(session: Session, jour: date, visible: Visible) -> list[Ligne]:
    """Les territoires en retard ce jour-là, par code ; ceux qui ne le sont pas n'y sont pas."""
    retards = [_retard(a, jour) for a in attentes_du(session, jour) if _en_retard(a, jour)]
    retards += [
        Retard(
            e.demarche.territoire_code,
            e.demarche.territoire.nom,
            Colonne.DELIBERATION,
            e.libelle,
            (jour - e.le).days,
        )
        for e in deliberations_en_retard(session, jour)
    ]
    return _ranger(r for r in retards if visible(r.code))


def _en_retard(attente: Attente, jour: date) -> bool:
    return attente.retard(jour) > 0 and not est_arretee(attente, jour)


def _retard(attente: Attente, jour: date) -> Retard:
    envoyes = [p.niveau for p in attente.passees if p.etat in ENVOYEES and p.le <= jour]
    return Retard(
        attente.code,
        attente.territoire,
        _COLONNES.get(attente.genre, Colonne.AUTRE),
        attente.libelle,
        attente.retard(jour),
        max(envoyes, key=attente.echelle.rang, default=""),
    )


def _ranger(retards: Iterable[Retard]) -> list[Ligne]:
    lignes: dict[str, Ligne] = {}
    for retard in sorted(retards, key=lambda r: (r.code, -r.jours, r.libelle)):
        ligne = lignes.setdefault(retard.code, Ligne(retard.code, retard.territoire, {}))
        ligne.cases.setdefault(retard.colonne, []).append(retard)
    return list(lignes.values())
