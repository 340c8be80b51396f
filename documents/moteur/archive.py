"""Le paquet Word : le lire prudemment, reconnaître son contenu."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from documents.moteur.erreurs import ErreurGabarit, Faute
from documents.moteur.ooxml import CORPS, TYPES

_TYPE_DE_DOCUMENT = b"officedocument.wordprocessingml.document.main+xml"
# Bornes d'un gabarit : bien au-dessus d'une convention, bien au-dessous d'une bombe.
_PARTIES_AU_PLUS = 2_000
_OCTETS_DEPLIES_AU_PLUS = 150_000_000


Etat = tuple[int, int] | None


class Paquet(NamedTuple):
    """Un gabarit lu : ses parties dépliées, l'empreinte SHA-256 du fichier, son état à cet instant."""

    chemin: Path
    parties: dict[str, bytes]
    empreinte: str
    etat: Etat

    @property
    def nom(self) -> str:
        return self.chemin.name


def lire_paquet(chemin: Path) -> Paquet:
    """Lève `ErreurGabarit` si le fichier manque, n'est pas un .docx, ou porte des macros."""
    if not chemin.is_file():
        raise _refus(chemin, "le fichier est introuvable")
    etat, octets = etat_de(chemin), chemin.read_bytes()
    try:
        parties = parties_de(octets)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError) as erreur:
        raise _refus(chemin, "ce n'est pas un document Word (.docx) lisible") from erreur
    if CORPS not in parties or _TYPE_DE_DOCUMENT not in parties.get(TYPES, b""):
        raise _refus(chemin, "ce n'est pas un document Word ordinaire : enregistrez-le au format .docx")
    return Paquet(chemin, parties, hashlib.sha256(octets).hexdigest(), etat)


def etat_de(chemin: Path) -> Etat:
    """Ce qui change quand on enregistre un fichier (date en nanosecondes, taille) ; `None` s'il manque."""
    try:
        fiche = chemin.stat()
    except FileNotFoundError:
        return None
    return fiche.st_mtime_ns, fiche.st_size


def parties_de(octets: bytes) -> dict[str, bytes]:
    """Les parties dépliées, dans l'ordre de l'archive. Lève `ValueError` au-delà des bornes."""
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        entrees = archive.infolist()
        if len(entrees) > _PARTIES_AU_PLUS or sum(e.file_size for e in entrees) > _OCTETS_DEPLIES_AU_PLUS:
            raise ValueError("archive démesurée")
        return {e.filename: archive.read(e) for e in entrees if not e.is_dir()}


def ordre_des_parties(nom: str) -> tuple[bool, bool, str]:
    """Les types d'abord, puis les relations du paquet : l'ordre que les lecteurs attendent."""
    return nom != TYPES, nom != "_rels/.rels", nom


def empreinte_du_contenu(parties: Iterable[tuple[str, str]]) -> str:
    """SHA-256 de la suite triée « nom, octet nul, empreinte hexadécimale, saut de ligne ».

    Elle ne dépend ni de la compression ni de l'ordre de l'archive : deux machines la trouvent égale.
    """
    return empreinte_des_lignes([ligne_d_empreinte(nom, empreinte) for nom, empreinte in parties])


def ligne_d_empreinte(nom: str, empreinte: str) -> str:
    """La ligne d'une partie dans la suite dont l'empreinte est celle du contenu."""
    return f"{nom}\0{empreinte}\n"


def empreinte_des_lignes(lignes: list[str]) -> str:
    """Les lignes se rangent d'elles-mêmes dans l'ordre des noms, l'octet nul venant avant tout autre."""
    return hashlib.sha256("".join(sorted(lignes)).encode()).hexdigest()


def empreinte_du_document(octets: bytes) -> str:
    """L'empreinte du contenu d'un .docx déjà écrit, pour contrôler celle qui a été journalisée."""
    parties = parties_de(octets).items()
    return empreinte_du_contenu((nom, hashlib.sha256(contenu).hexdigest()) for nom, contenu in parties)


def _refus(chemin: Path, message: str) -> ErreurGabarit:
    return ErreurGabarit(chemin.name, [Faute(message, chemin.name)])
