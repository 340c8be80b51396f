"""L'ordre des dates prévues (CAL-02)."""

from collections.abc import Iterator
from itertools import pairwise

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.vocabulaire import EtatReunion, NatureReunion, StatutCalendrier
from workflows.regles.controles import constat

ORDRE_DES_COMITES = (
    NatureReunion.COMITE_LANCEMENT,
    NatureReunion.COMITE_SUIVI,
    NatureReunion.COMITE_RESTITUTION,
)


def desordres(demarche: Demarche) -> Iterator[Obstacle]:
    """Avertit quand une étape ou un comité d'aval est prévu avant celui d'amont."""
    adoptees = [e for e in demarche.etapes_prevues if e.statut is StatutCalendrier.ADOPTE]
    for avant, apres in pairwise(sorted(adoptees, key=lambda e: e.etape.rang)):
        if apres.debut_le < avant.debut_le:
            yield _desordre(f"l'étape « {apres.etape.libelle} »", f"« {avant.etape.libelle} »")
    a_venir = [
        r for r in demarche.reunions if r.nature in ORDRE_DES_COMITES and r.etat is not EtatReunion.TENUE
    ]
    for premier, second in pairwise(sorted(a_venir, key=lambda r: ORDRE_DES_COMITES.index(r.nature))):
        if second.prevue_le < premier.prevue_le:
            yield _desordre(f"la réunion n° {second.numero}", f"la réunion n° {premier.numero}")


def _desordre(aval: str, amont: str) -> Obstacle:
    return constat("CAL-02", f"{aval} est prévue avant {amont}", "Vérifiez les dates prévues.", "calendrier")
