"""Les liens personnels : en donner un, l'ouvrir, le remplacer, le fermer."""

from datetime import datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlmodel import Session, col, select

from modeles.campagne import Attendu
from modeles.configuration import Configuration
from modeles.contact import Contact
from modeles.erreurs import ErreurMetier, SaisieInvalide
from modeles.journalisation import signer
from modeles.lien_de_reponse import LienDeReponse
from modeles.secret import secret_de_l_installation
from workflows.commandes.bordereau import Auteur

VALIDITE = timedelta(days=90)
SEL = "lien-de-reponse"
CHEMIN = "/reponse/"


class LienFerme(ErreurMetier):
    """Inconnu, altéré, remplacé, expiré ou révoqué : le même refus, qui n'apprend rien de plus."""

    statut = 404

    def __init__(self) -> None:
        super().__init__(
            "Ce lien ne permet plus de répondre.",
            "Il a expiré, a été remplacé par un plus récent, ou n'est pas complet.",
            "Reprenez le lien du dernier message reçu, ou demandez-en un à votre interlocuteur de l'État.",
        )


def lien_pour(session: Session, attendu: Attendu, contact: Contact, auteur: Auteur) -> LienDeReponse:
    """Le lien de cette personne pour ce que la campagne attend ; le même tant qu'il vaut, prolongé au besoin.

    Lève `SaisieInvalide` si elle n'a pas d'adresse.
    """
    if not contact.courriel:
        raise SaisieInvalide(
            f"{contact.nom} ne peut pas recevoir de lien personnel.",
            "Son adresse électronique n'est pas renseignée.",
            "Complétez ce contact, puis recommencez.",
        )
    signer(session, auteur.par)
    adresse = contact.courriel.casefold()
    lien = _de(session, attendu.id, adresse)
    if lien is None:
        lien = LienDeReponse(
            attendu_id=attendu.id,
            courriel=adresse,
            nom=f"{contact.prenom} {contact.nom}".strip(),
            cree_par=auteur.par,
            cree_le=auteur.saisi_le,
            expire_le=auteur.saisi_le + VALIDITE,
        )
        session.add(lien)
    elif lien.revoque_le is not None or lien.expire_le <= auteur.saisi_le:
        lien.version, lien.revoque_le, lien.revoque_par = lien.version + 1, None, None
    lien.expire_le = max(lien.expire_le, auteur.saisi_le + VALIDITE / 2)
    session.flush()
    return lien


def remplacer(session: Session, lien: LienDeReponse, auteur: Auteur) -> None:
    """L'adresse d'avant ne répond plus ; la nouvelle repart pour toute la durée."""
    signer(session, auteur.par)
    lien.version += 1
    lien.revoque_le, lien.revoque_par = None, None
    lien.expire_le = auteur.saisi_le + VALIDITE


def revoquer(session: Session, lien: LienDeReponse, auteur: Auteur) -> None:
    """Ferme le lien ; sa personne n'y entrera plus."""
    signer(session, auteur.par)
    if lien.revoque_le is None:
        lien.revoque_le, lien.revoque_par = auteur.saisi_le, auteur.par


def chemin_du_lien(lien: LienDeReponse, secret: str) -> str:
    """L'adresse du lien, sans celle du site : « /reponse/… »."""
    return CHEMIN + _signeur(secret).dumps([str(lien.id), lien.version])


def adresse_du_lien(lien: LienDeReponse, reglages: Configuration) -> str:
    """L'adresse entière, telle qu'on la donne à la personne."""
    site = reglages.url_publique or f"http://{reglages.hote}:{reglages.port}"
    return site + chemin_du_lien(lien, secret_de_l_installation(reglages.donnees))


def ouvrir(session: Session, jeton: str, secret: str, instant: datetime) -> LienDeReponse:
    """Le lien que ce jeton ouvre. Lève `LienFerme`."""
    try:
        identifiant, version = _signeur(secret).loads(jeton)
        lien = session.get(LienDeReponse, UUID(identifiant))
    except (BadSignature, ValueError, TypeError):
        raise LienFerme from None
    if lien is None or lien.version != version or lien.revoque_le is not None or lien.expire_le <= instant:
        raise LienFerme
    return lien


def liens_de(session: Session, attendu_id: UUID) -> list[LienDeReponse]:
    """Tous les liens donnés pour cet attendu, du plus ancien au plus récent."""
    requete = select(LienDeReponse).where(col(LienDeReponse.attendu_id) == attendu_id)
    return list(session.exec(requete.order_by(col(LienDeReponse.cree_le))).all())


def _de(session: Session, attendu_id: UUID, courriel: str) -> LienDeReponse | None:
    requete = select(LienDeReponse).where(
        col(LienDeReponse.attendu_id) == attendu_id, col(LienDeReponse.courriel) == courriel
    )
    return session.exec(requete).first()


def _signeur(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SEL)
