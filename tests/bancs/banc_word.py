"""La vitesse du moteur Word, en rapport à docxtpl mesuré dans la même passe : seul un rapport se compare.

`python -m tests.bancs.banc_word` écrit sur la sortie standard une ligne JSON par mesure, et rien d'autre :
`rapport` est le temps médian de docxtpl divisé par celui du moteur, gabarit déjà compilé.
"""

import json
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from documents.moteur.archive import parties_de
from documents.moteur.environnement import Environnement
from documents.moteur.gabarit import Gabarit
from tests.documents.fabriques_word import (
    contexte_de_convention,
    contexte_de_courrier,
    contexte_de_fiche,
    gabarit_de_convention,
    gabarit_de_courrier,
    gabarit_de_fiche,
    salir,
)

PASSES = 9


def mediane_ms(action: Callable[[], object]) -> float:
    durees = []
    for _ in range(PASSES):
        debut = time.perf_counter()
        action()
        durees.append((time.perf_counter() - debut) * 1000)
    return statistics.median(durees)


def avec_docxtpl(gabarit: Path, contexte: dict[str, Any]) -> None:
    document = DocxTemplate(str(gabarit))
    document.render(contexte, autoescape=True)
    document.save(BytesIO())


def mesurer(nom: str, gabarit: Path, contexte: dict[str, Any]) -> None:
    environnement = Environnement()
    compilation = mediane_ms(lambda: Gabarit(gabarit, environnement))
    compile_une_fois = Gabarit(gabarit, environnement)
    moteur = mediane_ms(lambda: compile_une_fois.composer(contexte))
    docxtpl = mediane_ms(lambda: avec_docxtpl(gabarit, contexte))
    xml = parties_de(compile_une_fois.composer(contexte).octets)["word/document.xml"]
    deflate = mediane_ms(lambda: zlib.compress(xml, 6))
    ligne = {
        "mesure": f"word_{nom}",
        "rapport": round(docxtpl / moteur, 1),
        "moteur_ms": round(moteur, 3),
        "docxtpl_ms": round(docxtpl, 3),
        "compilation_ms": round(compilation, 3),
        "fois_le_deflate_du_seul_xml": round(moteur / deflate, 1),
    }
    sys.stdout.write(json.dumps(ligne) + "\n")


def principal() -> None:
    with tempfile.TemporaryDirectory() as temporaire:
        dossier = Path(temporaire)
        courrier = gabarit_de_courrier(dossier / "courrier.docx")
        mesurer("courrier", courrier, contexte_de_courrier())
        mesurer("fiche", gabarit_de_fiche(dossier / "fiche.docx"), contexte_de_fiche())
        convention = gabarit_de_convention(dossier / "convention.docx")
        mesurer("convention_40_fiches", convention, contexte_de_convention())
        sale = salir(convention, dossier / "sale.docx")
        mesurer("convention_salie_par_word", sale, contexte_de_convention())


if __name__ == "__main__":
    principal()
