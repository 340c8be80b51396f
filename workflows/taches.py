"""Ouvrir, faire, reporter une tâche : une ligne de « À faire », une seule fois par cause."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from modeles.colonnes import maintenant
from modeles.echeance import Echeance
from modeles.erreurs import ErreurMetier, Introuvable, SaisieInvalide
from modeles.requetes_taches import tache_de_cle
from modeles.tache import Tache

# Le début de la cause d'une tâche qui tient lieu d'une échéance du parcours.
ECHEANCE = "echeance:"


class TacheDejaFaite(ErreurMetier):
    """Quelqu'un l'a déjà faite."""

    def __init__(self, tache: Tache) -> None:
        super().__init__(
            f"« {tache.libelle} » est déjà fait.",
            f"{tache.faite_par} l'a fait le {tache.faite_le:%d/%m/%Y}.",
            "Il n'y a rien de plus à faire.",
        )


def ouvrir_tache(session: Session, cle: str, libelle: str, raison: str, **autres: Any) -> Tache:
    """La tâche de cette cause : celle qui existe déjà, faite ou non, ou une neuve."""
    if (deja := tache_de_cle(session, cle)) is not None:
        return deja
    tache = Tache(cle=cle, libelle=libelle, raison=raison, **({"creee_le": maintenant()} | autres))
    session.add(tache)
    session.flush()
    return tache


def fermer_tache(session: Session, cle: str, par: str, le: datetime) -> None:
    """La cause a disparu : la tâche est faite, si elle était ouverte."""
    tache = tache_de_cle(session, cle)
    if tache is not None and tache.faite_le is None:
        tache.faite_le, tache.faite_par = le, par


def faire_tache(session: Session, identifiant: UUID, par: str, le: datetime) -> Tache:
    """Une personne dit qu'elle l'a faite. Lève `Introuvable` ou `TacheDejaFaite`."""
    tache = _ouverte(session, identifiant)
    tache.faite_le, tache.faite_par = le, par
    return tache


def rouvrir_tache(session: Session, identifiant: UUID) -> Tache:
    """Défait ce qui vient d'être fait, ou ramène ce qui était remis à plus tard. Lève `Introuvable`."""
    tache = _tache(session, identifiant)
    tache.faite_le = tache.faite_par = tache.reportee_au = tache.motif_du_report = None
    return tache


def cle_de_l_echeance(echeance: Echeance) -> str:
    """La cause d'une tâche qui tient lieu d'une échéance du parcours."""
    return f"{ECHEANCE}{echeance.id}"


def suivre_l_echeance(session: Session, echeance: Echeance, raison: str, lien: str) -> Tache:
    """La tâche qui tient lieu de cette échéance, pour pouvoir la remettre à plus tard."""
    return ouvrir_tache(
        session,
        cle_de_l_echeance(echeance),
        echeance.libelle,
        raison,
        demarche_id=echeance.demarche_id,
        lien=lien,
        a_qui=echeance.a_qui,
        echeance_le=echeance.le,
    )


def reporter_tache(session: Session, identifiant: UUID, au: date, motif: str, aujourd_hui: date) -> Tache:
    """Remet la tâche à plus tard, avec sa raison. Lève `Introuvable`, `TacheDejaFaite` ou `SaisieInvalide`."""
    tache = _ouverte(session, identifiant)
    if au <= aujourd_hui or not motif.strip():
        raise SaisieInvalide(
            f"« {tache.libelle} » ne peut pas être reporté ainsi.",
            "Un report a une date à venir et un motif.",
            "Donnez une date postérieure à aujourd'hui, et dites pourquoi.",
        )
    tache.reportee_au, tache.motif_du_report = au, motif.strip()
    return tache


def _ouverte(session: Session, identifiant: UUID) -> Tache:
    tache = _tache(session, identifiant)
    if tache.faite_le is not None:
        raise TacheDejaFaite(tache)
    return tache


def _tache(session: Session, identifiant: UUID) -> Tache:
    tache = session.get(Tache, identifiant, with_for_update=True)
    if tache is None:
        raise Introuvable(
            "Cette tâche n'existe pas.",
            "Aucune ne porte cet identifiant.",
            "Choisissez-en une dans la liste « À faire ».",
        )
    return tache
