"""L'archive d'un document, écrite au même octet à chaque fois ; ce qui ne change pas n'est rangé qu'une fois."""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from documents.moteur.archive import empreinte_des_lignes, ligne_d_empreinte

# Le 1er janvier 1980 à 0 h, première date que le format zip sait écrire.
_HEURE, _DATE = 0, (1 << 5) | 1
_NOMS_EN_UTF8 = 0x800
_TELLE_QUELLE, _DEFLATE = 0, 8
_VERSION = 20
_COMMUN = struct.Struct("<5H3I2H")
_SUITE_DE_TABLE = struct.Struct("<3H2I")
_FIN = struct.Struct("<4s4H2IH")
# Un en-tête, un pied, des propriétés : les comprimer prendrait plus de temps que les remplir, pour 300 octets.
_PETITE = 1_600


class Entree(NamedTuple):
    """Une partie prête à ranger : `corps` est ce que l'archive en garde, comprimé ou non selon `methode`."""

    nom: str
    corps: bytes
    methode: int
    taille: int
    controle: int
    empreinte: str

    @classmethod
    def depuis(cls, nom: str, contenu: bytes) -> "Entree":
        """Une partie que ce rendu vient d'écrire."""
        if len(contenu) <= _PETITE:
            return cls(nom, contenu, _TELLE_QUELLE, *_mesures(contenu))
        return cls(nom, _comprimer(contenu, 6), _DEFLATE, *_mesures(contenu))

    @classmethod
    def fixe(cls, nom: str, contenu: bytes) -> "Entree":
        """Une partie écrite une fois pour tous les rendus : elle mérite la meilleure compression."""
        return cls(nom, _comprimer(contenu, 9), _DEFLATE, *_mesures(contenu))


class Archive(NamedTuple):
    """Les octets d'une archive et ce qui les prouve."""

    octets: bytes
    empreinte_fichier: str
    empreinte_contenu: str


class Socle:
    """Le début d'une archive : des parties rangées, leur table et leurs empreintes, qu'il n'y a plus qu'à recopier.

    Se partage sans verrou entre fils d'exécution : `completer` ne le change pas.
    """

    def __init__(self, entrees: Iterable[Entree] = ()) -> None:
        self._debut, self._table, self._lignes = _ranger(entrees, 0)
        self._empreinte = hashlib.sha256(self._debut)

    def completer(self, entrees: Iterable[Entree]) -> Archive:
        """Les mêmes entrées donnent les mêmes octets, sur toute machine qui a la même zlib."""
        corps, table, lignes = _ranger(entrees, len(self._debut))
        nombre = len(self._lignes) + len(lignes)
        longueur, position = len(self._table) + len(table), len(self._debut) + len(corps)
        fin = _FIN.pack(b"PK\x05\x06", 0, 0, nombre, nombre, longueur, position, 0)
        suite = b"".join((corps, self._table, table, fin))
        empreinte = self._empreinte.copy()
        empreinte.update(suite)
        contenu = empreinte_des_lignes([*self._lignes, *lignes])
        return Archive(self._debut + suite, empreinte.hexdigest(), contenu)


def ecrire_archive(entrees: Iterable[Entree]) -> Archive:
    """Une archive dont aucune partie n'était connue d'avance."""
    return Socle().completer(entrees)


def _ranger(entrees: Iterable[Entree], position: int) -> tuple[bytes, bytes, list[str]]:
    """Les parties à la suite depuis `position`, leurs lignes dans la table de l'archive et pour l'empreinte."""
    corps: list[bytes] = []
    table: list[bytes] = []
    lignes: list[str] = []
    for entree in entrees:
        nom = entree.nom.encode()
        commun = _commun(entree, len(nom))
        table += (b"PK\x01\x02\x14\x00", commun, _SUITE_DE_TABLE.pack(0, 0, 0, 0, position), nom)
        corps += (b"PK\x03\x04", commun, nom, entree.corps)
        lignes.append(ligne_d_empreinte(entree.nom, entree.empreinte))
        position += 4 + len(commun) + len(nom) + len(entree.corps)
    return b"".join(corps), b"".join(table), lignes


def _commun(entree: Entree, longueur_du_nom: int) -> bytes:
    """Ce que disent à l'identique l'en-tête d'une partie et sa ligne dans la table."""
    return _COMMUN.pack(
        _VERSION,
        0 if entree.nom.isascii() else _NOMS_EN_UTF8,
        entree.methode,
        _HEURE,
        _DATE,
        entree.controle,
        len(entree.corps),
        entree.taille,
        longueur_du_nom,
        0,
    )


def _comprimer(contenu: bytes, niveau: int) -> bytes:
    return zlib.compress(contenu, niveau, -15)


def _mesures(contenu: bytes) -> tuple[int, int, str]:
    return len(contenu), zlib.crc32(contenu), hashlib.sha256(contenu).hexdigest()
