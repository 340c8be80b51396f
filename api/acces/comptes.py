"""Ce que les portes (pages et terminal) savent des comptes : les retrouver, les inviter, leur donner un rôle."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from api.acces.demarrage import adresse_de_jalons
from modeles.compte import Compte, Role
from modeles.erreurs import Introuvable
from modeles.requetes_acces import fiche_de_ce_code
from workflows.acces.comptes import Qui, ouvrir_compte
from workflows.acces.habilitations import Portee, en_clair, habiliter
from workflows.acces.invitations import inviter


class RoleDemande(NamedTuple):
    """Un rôle tel qu'une personne le demande : la région, le territoire et la fiche, en toutes lettres."""

    role: Role
    region: str = ""
    territoire: str = ""
    fiche: str = ""


class Invitation(NamedTuple):
    """Qui inviter, et pour quoi faire."""

    nom: str
    courriel: str
    role: RoleDemande
    organisme: str = ""
    fin_le: date | None = None


def compte_de_la_page(session: Session, identifiant: UUID) -> Compte:
    """Le compte de cet identifiant. Lève `Introuvable`."""
    compte = session.get(Compte, identifiant)
    if compte is None:
        raise Introuvable(
            "Ce compte n'existe pas.",
            "L'adresse de la page est incomplète.",
            "Repartez de la liste des comptes.",
        )
    return compte


def donner_le_role(session: Session, compte: Compte, voulu: RoleDemande, qui: Qui) -> None:
    """Donne ce rôle. Lève `SaisieInvalide` ou `Introuvable`."""
    habiliter(session, compte, voulu.role, qui, _portee(session, voulu))


def inviter_quelqu_un(session: Session, voulue: Invitation, qui: Qui) -> Compte:
    """Ouvre le compte, lui donne son rôle, et prépare le message qui l'invite."""
    compte = ouvrir_compte(
        session, voulue.nom, voulue.courriel, qui, organisme=voulue.organisme, fin_le=voulue.fin_le
    )
    donner_le_role(session, compte, voulue.role, qui)
    inviter(session, compte, adresse_de_jalons(), qui)
    return compte


def roles_en_clair(session: Session, compte: Compte) -> Sequence[str]:
    """Ses rôles en vigueur, en toutes lettres."""
    return [en_clair(session, h) for h in compte.habilitations if h.retiree_le is None]


def _portee(session: Session, voulu: RoleDemande) -> Portee:
    fiche = fiche_de_ce_code(session, voulu.fiche.strip()) if voulu.fiche.strip() else None
    if voulu.fiche.strip() and fiche is None:
        raise Introuvable(
            f"La fiche « {voulu.fiche[:40]} » n'existe pas.",
            "Aucune fiche ne porte ce code.",
            "Vérifiez-le dans la liste des fiches du territoire.",
        )
    return Portee(voulu.region.strip() or None, voulu.territoire.strip() or None, fiche.id if fiche else None)
