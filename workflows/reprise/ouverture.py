"""Ouvrir un classeur venu d'ailleurs : d'abord s'assurer qu'il est ce qu'il dit être, puis en lire les cellules."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from documents.formats import octets_lisibles
from workflows.reprise.fautes import ClasseurIllisible

OCTETS_AU_PLUS = 20_000_000
OCTETS_DEPLIES_AU_PLUS = 100_000_000
PARTIES_AU_PLUS = 2_000
# Un classeur se comprime dix à trente fois ; une bombe, mille fois.
RATIO_AU_PLUS = 200
RATIO_CONTROLE_DES = 1_000_000
LIGNES_AU_PLUS = 5_000
COLONNES_AU_PLUS = 60
DERNIERE_LIGNE_D_EXCEL = 1_048_576

ENREGISTREZ = "Ouvrez le fichier dans votre tableur, enregistrez-le au format .xlsx, puis recommencez."
_ACTIF = re.compile(r"vbaProject|vbaData|activeX|macrosheets|oleObject|\.exe$", re.IGNORECASE)
_CLASSEUR = b"officedocument.spreadsheetml.sheet.main+xml"
_CHIFFRE = "EncryptedPackage".encode("utf-16-le")
_ILLISIBLE = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, NotImplementedError),
)


class Cellule(NamedTuple):
    """Une cellule non vide. `sans_valeur` : une formule que le tableur n'a pas calculée."""

    ligne: int
    colonne: int
    valeur: object
    sans_valeur: bool = False


def lire_les_cellules(octets: bytes, nom: str, feuilles: Collection[str]) -> dict[str, list[Cellule]]:
    """Les cellules non vides des feuilles demandées qui existent. Lève `ClasseurIllisible`.

    Aucune formule n'est exécutée : on lit la valeur que le tableur a enregistrée.
    """
    _refuser_ce_qui_n_est_pas_un_classeur(octets, nom)
    try:
        parties = _parties(octets, nom)
        lues = _lire(octets, feuilles, valeurs=True)
        if any(b"<f" in contenu for chemin, contenu in parties.items() if "worksheets/" in chemin):
            formules = _lire(octets, feuilles, valeurs=False)
            return {f: [*cellules, *_non_calculees(cellules, formules[f])] for f, cellules in lues.items()}
    except _ILLISIBLE as erreur:
        raise _refus(nom, "Le fichier est incomplet ou abîmé.", ENREGISTREZ) from erreur
    return lues


def _refuser_ce_qui_n_est_pas_un_classeur(octets: bytes, nom: str) -> None:
    if len(octets) > OCTETS_AU_PLUS:
        taille, borne = octets_lisibles(len(octets)), octets_lisibles(OCTETS_AU_PLUS)
        raise _refus(
            nom, f"Il pèse {taille}, pour {borne} au plus.", "Retirez-en les images, puis recommencez."
        )
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        if _CHIFFRE in octets:
            raise _refus(
                nom, "Il est protégé par un mot de passe.", "Retirez le mot de passe, puis recommencez."
            )
        raise _refus(nom, "C'est un classeur d'un format ancien (.xls).", ENREGISTREZ)
    if octets.startswith(b"%PDF-"):
        raise _refus(nom, "C'est un document PDF.", "Donnez le classeur Excel lui-même.")
    if not octets.startswith(b"PK\x03\x04"):
        raise _refus(nom, _ce_que_c_est(octets), ENREGISTREZ)


def _ce_que_c_est(octets: bytes) -> str:
    if not octets:
        return "Le fichier est vide."
    texte = b"\0" not in octets and any(separateur in octets for separateur in b";,\t")
    return "C'est un fichier texte (CSV)." if texte else "Ce n'est pas un classeur Excel (.xlsx)."


def _parties(octets: bytes, nom: str) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        _refuser_la_bombe(archive.infolist(), nom)
        parties = {e.filename: archive.read(e) for e in archive.infolist() if not e.is_dir()}
    types = parties.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(_ACTIF.search(chemin) for chemin in parties):
        raise _refus(nom, "Il contient des macros ou un contenu actif.", ENREGISTREZ)
    if b"opendocument.spreadsheet" in parties.get("mimetype", b""):
        raise _refus(nom, "C'est un classeur LibreOffice (.ods).", ENREGISTREZ)
    if _CLASSEUR not in types:
        raise _refus(nom, "Ce n'est pas un classeur Excel (.xlsx).", ENREGISTREZ)
    if any(_declare_une_dtd(contenu) for c, contenu in parties.items() if c.endswith((".xml", ".rels"))):
        raise _refus(nom, "Il contient des déclarations qu'un tableur n'écrit pas (DTD).", ENREGISTREZ)
    return parties


def _refuser_la_bombe(entrees: list[zipfile.ZipInfo], nom: str) -> None:
    demesure = (
        len(entrees) > PARTIES_AU_PLUS
        or sum(e.file_size for e in entrees) > OCTETS_DEPLIES_AU_PLUS
        or any(
            e.file_size > RATIO_CONTROLE_DES and e.file_size > RATIO_AU_PLUS * max(1, e.compress_size)
            for e in entrees
        )
    )
    if demesure:
        raise _refus(nom, "Son contenu est démesuré une fois déplié.", ENREGISTREZ)
    if any(e.flag_bits & 1 for e in entrees):
        raise _refus(nom, "Il est protégé par un mot de passe.", "Retirez le mot de passe, puis recommencez.")


def _declare_une_dtd(contenu: bytes) -> bool:
    # Sans les octets nuls, une partie écrite en UTF-16 se lit comme les autres.
    simple = contenu.replace(b"\0", b"")
    return b"<!DOCTYPE" in simple or b"<!ENTITY" in simple


def _lire(octets: bytes, feuilles: Collection[str], *, valeurs: bool) -> dict[str, list[Cellule]]:
    with warnings.catch_warnings():
        # openpyxl prévient de ce qu'il ne garde pas (listes déroulantes étendues) : nous n'enregistrons rien.
        warnings.simplefilter("ignore")
        classeur = load_workbook(BytesIO(octets), read_only=True, data_only=valeurs, keep_links=False)
        lues = {}
        for feuille in [f for f in feuilles if f in classeur.sheetnames]:
            page = classeur[feuille]
            page.reset_dimensions()
            rangees = page.iter_rows(max_row=DERNIERE_LIGNE_D_EXCEL, max_col=COLONNES_AU_PLUS)
            lues[feuille] = list(_cellules(rangees, valeurs))
    return lues


def _cellules(rangees: Iterator[tuple[object, ...]], valeurs: bool) -> Iterator[Cellule]:
    """S'arrête à la première ligne remplie au-delà de la borne : elle suffit à le dire."""
    for numero, rangee in enumerate(rangees, 1):
        remplies = [
            Cellule(numero, rang, getattr(c, "value"), not valeurs and getattr(c, "data_type") == "f")  # noqa: B009
            for rang, c in enumerate(rangee, 1)
            if getattr(c, "value") is not None  # noqa: B009
        ]
        yield from remplies
        if remplies and numero > LIGNES_AU_PLUS + 1:
            return


def _non_calculees(lues: list[Cellule], avec_formules: list[Cellule]) -> list[Cellule]:
    calculees = {(c.ligne, c.colonne) for c in lues}
    return [c for c in avec_formules if c.sans_valeur and (c.ligne, c.colonne) not in calculees]


def _refus(nom: str, pourquoi: str, remede: str) -> ClasseurIllisible:
    return ClasseurIllisible(f"Le fichier « {nom} » ne peut pas être lu.", pourquoi, remede)
