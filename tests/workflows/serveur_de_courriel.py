"""Un vrai serveur SMTP, dans un fil de l'essai : il reçoit, refuse, filtre, ou coupe, comme on le lui demande."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

OK = "250 2.0.0 Message accepté"
COMPTE = ("jalons", "secret d'essai")


class Recu(NamedTuple):
    """Ce que le serveur a accepté : l'enveloppe, et le courriel."""

    de: str
    a: list[str]
    octets: bytes

    @property
    def courriel(self) -> EmailMessage:
        lu = message_from_bytes(self.octets, policy=default)
        assert isinstance(lu, EmailMessage)
        return lu


class Guichet:
    """Les réponses du serveur. Chaque consigne est une fonction de l'adresse, ou du courriel reçu."""

    def __init__(self) -> None:
        self.recus: list[Recu] = []
        self.emetteur: Callable[[str], str] = lambda adresse: "250 2.1.0 OK"
        self.destinataire: Callable[[str], str] = lambda adresse: "250 2.1.5 OK"
        self.attente_s = 0.0
        self.texte: Callable[[Recu], str | None] = lambda recu: OK

    async def handle_MAIL(  # noqa: N802
        self, serveur: SMTP, session: Session, enveloppe: Envelope, adresse: str, options: list[str]
    ) -> str:
        reponse = self.emetteur(adresse)
        if reponse.startswith("2"):
            enveloppe.mail_from = adresse
        return reponse

    async def handle_RCPT(  # noqa: N802
        self, serveur: SMTP, session: Session, enveloppe: Envelope, adresse: str, options: list[str]
    ) -> str:
        reponse = self.destinataire(adresse)
        if reponse.startswith("2"):
            enveloppe.rcpt_tos.append(adresse)
        return reponse

    async def handle_DATA(self, serveur: SMTP, session: Session, enveloppe: Envelope) -> str:  # noqa: N802
        """Une consigne qui rend `None` coupe la liaison sans répondre : le texte entier était arrivé."""
        recu = Recu(enveloppe.mail_from or "", list(enveloppe.rcpt_tos), enveloppe.original_content or b"")
        await asyncio.sleep(self.attente_s)
        reponse = self.texte(recu)
        if reponse is None or reponse.startswith("2"):
            self.recus.append(recu)
        if reponse is None:
            couper(serveur)
        return reponse or OK


def couper(serveur: SMTP) -> None:
    transport: Any = serveur.transport
    transport.abort()


class CoupeAvantLePoint(SMTP):
    """Coupe la liaison après avoir dit qu'il attend le texte."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self.push("354 Envoyez le texte")
        couper(self)


def verifier_le_compte(
    serveur: SMTP, session: Session, enveloppe: Envelope, mecanisme: str, donnees: Any
) -> AuthResult:
    """Un seul compte, un seul mot de passe."""
    connu = (
        isinstance(donnees, LoginPassword) and (donnees.login.decode(), donnees.password.decode()) == COMPTE
    )
    return AuthResult(success=connu, handled=False)


class Ecoute(Controller):
    """Le serveur d'aiosmtpd, avec le protocole et le TLS demandés."""

    def __init__(self, guichet: Guichet, protocole: type[SMTP] = SMTP, **options: Any) -> None:
        self.protocole = protocole
        super().__init__(guichet, hostname="127.0.0.1", port=0, **options)

    def factory(self) -> SMTP:
        return self.protocole(self.handler, **self.SMTP_kwargs)

    @property
    def port_ouvert(self) -> int:
        serveur: Any = self.server
        return int(serveur.sockets[0].getsockname()[1])

    def _trigger_server(self) -> None:
        self.port = (
            self.port_ouvert
        )  # le système l'a choisi ; aiosmtpd s'y appelle pour vérifier qu'il répond
        super()._trigger_server()


@contextmanager
def serveur_de_courriel(guichet: Guichet, **options: Any) -> Iterator[int]:
    """Sert sur cette machine, à un port libre que l'on rend."""
    ecoute = Ecoute(guichet, **options)
    ecoute.start()
    try:
        yield ecoute.port_ouvert
    finally:
        ecoute.stop()


def certificat(dossier: Path) -> tuple[Path, ssl.SSLContext]:
    """Un certificat d'essai pour 127.0.0.1, et le contexte TLS du serveur qui le présente."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "serveur d'essai")])
    debut = datetime.now(UTC) - timedelta(days=1)
    signe = (
        x509.CertificateBuilder(nom, nom, cle.public_key(), x509.random_serial_number())
        .not_valid_before(debut)
        .not_valid_after(debut + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(cle, hashes.SHA256())
    )
    public, prive = dossier / "serveur.pem", dossier / "serveur.cle"
    public.write_bytes(signe.public_bytes(serialization.Encoding.PEM))
    prive.write_bytes(
        cle.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexte.load_cert_chain(public, prive)
    return public, contexte
