"""Ce que « Ma région » montre à côté de l'étape : réunions, référents, axes ; une lecture pour toutes les démarches."""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from modeles.contact import Contact
from modeles.demarche import AxeRetenu
from modeles.reunion import Reunion
from modeles.vocabulaire import EtatReunion, NatureReunion, Partie, RoleContact


class ReunionAVenir(NamedTuple):
    """Une réunion programmée ou convoquée, et pas encore tenue ; sa date peut être passée."""

    demarche_id: UUID
    numero: int
    nature: NatureReunion
    theme: str | None
    etat: EtatReunion
    prevue_le: date
    heure: time
    lieu: str


class Referent(NamedTuple):
    """Une personne qui suit une démarche, pour l'une des deux parties."""

    demarche_id: UUID
    partie: Partie
    prenom: str
    nom: str

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip()


def reunions_a_venir(session: Session, demarches: Collection[UUID]) -> list[ReunionAVenir]:
    """Les réunions de ces démarches qui restent à tenir, de la plus proche à la plus lointaine."""
    lignes = session.exec(
        select(  # type: ignore[call-overload]  # SQLModel ne type que quatre colonnes
            col(Reunion.demarche_id),
            col(Reunion.numero),
            col(Reunion.nature),
            col(Reunion.theme),
            col(Reunion.etat),
            col(Reunion.prevue_le),
            col(Reunion.heure),
            col(Reunion.lieu),
        )
        .where(
            col(Reunion.demarche_id).in_(demarches),
            col(Reunion.etat).in_((EtatReunion.PROGRAMMEE, EtatReunion.CONVOQUEE)),
        )
        .order_by(col(Reunion.prevue_le), col(Reunion.heure), col(Reunion.numero))
    ).all()
    return [ReunionAVenir(*ligne) for ligne in lignes]


def referents_de(session: Session, demarches: Collection[UUID]) -> list[Referent]:
    """Les référents en fonction de ces démarches, ceux de l'État d'abord."""
    lignes = session.exec(
        select(col(Contact.demarche_id), col(Contact.partie), col(Contact.prenom), col(Contact.nom))
        .where(
            col(Contact.demarche_id).in_(demarches),
            col(Contact.role) == RoleContact.REFERENT,
            col(Contact.actif),
        )
        .order_by(col(Contact.partie).desc(), col(Contact.nom), col(Contact.prenom))
    ).all()
    return [Referent(*ligne) for ligne in lignes]


def axes_couverts_de(session: Session, demarches: Collection[UUID]) -> Sequence[tuple[UUID, str]]:
    """(démarche, axe) des axes que ces démarches travaillent, dans l'ordre où elles les numérotent."""
    return session.exec(
        select(col(AxeRetenu.demarche_id), col(AxeRetenu.axe))
        .where(col(AxeRetenu.demarche_id).in_(demarches), col(AxeRetenu.justification).is_(None))
        .order_by(col(AxeRetenu.demarche_id), col(AxeRetenu.numero))
    ).all()
