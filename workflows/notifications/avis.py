"""Lire un courriel revenu : avis d'échec ou de retard (RFC 3464), répondeur, ou rien que l'on sache lire.

Ce qui arrive là vient de n'importe qui : rien n'y est exécuté, et une forme inattendue n'arrête personne.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as Courriel
from email.policy import compat32
from typing import NamedTuple

from modeles.vocabulaire_courriel import GenreDeRetour
from workflows.notifications.reponses import Reponse, en_clair

TAILLE_MAXIMALE = 10_000_000
IDENTIFIANT = re.compile(r"<[^<>\s]{1,190}>")
STATUT = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
LONGUEUR_GARDEE = 300


class Sort(NamedTuple):
    """Ce qu'un serveur dit d'une adresse : l'action (`failed`, `delayed`…), et sa réponse."""

    adresses: tuple[str, ...]
    action: str
    reponse: Reponse


class Avis(NamedTuple):
    """Un courriel revenu. `identifiants` : les Message-ID cités ; `suivi` : notre numéro, s'il est rendu."""

    genre: GenreDeRetour
    sujet: str
    identifiants: tuple[str, ...] = ()
    suivi: str = ""
    sorts: tuple[Sort, ...] = ()


def lire_avis(octets: bytes) -> Avis:
    """Ce que dit ce courriel ; `INCONNU` s'il n'a aucune forme connue."""
    if len(octets) > TAILLE_MAXIMALE:
        return Avis(GenreDeRetour.INCONNU, "Courriel trop lourd pour un avis")
    try:
        return _lire(message_from_bytes(octets, policy=compat32))
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return Avis(GenreDeRetour.INCONNU, "Courriel illisible")


def _lire(courriel: Courriel) -> Avis:
    sujet = _texte(courriel["Subject"])
    identifiants = tuple(dict.fromkeys(_identifiants(courriel)))
    blocs = list(_blocs_de_remise(courriel))
    if blocs:
        suivi = _texte(blocs[0]["Original-Envelope-Id"])
        sorts = tuple(_sort(bloc) for bloc in blocs if bloc["Final-Recipient"] or bloc["Original-Recipient"])
        return Avis(_genre(sorts), sujet, identifiants, suivi, sorts)
    if _est_un_repondeur(courriel):
        return Avis(GenreDeRetour.REPONDEUR, sujet, identifiants)
    return Avis(GenreDeRetour.INCONNU, sujet, identifiants)


def _blocs_de_remise(courriel: Courriel) -> Iterator[Courriel]:
    """Le premier bloc parle du message, les suivants d'une adresse chacun."""
    for partie in courriel.walk():
        if partie.get_content_type() == "message/delivery-status":
            blocs = partie.get_payload()
            yield from (b for b in blocs if isinstance(b, Courriel)) if isinstance(blocs, list) else ()


def _genre(sorts: tuple[Sort, ...]) -> GenreDeRetour:
    actions = {s.action for s in sorts}
    if "failed" in actions:
        return GenreDeRetour.ECHEC
    return GenreDeRetour.RETARD if "delayed" in actions else GenreDeRetour.REPONDEUR


def _sort(bloc: Courriel) -> Sort:
    adresses = (_adresse(bloc["Original-Recipient"]), _adresse(bloc["Final-Recipient"]))
    diagnostic = _texte(bloc["Diagnostic-Code"]).partition(";")[2].strip()
    statut = STATUT.search(_texte(bloc["Status"]))
    code = int(statut[1]) * 100 + 50 if statut else 550
    texte = diagnostic if STATUT.search(diagnostic) or not statut else f"{statut[0]} {diagnostic}".strip()
    # Le diagnostic répète souvent le code du serveur : « 550 5.1.1 inconnu ».
    texte = re.sub(r"^[245]\d\d[ -]", "", texte)
    return Sort(
        tuple(dict.fromkeys(a for a in adresses if a)),
        _texte(bloc["Action"]).lower().partition(" ")[0],
        Reponse(code, texte[:LONGUEUR_GARDEE]),
    )


def _adresse(champ: object) -> str:
    """« rfc822; a+2Bb@exemple.fr » devient « a+b@exemple.fr »."""
    brute = _texte(champ).partition(";")[2].strip().strip("<>")
    return re.sub(r"\+([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), brute)


def _identifiants(courriel: Courriel) -> Iterator[str]:
    """Les Message-ID du message rendu, puis ceux auxquels ce courriel répond."""
    for partie in courriel.walk():
        if partie is courriel:
            continue
        if partie.get_content_type() == "text/rfc822-headers":
            octets = partie.get_payload(decode=True)
            rendu = message_from_bytes(octets if isinstance(octets, bytes) else b"", policy=compat32)
            yield from IDENTIFIANT.findall(_texte(rendu["Message-ID"]))
        yield from IDENTIFIANT.findall(_texte(partie["Message-ID"]))
    for en_tete in ("In-Reply-To", "References"):
        yield from IDENTIFIANT.findall(_texte(courriel[en_tete]))


def _est_un_repondeur(courriel: Courriel) -> bool:
    automatique = _texte(courriel["Auto-Submitted"]).lower()
    return automatique.startswith("auto-replied") or courriel["X-Autoreply"] is not None


def _texte(champ: object) -> str:
    return en_clair(str(make_header(decode_header(str(champ)))))[:1000] if champ else ""
