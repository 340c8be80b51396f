"""Le courriel d'un message : les mêmes octets à chaque fois, prêts pour le serveur ou pour Outlook."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from modeles.message import Message
from workflows.notifications.adresses import adresse_utilisable
from workflows.notifications.habillage import en_html

# Du texte en « quoted-printable » traverse tous les serveurs, même ceux qui n'admettent que sept bits.
ENCODAGE = "quoted-printable"
NOM_DE_L_INVITATION = "invitation.ics"


class PieceJointe(NamedTuple):
    """Un fichier à joindre, tel que son lecteur le verra."""

    nom: str
    type_mime: str
    octets: bytes


class Origine(NamedTuple):
    """D'où part le courriel, et quand (l'heure écrite est celle du fuseau)."""

    adresse: str
    le: datetime
    fuseau: str


def composer_courriel(message: Message, pieces: Sequence[PieceJointe], origine: Origine) -> EmailMessage:
    """Le courriel prêt à partir : texte et HTML, pièces jointes, invitation s'il y en a une."""
    courriel = _enveloppe(message)
    courriel["From"] = str(_boite(origine.adresse, message.expediteur))
    if message.repondre_a:
        courriel["Reply-To"] = message.repondre_a
    courriel["Date"] = format_datetime(origine.le.astimezone(ZoneInfo(origine.fuseau)))
    courriel["Message-ID"] = message.identifiant
    # Un répondeur automatique ne doit pas répondre à un programme (RFC 3834).
    courriel["Auto-Submitted"] = "auto-generated"
    _remplir(courriel, message, pieces)
    if message.calendrier:
        _inviter(courriel, message.calendrier)
    _joindre(courriel, [*pieces, *_invitation_en_fichier(message)])
    _fixer_les_frontieres(courriel, message.cle_effet)
    return courriel


def composer_brouillon(message: Message, pieces: Sequence[PieceJointe]) -> EmailMessage:
    """Le même, à ouvrir dans Outlook : `X-Unsent` le fait paraître prêt à envoyer, avec les pièces jointes.

    Sans expéditeur ni identifiant : ce sont ceux de la personne qui l'enverra.
    """
    courriel = _enveloppe(message)
    courriel["X-Unsent"] = "1"
    _remplir(courriel, message, pieces)
    _joindre(courriel, [*pieces, *_invitation_en_fichier(message)])
    _fixer_les_frontieres(courriel, message.cle_effet)
    return courriel


def _enveloppe(message: Message) -> EmailMessage:
    courriel = EmailMessage(policy=SMTP)
    courriel["Subject"] = sur_une_ligne(message.objet)
    for en_tete, adresses in (("To", message.destinataires), ("Cc", message.copies)):
        if bonnes := [_boite(a) for a in dict.fromkeys(adresses) if adresse_utilisable(a)]:
            courriel[en_tete] = bonnes
    return courriel


def _boite(adresse: str, nom: str = "") -> Address:
    compte, _, domaine = adresse.rpartition("@")
    return Address(sur_une_ligne(nom), compte, domaine)


def sur_une_ligne(texte: str) -> str:
    """Un en-tête tient sur une ligne : un retour à la ligne en ajouterait un autre."""
    return " ".join(texte.split())


def _remplir(courriel: EmailMessage, message: Message, pieces: Iterable[PieceJointe]) -> None:
    html = message.corps_html or en_html(message.objet, message.corps, [p.nom for p in pieces])
    courriel.set_content(message.corps.rstrip() + "\n", cte=ENCODAGE)
    courriel.add_alternative(html, subtype="html", cte=ENCODAGE)


def _inviter(courriel: EmailMessage, calendrier: str) -> None:
    """Outlook propose d'accepter quand l'invitation est l'une des formes du texte, et dit sa méthode."""
    methode = "CANCEL" if "METHOD:CANCEL" in calendrier else "REQUEST"
    courriel.add_alternative(
        calendrier, subtype="calendar", charset="utf-8", cte="base64", params={"method": methode}
    )


def _invitation_en_fichier(message: Message) -> Sequence[PieceJointe]:
    if not message.calendrier:
        return []
    return [PieceJointe(NOM_DE_L_INVITATION, "application/ics", message.calendrier.encode())]


def _joindre(courriel: EmailMessage, pieces: Iterable[PieceJointe]) -> None:
    for piece in pieces:
        famille, _, genre = piece.type_mime.partition("/")
        courriel.add_attachment(
            piece.octets, maintype=famille, subtype=genre or "octet-stream", filename=sur_une_ligne(piece.nom)
        )


def _fixer_les_frontieres(courriel: EmailMessage, cle: str) -> None:
    """Une frontière tirée au sort changerait les octets d'un essai à l'autre ; « =_ » ne peut paraître dans
    aucune partie, toutes étant en « quoted-printable » ou en base 64."""
    for rang, partie in enumerate(p for p in courriel.walk() if p.is_multipart()):
        partie.set_boundary(f"=_{sha256(f'{cle}:{rang}'.encode()).hexdigest()[:24]}")
