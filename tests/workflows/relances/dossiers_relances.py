"""Des contrats en retard dans une vraie base, et de quoi passer les jours."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from documents.depot import Depot
from documents.gabarits import DOSSIER_DES_GABARITS
from modeles.base import lecture, unite_de_travail
from modeles.configuration import configuration
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.message import Message
from modeles.relance import Relance
from modeles.vocabulaire import Partie, RoleContact
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from modeles.vocabulaire_courriel import EtatMessage
from tests.workflows.contrats_d_essai import auteur, un_contrat
from workflows.attendus import amenager, attendu_designe
from workflows.campagnes import ouvrir_campagne
from workflows.effets import Atelier
from workflows.relances.gestes import Designation
from workflows.relances.heures import Plage
from workflows.relances.journee import Bilan, demarches_a_relancer, relancer
from workflows.relances.remise import Depart

INDICATEURS = GenreCampagne.INDICATEURS
PARIS = ZoneInfo("Europe/Paris")
PLAGE = Plage(8, 18, PARIS)


def ouvrir_les_indicateurs(*codes: str, meme_referent: bool = False) -> list[UUID]:
    """Des contrats sans réponse, et la campagne des indicateurs 2025, due le 31 mars 2026."""
    with unite_de_travail() as session:
        ids = []
        for code in codes or ("32",):
            demarche = un_contrat(session, code)
            demarche.contacts[0].courriel = f"referent.{'tous' if meme_referent else code}@exemple.invalid"
            for partie, role in (
                (Partie.COLLECTIVITE, RoleContact.DIRECTION),
                (Partie.COLLECTIVITE, RoleContact.SIGNATAIRE),
                (Partie.ETAT, RoleContact.REFERENT),
            ):
                demarche.contacts.append(_contact(demarche, partie, role, code))
            ids.append(demarche.id)
        ouvrir_campagne(session, "76", INDICATEURS, 2025, auteur())
    return ids


def _contact(demarche: Demarche, partie: Partie, role: RoleContact, code: str) -> Contact:
    return Contact(
        demarche_id=demarche.id,
        partie=partie,
        role=role,
        prenom="Camille",
        nom="TÉMOIN",
        fonction="directrice",
        organisme="Organisme fictif",
        courriel=f"{role.value}.{partie.value}.{code}@exemple.invalid",
    )


def atelier() -> Atelier:
    return Atelier(DOSSIER_DES_GABARITS, Depot(Path(configuration().donnees)))


def un_depart(jour: date, heure: int = 6) -> Depart:
    return Depart(jour, datetime(jour.year, jour.month, jour.day, heure, 30, tzinfo=PARIS), PLAGE, "Jalons")


def passer_le(jour: date) -> Bilan:
    """La tournée des relances de ce jour-là."""
    with lecture() as session:
        demarches = demarches_a_relancer(session, jour)
    return relancer(demarches, un_depart(jour), atelier())


def passer(jours: Iterable[date]) -> list[Bilan]:
    return [passer_le(jour) for jour in jours]


def relances() -> dict[str, Relance]:
    """Par niveau, quand il n'y a qu'un territoire."""
    with lecture() as session:
        return {r.niveau: r for r in session.exec(select(Relance).order_by(col(Relance.cle))).all()}


def messages() -> list[Message]:
    with lecture() as session:
        return list(session.exec(select(Message).order_by(col(Message.prepare_le), col(Message.id))).all())


def actifs() -> list[Message]:
    return [m for m in messages() if m.etat is not EtatMessage.ANNULE]


def repondre(demarche_id: UUID, le: date) -> None:
    """La réponse est reçue, sans en dérouler la saisie."""
    with unite_de_travail() as session:
        attendu = attendu_designe(session, session.get_one(Demarche, demarche_id), INDICATEURS, 2025)
        attendu.recu_le, attendu.recu_par = le, "Camille Exemple"


def amenager_le(demarche_id: UUID, nature: NatureAmenagement, le: date, jusqu_au: date) -> None:
    with unite_de_travail() as session:
        attendu = attendu_designe(session, session.get_one(Demarche, demarche_id), INDICATEURS, 2025)
        amenager(session, attendu, nature, "Motif fictif", auteur(le), jusqu_au=jusqu_au)


def designer(session: Session, demarche_id: UUID, niveau: str) -> Designation:
    return Designation(session.get_one(Demarche, demarche_id), INDICATEURS, 2025, niveau)


def un_instant(jour: date, heure: int = 9) -> datetime:
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)


def marquer_envoye(message_id: UUID, instant: datetime, **champs: Any) -> None:
    """Comme si le serveur l'avait accepté."""
    with unite_de_travail() as session:
        session.get_one(Message, message_id).sqlmodel_update(
            {"etat": EtatMessage.ENVOYE, "envoye_le": instant, **champs}
        )


def lisible(texte: str) -> str:
    """Le texte avec des espaces ordinaires."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")
