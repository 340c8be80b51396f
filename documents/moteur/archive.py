"""Le paquet Word : le lire prudemment, l'écrire au même octet à chaque fois."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from documents.moteur.erreurs import ErreurGabarit, Faute
from documents.moteur.ooxml import CORPS, TYPES

# Le 1er janvier 1980 à 0 h, première date que le format zip sait écrire.
_HEURE, _DATE = 0, (1 << 5) | 1
_NOMS_EN_UTF8 = 0x800
_DEFLATE = 8
_VERSION = 20
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


class Entree(NamedTuple):
    """Une partie prête à écrire : comprimée une fois, empreinte calculée une fois."""

    nom: str
    comprime: bytes
    taille: int
    controle: int
    empreinte: str

    @classmethod
    def depuis(cls, nom: str, contenu: bytes, niveau: int = 6) -> "Entree":
        compresseur = zlib.compressobj(niveau, zlib.DEFLATED, -15)
        comprime = compresseur.compress(contenu) + compresseur.flush()
        return cls(nom, comprime, len(contenu), zlib.crc32(contenu), hashlib.sha256(contenu).hexdigest())


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


def ecrire_archive(entrees: Sequence[Entree]) -> bytes:
    """Les mêmes entrées donnent les mêmes octets, sur toute machine qui a la même zlib."""
    morceaux: list[bytes] = []
    table: list[bytes] = []
    position = 0
    for entree in entrees:
        locale, centrale = _en_tetes(entree, position)
        morceaux += (locale, entree.comprime)
        table.append(centrale)
        position += len(locale) + len(entree.comprime)
    sommaire = b"".join(table)
    nombre = len(entrees)
    fin = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, nombre, nombre, len(sommaire), position, 0)
    return b"".join((*morceaux, sommaire, fin))


def empreinte_du_contenu(parties: Iterable[tuple[str, str]]) -> str:
    """SHA-256 de la suite triée « nom, octet nul, empreinte hexadécimale, saut de ligne ».

    Elle ne dépend ni de la compression ni de l'ordre de l'archive : deux machines la trouvent égale.
    """
    suite = "".join(f"{nom}\0{empreinte}\n" for nom, empreinte in sorted(parties))
    return hashlib.sha256(suite.encode()).hexdigest()


def empreinte_du_document(octets: bytes) -> str:
    """L'empreinte du contenu d'un .docx déjà écrit, pour contrôler celle qui a été journalisée."""
    parties = parties_de(octets).items()
    return empreinte_du_contenu((nom, hashlib.sha256(contenu).hexdigest()) for nom, contenu in parties)


def _en_tetes(entree: Entree, position: int) -> tuple[bytes, bytes]:
    nom = entree.nom.encode()
    drapeaux = 0 if entree.nom.isascii() else _NOMS_EN_UTF8
    commun = struct.pack(
        "<5H3I2H",
        _VERSION,
        drapeaux,
        _DEFLATE,
        _HEURE,
        _DATE,
        entree.controle,
        len(entree.comprime),
        entree.taille,
        len(nom),
        0,
    )
    locale = b"PK\x03\x04" + commun + nom
    centrale = b"PK\x01\x02" + struct.pack("<H", _VERSION) + commun
    return locale, centrale + struct.pack("<3H2I", 0, 0, 0, 0, position) + nom


def _refus(chemin: Path, message: str) -> ErreurGabarit:
    return ErreurGabarit(chemin.name, [Faute(message, chemin.name)])
