"""Les relances d'un jour, d'un trait : inscrire, écrire les lettres, confier à l'envoi."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.erreurs import ErreurMetier
from modeles.requetes_relances import (
    ENVOYEES,
    attendus_a_relancer,
    echeances_a_relancer,
    relances_recues_depuis,
)
from workflows.effets import Atelier
from workflows.relances.ecriture_des_lettres import ecrire_les_lettres
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.inscription import Inscrites, inscrire_les_relances
from workflows.relances.remise import Depart, tout_remettre
from workflows.relances.simulation import juger


@dataclass
class Bilan:
    """Ce que la journée a fait. `refus` : les territoires en panne, et pourquoi ; les autres sont servis."""

    a_envoyer: int = 0
    a_valider: int = 0
    lettres: int = 0
    messages: list[UUID] = field(default_factory=list)
    refus: dict[UUID, str] = field(default_factory=dict)


class Compte(NamedTuple):
    """`dues` : ce qui part ce jour-là, déjà confié à l'envoi ou non ; `remises` : ce qui l'est."""

    dues: int
    remises: int


def compter(session: Session, jour: date) -> Compte:
    """Ce que la décision fait partir ce jour-là, et ce qui est déjà confié à l'envoi."""
    remises = sum(r.etat in ENVOYEES and r.etat_le == jour for r in relances_recues_depuis(session, jour))
    journee = juger(attentes_du(session, jour), jour, derniers_messages(session, jour))
    return Compte(remises + sum(len(e.lignes) for e in journee.envois), remises)


def demarches_a_relancer(session: Session, jour: date) -> list[UUID]:
    """Les démarches dont on attend quelque chose, par code de territoire."""
    des_campagnes = (a.demarche_id for a in attendus_a_relancer(session, jour))
    du_parcours = (e.demarche_id for e in echeances_a_relancer(session, jour))
    return list(dict.fromkeys((*des_campagnes, *du_parcours)))


def preparer(demarche_id: UUID, depart: Depart, atelier: Atelier) -> tuple[Inscrites, int]:
    """La part d'une démarche : ses relances inscrites, ses lettres écrites."""
    inscrites = inscrire_les_relances(demarche_id, depart.jour, depart.par)
    return inscrites, ecrire_les_lettres(demarche_id, depart.jour, atelier, depart.par)


def relancer(demarches: Collection[UUID], depart: Depart, atelier: Atelier) -> Bilan:
    """La journée entière, sans Prefect. Refaite le même jour, n'ajoute rien."""
    bilan = Bilan()
    for demarche_id in demarches:
        try:
            inscrites, lettres = preparer(demarche_id, depart, atelier)
        except ErreurMetier as refus:
            bilan.refus[demarche_id] = f"{refus.quoi} {refus.pourquoi}"
            continue
        bilan.a_envoyer += inscrites.a_envoyer
        bilan.a_valider += inscrites.a_valider
        bilan.lettres += lettres
    bilan.messages = tout_remettre(depart, demarches)
    return bilan
