"""Le suivi de plusieurs démarches, lu en un nombre constant de requêtes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from api.acces.agent import Agent
from api.acces.droits import Droit
from modeles.demarche import Demarche
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from modeles.requetes import demarches
from modeles.requetes_suivi import (
    DecompteEffets,
    changements_d_etape,
    decompte_des_effets,
    echeances_ouvertes_de,
    reunions_reportees,
)
from modeles.vocabulaire import EtatEffet
from workflows.suivi import Couleur, Faits, Mouvement, Report, Situation, situer


class Filtre(NamedTuple):
    """`retard` : seulement (ou sauf) les démarches en alerte orange ou rouge."""

    region: str | None = None
    etape: Etape | None = None
    retard: bool | None = None
    depuis: datetime | None = None


class Suivi(NamedTuple):
    """Une démarche, située. `modifie_le` : dernier geste, dernière saisie ou dernier effet accompli."""

    demarche: Demarche
    territoire: Territoire
    situation: Situation
    effets: Mapping[EtatEffet, int]
    modifie_le: datetime

    @property
    def en_retard(self) -> bool:
        return self.situation.alerte.couleur is not Couleur.VERTE

    @property
    def en_preparation(self) -> int:
        """Le nombre de documents, messages et échéances que l'exécuteur doit encore faire."""
        return self.effets.get(EtatEffet.A_FAIRE, 0)


def suivis(session: Session, filtre: Filtre, le: date, agent: Agent) -> list[Suivi]:
    """Les démarches que l'agent peut voir, situées à cette date, par code de territoire. Lève `Introuvable`."""
    region = registre().region(filtre.region).code if filtre.region else None
    visibles = [d for d in demarches(session, region) if agent.peut(Droit.LIRE, d)]
    return [s for s in suivre(session, visibles, le) if _retenu(s, filtre)]


def _retenu(suivi: Suivi, filtre: Filtre) -> bool:
    return (
        (filtre.etape is None or suivi.demarche.etape is filtre.etape)
        and (filtre.retard is None or suivi.en_retard is filtre.retard)
        and (filtre.depuis is None or suivi.modifie_le >= filtre.depuis)
    )


def suivre(session: Session, liste: Sequence[Demarche], le: date) -> list[Suivi]:
    """Situe ces démarches : quatre requêtes, quel que soit leur nombre."""
    ids = [d.id for d in liste]
    mouvements = _par_demarche(changements_d_etape(session, ids))
    reports = _par_demarche(reunions_reportees(session, ids))
    effets = _par_demarche(decompte_des_effets(session, ids))
    echeances = _par_demarche((e.demarche_id, e) for e in echeances_ouvertes_de(session, ids))
    return [
        _suivi(
            d,
            _faits(d, mouvements[d.id], echeances[d.id], reports[d.id], effets[d.id]),
            effets[d.id],
            le,
        )
        for d in liste
    ]


def _par_demarche(lignes: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    """Les lignes, groupées par la démarche que donne leur première colonne."""
    groupes = defaultdict[UUID, list[Any]](list)
    for ligne in lignes:
        groupes[ligne[0]].append(ligne)
    return groupes


def _faits(
    demarche: Demarche,
    mouvements: list[Any],
    echeances: list[Any],
    reports: list[Any],
    effets: list[DecompteEffets],
) -> Faits:
    return Faits(
        demarche.type_contrat,
        demarche.etape,
        demarche.etape_de_retour,
        demarche.depuis_le,
        [Mouvement(*mouvement) for _, *mouvement in mouvements],
        [echeance for _, echeance in echeances],
        [Report(*report) for _, *report in reports],
        sum(d.nombre for d in effets if d.etat is EtatEffet.ECHOUE),
    )


def _suivi(demarche: Demarche, faits: Faits, effets: list[DecompteEffets], le: date) -> Suivi:
    return Suivi(
        demarche,
        registre().territoire(demarche.territoire_code),
        situer(faits, le),
        {d.etat: d.nombre for d in effets},
        max([demarche.modifiee_le, *(d.dernier_le for d in effets if d.dernier_le is not None)]),
    )
