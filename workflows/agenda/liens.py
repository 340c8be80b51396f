"""Les liens d'abonnement à l'agenda : en créer un, le retirer. Le secret ne se montre qu'une fois."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from modeles.agenda import LienDeCalendrier
from modeles.compte import Compte
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.requetes_agenda import lien_de_calendrier
from workflows.acces.secrets import empreinte_de, nouveau_secret


class LienInconnu(Introuvable):
    """Le même refus pour un lien inventé, retiré, ou dont la personne n'a plus de compte : on n'apprend rien."""

    def __init__(self) -> None:
        super().__init__(
            "Ce calendrier n'existe pas.",
            "Le lien est faux, a été retiré, ou la personne qui l'a créé n'a plus accès à Jalons.",
            "Créez-en un autre dans « Mes calendriers ».",
        )


def creer_lien(
    session: Session, compte_id: UUID, territoire: str | None, par: str, le: datetime
) -> tuple[LienDeCalendrier, str]:
    """Un abonnement à tous ses territoires, ou à un seul ; rend le lien et son secret."""
    signer(session, par)
    secret = nouveau_secret()
    lien = LienDeCalendrier(
        empreinte=empreinte_de(secret), compte_id=compte_id, territoire=territoire, cree_le=le, cree_par=par
    )
    session.add(lien)
    session.flush()
    return lien, secret


def retirer_lien(session: Session, identifiant: UUID, compte_id: UUID | None, par: str, le: datetime) -> None:
    """Le lien ne montre plus rien. Lève `LienInconnu` s'il n'est pas à ce compte (à aucun, si `None`)."""
    signer(session, par)
    lien = session.get(LienDeCalendrier, identifiant)
    if lien is None or compte_id not in (None, lien.compte_id):
        raise LienInconnu
    if lien.revoque_le is None:
        lien.revoque_le, lien.revoque_par = le, par


def lien_en_vigueur(session: Session, secret: str, le: datetime) -> tuple[LienDeCalendrier, Compte]:
    """Le lien de ce secret, et son compte encore ouvert. Lève `LienInconnu`."""
    lien = lien_de_calendrier(session, empreinte_de(secret))
    if lien is None or lien.revoque_le is not None or not lien.compte.ouvert(le.date()):
        raise LienInconnu
    return lien, lien.compte
