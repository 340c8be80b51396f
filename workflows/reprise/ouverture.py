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

from documents.reception import CLASSEUR, FichierIllisible, abime, parties_recues
from workflows.reprise.fautes import ClasseurIllisible

LIGNES_AU_PLUS = 5_000
COLONNES_AU_PLUS = 60
DERNIERE_LIGNE_D_EXCEL = 1_048_576
FORMULE = re.compile(rb"<f[ />]")

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
    try:
        parties = parties_recues(octets, nom, CLASSEUR)
    except FichierIllisible as refus:
        raise _refus_du_classeur(refus) from refus
    try:
        lues = _lire(octets, feuilles, valeurs=True)
        if any(FORMULE.search(contenu) for chemin, contenu in parties.items() if "worksheets/" in chemin):
            formules = _lire(octets, feuilles, valeurs=False)
            return {f: [*cellules, *_non_calculees(cellules, formules[f])] for f, cellules in lues.items()}
    except _ILLISIBLE as erreur:
        raise _refus_du_classeur(abime(nom, CLASSEUR)) from erreur
    return lues


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


def _refus_du_classeur(refus: FichierIllisible) -> ClasseurIllisible:
    return ClasseurIllisible(refus.quoi, refus.pourquoi, refus.remede)
