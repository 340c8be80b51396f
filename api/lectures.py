"""Le suivi de plusieurs démarches, lu en un nombre constant de requêtes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

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


def suivis(session: Session, filtre: Filtre, le: date) -> list[Suivi]:
    """Les démarches d'une région, situées à cette date, par code de territoire. Lève `Introuvable`."""
    region = registre().region(filtre.region).code if filtre.region else None
    return [s for s in suivre(session, demarches(session, region), le) if _retenu(s, filtre)]


def _retenu(suivi: Suivi, filtre: Filtre) -> bool:
    return (
        (filtre.etape is None or suivi.demarche.etape is filtre.etape)
        and (filtre.retard is None or suivi.en_retard is filtre.retard)
        and (filtre.depuis is None or suivi.modifie_le >= filtre.depuis)
    )


def suivre(session: Session, liste: Sequence[Demarche], le: date) -> list[Suivi]:
    """Situe ces démarches : quatre requêtes, quel que soit leur nombre."""
    ids = [d.id for d in liste]
    mouvements = defaultdict[UUID, list[Mouvement]](list)
    for demarche_id, de, vers, survenu_le in changements_d_etape(session, ids):
        mouvements[demarche_id].append(Mouvement(de, vers, survenu_le))
    reports = defaultdict[UUID, list[Report]](list)
    for demarche_id, nature, nombre in reunions_reportees(session, ids):
        reports[demarche_id].append(Report(nature, nombre))
    effets = defaultdict[UUID, list[DecompteEffets]](list)
    for decompte in decompte_des_effets(session, ids):
        effets[decompte.demarche_id].append(decompte)
    ouvertes = echeances_ouvertes_de(session, ids)
    return [
        _suivi(
            demarche,
            Faits(
                demarche.type_contrat,
                demarche.etape,
                demarche.etape_de_retour,
                demarche.depuis_le,
                mouvements[demarche.id],
                [e for e in ouvertes if e.demarche_id == demarche.id],
                reports[demarche.id],
                sum(d.nombre for d in effets[demarche.id] if d.etat is EtatEffet.ECHOUE),
            ),
            effets[demarche.id],
            le,
        )
        for demarche in liste
    ]


def _suivi(demarche: Demarche, faits: Faits, effets: list[DecompteEffets], le: date) -> Suivi:
    return Suivi(
        demarche,
        registre().territoire(demarche.territoire_code),
        situer(faits, le),
        {d.etat: d.nombre for d in effets},
        max([demarche.modifiee_le, *(d.dernier_le for d in effets if d.dernier_le is not None)]),
    )
