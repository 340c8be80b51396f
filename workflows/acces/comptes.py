"""Ouvrir un compte, l'habiliter, le suspendre. Rien ne s'efface : chaque geste laisse sa trace."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.acces import TraceDAcces
from modeles.compte import Compte, Habilitation, Role
from modeles.erreurs import SaisieInvalide
from modeles.requetes_acces import compte_de_courriel

ADMINISTRATEUR_LOCAL = "Administrateur de cette machine"


class Portee(NamedTuple):
    """Où un rôle s'exerce : une région, un territoire, une fiche, ou partout."""

    region: str | None = None
    territoire: str | None = None
    fiche_id: UUID | None = None


PARTOUT = Portee()


class Qui(NamedTuple):
    """Qui ouvre, habilite ou suspend, et à quel instant."""

    par: str
    le: datetime


def tracer(session: Session, compte: Compte, quoi: str, qui: Qui, detail: str = "") -> None:
    """Inscrit ce qui arrive à un compte."""
    session.add(TraceDAcces(compte_id=compte.id, quoi=quoi, detail=detail, par=qui.par, le=qui.le))


def ouvrir_compte(
    session: Session,
    nom: str,
    courriel: str | None,
    qui: Qui,
    *,
    organisme: str = "",
    fin_le: date | None = None,
) -> Compte:
    """Ouvre un compte, sans aucun droit encore. Lève `SaisieInvalide` si le courriel a déjà le sien."""
    adresse = normaliser(courriel) if courriel else None
    if adresse and compte_de_courriel(session, adresse):
        raise SaisieInvalide(
            f"« {adresse} » a déjà un compte.",
            "Une adresse désigne une seule personne.",
            "Habilitez le compte existant, ou donnez une autre adresse.",
        )
    compte = Compte(
        nom=nom, courriel=adresse, organisme=organisme, fin_le=fin_le, cree_le=qui.le, cree_par=qui.par
    )
    session.add(compte)
    session.flush()
    tracer(session, compte, "ouvert", qui)
    return compte


def habiliter(
    session: Session, compte: Compte, role: Role, qui: Qui, portee: Portee = PARTOUT
) -> Habilitation:
    """Donne un rôle à un compte, là où il s'exerce."""
    habilitation = Habilitation(
        compte_id=compte.id, role=role, accordee_le=qui.le, accordee_par=qui.par, **portee._asdict()
    )
    session.add(habilitation)
    session.flush()
    tracer(session, compte, "habilite", qui, role.libelle)
    return habilitation


def normaliser(courriel: str) -> str:
    """L'adresse telle qu'elle est rangée : sans espaces de bord, en minuscules."""
    return courriel.strip().lower()
