"""Donner un rôle à une personne, là où il s'exerce ; le lui retirer."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.compte import Compte, Habilitation, Role
from modeles.erreurs import SaisieInvalide
from modeles.fiche import FicheAction
from modeles.journalisation import signer
from modeles.reference.registre import registre
from modeles.requetes_acces import habilitations_de
from workflows.acces.comptes import Qui, Trace, exiger_un_autre_administrateur, tracer

PORTEE_ATTENDUE = {
    Role.ADMINISTRATEUR: "rien : il administre partout",
    Role.REGION: "une région",
    Role.ETAT: "un département",
    Role.COLLECTIVITE: "le territoire de son contrat",
    Role.PORTEUR: "une fiche",
    Role.LECTEUR: "une région, un territoire, ou rien pour toute la France",
}


PORTEES_PERMISES: dict[Role, list[set[str]]] = {
    Role.ADMINISTRATEUR: [set()],
    Role.REGION: [{"region"}],
    Role.ETAT: [{"territoire"}],
    Role.COLLECTIVITE: [{"territoire"}],
    Role.PORTEUR: [{"fiche_id"}],
    Role.LECTEUR: [set(), {"region"}, {"territoire"}],
}


class Portee(NamedTuple):
    """Où un rôle s'exerce : une région, un territoire, une fiche, ou partout."""

    region: str | None = None
    territoire: str | None = None
    fiche_id: UUID | None = None


PARTOUT = Portee()


def habiliter(
    session: Session, compte: Compte, role: Role, qui: Qui, portee: Portee = PARTOUT
) -> Habilitation:
    """Donne un rôle à un compte ; celui qu'il a déjà reste ce qu'il est. Lève `SaisieInvalide` ou `Introuvable`."""
    portee = _verifiee(session, role, portee)
    for deja, *_ in habilitations_de(session, compte.id):
        if (deja.role, deja.region, deja.territoire, deja.fiche_id) == (role, *portee):
            return deja
    signer(session, qui.par)
    habilitation = Habilitation(
        compte_id=compte.id, role=role, accordee_le=qui.le, accordee_par=qui.par, **portee._asdict()
    )
    session.add(habilitation)
    session.flush()
    tracer(session, compte, Trace.HABILITE, qui, en_clair(session, habilitation))
    return habilitation


def retirer(session: Session, habilitation: Habilitation, qui: Qui) -> None:
    """Retire un rôle ; sans effet s'il l'est déjà. Lève `DernierAdministrateur`."""
    if habilitation.retiree_le is not None:
        return
    if habilitation.role is Role.ADMINISTRATEUR:
        exiger_un_autre_administrateur(session, habilitation.compte, qui.le.date())
    signer(session, qui.par)
    habilitation.retiree_le, habilitation.retiree_par = qui.le, qui.par
    tracer(session, habilitation.compte, Trace.RETIRE, qui, en_clair(session, habilitation))


def en_clair(session: Session, habilitation: Habilitation) -> str:
    """« service de l'État dans le département : Gers »."""
    ou = ""
    if habilitation.region:
        ou = registre().region(habilitation.region).nom
    elif habilitation.territoire:
        ou = registre().territoire(habilitation.territoire).nom
    elif habilitation.fiche_id:
        ou = session.get_one(FicheAction, habilitation.fiche_id).code
    return f"{habilitation.role.libelle} : {ou}" if ou else habilitation.role.libelle


def _verifiee(session: Session, role: Role, portee: Portee) -> Portee:
    donnees = {champ for champ, valeur in portee._asdict().items() if valeur is not None}
    if donnees not in PORTEES_PERMISES[role]:
        raise SaisieInvalide(
            f"Le rôle « {role.libelle} » ne s'exerce pas là.",
            f"Il demande {PORTEE_ATTENDUE[role]}.",
            "Précisez où il s'exerce, et rien d'autre.",
        )
    if portee.fiche_id is not None and session.get(FicheAction, portee.fiche_id) is None:
        raise SaisieInvalide(
            "Cette fiche n'existe pas.", "Elle a peut-être été ôtée.", "Choisissez-en une autre."
        )
    region = registre().region(portee.region).code if portee.region else None
    territoire = registre().trouver_territoire(portee.territoire).code if portee.territoire else None
    return Portee(region, territoire, portee.fiche_id)
