"""La vitesse du moteur Word, en rapport à docxtpl mesuré dans la même passe : seul un rapport se compare.

`python -m tests.bancs.banc_word` écrit sur la sortie standard une ligne JSON par mesure, et rien d'autre :
`rapport` est le temps médian de docxtpl divisé par celui du moteur, gabarit déjà compilé ;
`fois_le_deflate_du_seul_xml`, le temps du moteur entier (données, XML, archive, empreintes) divisé par celui de
la seule compression de `word/document.xml`, qu'aucun moteur ne peut éviter. Les temps sont ceux du processeur :
ce que la machine fait d'autre ne les fausse pas.
"""

import json
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.archive import parties_de
from documents.moteur.environnement import Environnement
from documents.moteur.gabarit import Gabarit
from documents.production import ENVIRONNEMENT
from tests.documents.fabriques_word import (
    contexte_de_convention,
    contexte_de_courrier,
    contexte_de_fiche,
    gabarit_de_convention,
    gabarit_de_courrier,
    gabarit_de_fiche,
    salir,
)
from tests.documents.test_differentiel import GABARITS, developper, donnees_de
from tests.documents.test_differentiel import avec_docxtpl as comme_docxtpl

PASSES = 25
PASSES_DU_CATALOGUE = 5
Action = Callable[[], object]


def medianes_ms(*actions: Action, passes: int = PASSES) -> list[float]:
    """Le temps médian de chaque action, les passes alternées : une machine qui ralentit les ralentit toutes."""
    durees: list[list[float]] = [[] for _ in actions]
    for _ in range(passes):
        for action, releve in zip(actions, durees, strict=True):
            debut = time.process_time()
            action()
            releve.append((time.process_time() - debut) * 1000)
    return [statistics.median(releve) for releve in durees]


def avec_docxtpl(gabarit: Path, contexte: dict[str, Any]) -> None:
    document = DocxTemplate(str(gabarit))
    document.render(contexte, autoescape=True)
    document.save(BytesIO())


def mesurer(nom: str, gabarit: Path, contexte: dict[str, Any]) -> None:
    environnement = Environnement()
    compile_une_fois = Gabarit(gabarit, environnement)
    xml = le_xml(compile_une_fois.composer(contexte).octets)
    moteur, deflate = medianes_ms(lambda: compile_une_fois.composer(contexte), lambda: zlib.compress(xml, 6))
    docxtpl, compilation = medianes_ms(
        lambda: avec_docxtpl(gabarit, contexte), lambda: Gabarit(gabarit, environnement)
    )
    dire(nom, docxtpl, moteur, deflate, compilation_ms=round(compilation, 3))


def mesurer_le_catalogue(dossier: Path) -> None:
    """Un exemplaire de chaque document que Jalons sait écrire, d'un trait, avec ses vrais gabarits."""
    lots = []
    for code, fichier in GABARITS.items():
        gabarit, donnees = DOSSIER_DES_GABARITS / fichier, donnees_de(code)[0]
        lots.append((Gabarit(gabarit, ENVIRONNEMENT), developper(gabarit, dossier), donnees))
    xml = [le_xml(compile_une_fois.composer(donnees).octets) for compile_une_fois, _, donnees in lots]
    moteur, deflate, docxtpl = medianes_ms(
        lambda: [compile_une_fois.composer(donnees) for compile_une_fois, _, donnees in lots],
        lambda: [zlib.compress(x, 6) for x in xml],
        lambda: [comme_docxtpl(developpe, donnees) for _, developpe, donnees in lots],
        passes=PASSES_DU_CATALOGUE,
    )
    dire("catalogue_entier", docxtpl, moteur, deflate, documents=len(lots))


def le_xml(octets: bytes) -> bytes:
    return parties_de(octets)["word/document.xml"]


def dire(nom: str, docxtpl: float, moteur: float, deflate: float, **autres: float) -> None:
    ligne = {
        "mesure": f"word_{nom}",
        "rapport": round(docxtpl / moteur, 1),
        "moteur_ms": round(moteur, 3),
        "docxtpl_ms": round(docxtpl, 3),
        "fois_le_deflate_du_seul_xml": round(moteur / deflate, 1),
    }
    print(json.dumps(ligne | autres), flush=True)


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
        mesurer_le_catalogue(dossier)


if __name__ == "__main__":
    principal()
