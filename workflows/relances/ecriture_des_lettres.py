"""Écrire les lettres que les relances inscrites demandent : composées hors de la transaction, inscrites ensuite."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from modeles.base import lecture, unite_de_travail
from modeles.journalisation import signer
from modeles.relance import Relance
from modeles.requetes_relances import relances_de_cles, relances_des
from modeles.verrous import un_seul_a_la_fois
from workflows.effets import Atelier
from workflows.relances.attentes import cle_de_relance
from workflows.relances.decision import Ligne
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.groupement import lettres
from workflows.relances.inscription import VERROU
from workflows.relances.lettres import composer_la_lettre, inscrire_la_lettre
from workflows.relances.simulation import juger


def ecrire_les_lettres(demarche_id: UUID, jour: date, atelier: Atelier, par: str) -> int:
    """Compose et inscrit les lettres qui manquent à une démarche ; rend leur nombre. Refait, n'écrit rien de plus.

    Lève `ErreurGabarit` ou `SaisieInvalide` : ce qui était déjà inscrit le reste.
    """
    with lecture() as session:
        groupes = [g for g in lettres(_a_ecrire(session, demarche_id, jour)) if g]
        composees = [(_cles(g), composer_la_lettre(session, g, jour, atelier)) for g in groupes]
    ecrites = 0
    for cles, lettre in composees:
        with unite_de_travail() as session:
            un_seul_a_la_fois(session, VERROU)
            signer(session, par)
            relances = list(relances_de_cles(session, cles).values())
            if all(_attend_sa_lettre(r) for r in relances):
                document = inscrire_la_lettre(session, lettre, atelier)
                for relance in relances:
                    relance.document_id = document.id
                ecrites += 1
    return ecrites


def _a_ecrire(session: Session, demarche_id: UUID, jour: date) -> list[Ligne]:
    """Les lignes du jour dont la relance, inscrite, attend encore sa lettre."""
    relances = {r.cle: r for r in relances_des(session, [demarche_id]) if _attend_sa_lettre(r)}
    if not relances:
        return []
    lignes = juger(attentes_du(session, jour, [demarche_id]), jour, derniers_messages(session, jour)).lignes
    trouvees = []
    for ligne in lignes:
        relance = relances.get(cle_de_relance(ligne.attente, ligne.niveau.code)) if ligne.niveau else None
        if relance is not None and ligne.niveau and ligne.niveau.document:
            trouvees.append(ligne._replace(repondre_avant_le=relance.repondre_avant_le))
    return trouvees


def _attend_sa_lettre(relance: Relance) -> bool:
    return relance.etat.ouverte and relance.document_id is None


def _cles(groupe: Sequence[Ligne]) -> list[str]:
    return [cle_de_relance(x.attente, x.niveau.code) for x in groupe if x.niveau]
