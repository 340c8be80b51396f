"""Les courriels que renvoient les serveurs, tels qu'on les voit arriver."""

from textwrap import dedent
from uuid import UUID

INCONNUE = "550 5.1.1 <a@exemple.fr>: Recipient address rejected: User unknown"


def avis_d_echec(
    identifiant: str = "",
    *,
    suivi: UUID | None = None,
    action: str = "failed",
    statut: str = "5.1.1",
    diagnostic: str = INCONNUE,
    adresse: str = "a@exemple.fr",
) -> bytes:
    """Un avis de la forme que donne Postfix (RFC 3464)."""
    enveloppe = f"Original-Envelope-Id: {suivi.hex}\n" if suivi else ""
    rendu = f"Message-ID: {identifiant}\n" if identifiant else ""
    texte = dedent("""\
        From: MAILER-DAEMON@relais.exemple.fr
        To: contrats@exemple.fr
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="LIMITE"

        --LIMITE
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --LIMITE
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relais.exemple.fr
        {enveloppe}Arrival-Date: Thu, 30 Jan 2025 10:00:00 +0100

        Final-Recipient: rfc822; {adresse}
        Original-Recipient: rfc822;{adresse}
        Action: {action}
        Status: {statut}
        Diagnostic-Code: smtp; {diagnostic}

        --LIMITE
        Content-Type: text/rfc822-headers

        From: contrats@exemple.fr
        {rendu}Subject: =?utf-8?q?R=C3=A9union?=

        --LIMITE--
        """)
    return texte.format(
        enveloppe=enveloppe, rendu=rendu, adresse=adresse, action=action, statut=statut, diagnostic=diagnostic
    ).encode()


def repondeur(identifiant: str) -> bytes:
    """Une absence du bureau."""
    return dedent(f"""\
        From: a@exemple.fr
        To: contrats@exemple.fr
        Subject: =?utf-8?q?Absence_jusqu=27au_3_f=C3=A9vrier?=
        In-Reply-To: {identifiant}
        Auto-Submitted: auto-replied

        Je suis absente.
        """).encode()


ORDINAIRE = b"From: a@exemple.fr\nSubject: Re: reunion\n\nMerci, c'est note.\n"
