"""La liaison avec le serveur de courriel : remettre un message, et savoir exactement ce qu'il en a dit.

Le point qui termine le texte est envoyé à part : avant lui, le serveur n'a rien pu accepter ; après lui, et
tant que sa réponse n'est pas lue, on ne sait pas. C'est le seul instant de doute, et l'appelant le marque.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from select import select
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import NamedTuple

from modeles.reglages_courriel import ReglagesCourriel, SecuriteSmtp
from workflows.notifications.reponses import Reponse, en_clair

TAILLE_REFUSEE = 552
# Le serveur range le message avant de répondre au point final : la norme lui donne dix fois plus de temps.
PATIENCE_FINALE = 10
POINT_FINAL = b".\r\n"


class EnvoiEmpeche(Exception):
    """Rien ne peut partir : le serveur ne répond pas, ou ne veut pas de nous. Les messages n'y sont pour rien."""


class LiaisonCoupee(Exception):
    """La liaison s'est rompue pendant la remise. `doute` : le point final était parti, sans réponse lue."""

    def __init__(self, *, doute: bool) -> None:
        super().__init__("La liaison avec le serveur a été coupée pendant la remise.")
        self.doute = doute


class Lettre(NamedTuple):
    """Ce qui est remis : de qui, à qui, le courriel, et son numéro de suivi pour les avis d'échec."""

    de: str
    a: list[str]
    octets: bytes
    suivi: str


class Liaison:
    """Une liaison ouverte, où l'on remet les messages l'un après l'autre."""

    def __init__(self, smtp: smtplib.SMTP, delai_s: float) -> None:
        self._smtp = smtp
        self._delai_s = delai_s

    def remettre(self, lettre: Lettre, avant_le_point: Callable[[], None]) -> dict[str, Reponse]:
        """Remet la lettre ; rend la réponse faite à chaque adresse.

        `avant_le_point` est appelé juste avant le point final ; s'il échoue, la liaison est rompue et rien
        n'est accepté. Lève `LiaisonCoupee` ou `EnvoiEmpeche`.
        """
        doute = False

        def marquer() -> None:
            nonlocal doute
            avant_le_point()
            doute = True

        try:
            return self._remettre(lettre, marquer)
        except (smtplib.SMTPServerDisconnected, OSError) as rupture:
            self.rompre()
            raise LiaisonCoupee(doute=doute) from rupture
        except BaseException:
            self.rompre()
            raise

    def _remettre(self, lettre: Lettre, marquer: Callable[[], None]) -> dict[str, Reponse]:
        if (emetteur := self._annoncer(lettre)) is not None:
            return dict.fromkeys(lettre.a, emetteur)
        reponses = {a: _lire(self._smtp.rcpt(a, self._avis(a))) for a in lettre.a}
        acceptees = [adresse for adresse, reponse in reponses.items() if reponse.accepte]
        if not acceptees:
            self._abandonner()
            return reponses
        finale = self._transmettre(lettre.octets, marquer)
        if not finale.accepte:
            self._abandonner()
        return reponses | dict.fromkeys(acceptees, finale)

    def _abandonner(self) -> None:
        """Le serveur a répondu non : ce qu'il dit ensuite, ou son départ, n'y change rien."""
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.rompre()

    def _annoncer(self, lettre: Lettre) -> Reponse | None:
        """Annonce l'expéditeur ; rend la réponse si le serveur ne veut pas de ce message-ci."""
        options = [f"SIZE={len(lettre.octets)}"] if self._smtp.has_extn("size") else []
        if self._smtp.has_extn("dsn"):
            options += ["RET=HDRS", f"ENVID={lettre.suivi}"]
        reponse = _lire(self._smtp.mail(lettre.de, options))
        if reponse.accepte:
            return None
        if reponse.passager or reponse.code == TAILLE_REFUSEE:
            return reponse
        raise EnvoiEmpeche(f"Le serveur refuse l'expéditeur {lettre.de} ({reponse.entiere}).")

    def _avis(self, adresse: str) -> list[str]:
        return (
            ["NOTIFY=FAILURE,DELAY", f"ORCPT=rfc822;{_xtext(adresse)}"] if self._smtp.has_extn("dsn") else []
        )

    def _transmettre(self, octets: bytes, marquer: Callable[[], None]) -> Reponse:
        pret = _lire(self._smtp.docmd("DATA"))
        if pret.code != 354:
            return pret
        # Une ligne qui commence par un point en reçoit un second, que le serveur retire.
        self._smtp.send(re.sub(rb"^\.", b"..", octets, flags=re.MULTILINE))
        self._exiger_le_silence()
        marquer()
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(self._delai_s * PATIENCE_FINALE)
        self._smtp.send(POINT_FINAL)
        reponse = _lire(self._smtp.getreply())
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(self._delai_s)
        return reponse

    def _exiger_le_silence(self) -> None:
        """Un serveur attend le point final sans rien dire : s'il a parlé, ou raccroché, il ne l'attend plus."""
        if self._smtp.sock is None or select([self._smtp.sock], [], [], 0)[0]:
            raise smtplib.SMTPServerDisconnected("le serveur n'attend plus la fin du texte")

    def fermer(self) -> None:
        """Prend congé du serveur ; s'il est déjà parti, tant pis."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.quit()
        self.rompre()

    def rompre(self) -> None:
        """Ferme sans rien dire : le serveur oublie un texte sans point final."""
        self._smtp.close()

    @property
    def ouverte(self) -> bool:
        return self._smtp.sock is not None


def _lire(reponse: tuple[int, bytes | str]) -> Reponse:
    code, texte = reponse
    lisible = texte.decode("utf-8", "replace") if isinstance(texte, bytes) else texte
    if code < 0:
        raise smtplib.SMTPServerDisconnected(f"réponse illisible : {lisible}")
    return Reponse(code, en_clair(lisible))


def _xtext(adresse: str) -> str:
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in adresse)


@contextmanager
def liaison(reglages: ReglagesCourriel) -> Iterator[Liaison]:
    """Une liaison protégée comme réglé, fermée à la sortie. Lève `EnvoiEmpeche`."""
    ouverte = Liaison(_ouvrir(reglages), reglages.smtp_delai_s)
    try:
        yield ouverte
    finally:
        ouverte.fermer()


def _ouvrir(reglages: ReglagesCourriel) -> smtplib.SMTP:
    ou = f"{reglages.smtp_hote}:{reglages.smtp_port}"
    try:
        smtp = _joindre_le_serveur(reglages)
    except smtplib.SMTPAuthenticationError as refus:
        raise EnvoiEmpeche(f"Le serveur {ou} refuse le compte réglé ({_dire(refus.args)}).") from refus
    except smtplib.SMTPResponseException as refus:
        raise EnvoiEmpeche(f"Le serveur {ou} nous refuse ({_dire(refus.args)}).") from refus
    except ssl.SSLError as refus:
        raise EnvoiEmpeche(f"Le certificat du serveur {ou} n'est pas accepté ({refus.reason}).") from refus
    except (smtplib.SMTPException, OSError) as panne:
        raise EnvoiEmpeche(f"Le serveur {ou} ne répond pas ({_dire(panne.args)}).") from panne
    return smtp


def _dire(arguments: Iterable[object]) -> str:
    textes = (a.decode("utf-8", "replace") if isinstance(a, bytes) else str(a) for a in arguments)
    return en_clair(" ".join(textes))


def _joindre_le_serveur(reglages: ReglagesCourriel) -> smtplib.SMTP:
    confiance = ssl.create_default_context(cafile=reglages.smtp_autorite)
    hote, port, nous = reglages.smtp_hote or "", reglages.smtp_port, reglages.domaine_du_courriel
    delai_s = reglages.smtp_delai_s
    if reglages.smtp_securite is SecuriteSmtp.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(hote, port, nous, timeout=delai_s, context=confiance)
    else:
        smtp = smtplib.SMTP(hote, port, nous, timeout=delai_s)
    try:
        _sans_regrouper(smtp)
        if reglages.smtp_securite is SecuriteSmtp.STARTTLS:
            smtp.starttls(context=confiance)
        if reglages.smtp_utilisateur and reglages.smtp_mot_de_passe:
            smtp.login(reglages.smtp_utilisateur, reglages.smtp_mot_de_passe.get_secret_value())
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _sans_regrouper(smtp: smtplib.SMTP) -> None:
    """Le point final suit le texte de près : sinon, le système l'attarderait de quarante millisecondes."""
    if smtp.sock is not None:
        smtp.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
