"""Tous les documents de la démonstration, recomposés d'un trait, et combien de temps cela prend.

`python -m tests.bancs.banc_lot` joue d'abord la démonstration sur place, dans un dossier jetable, puis écrit une
ligne JSON : `rapport` est le temps de composition rapporté aux deux secondes que l'on s'accorde.
"""

import json
import os
import sys
import tempfile
import time
from datetime import date

from sqlmodel import select

from documents.catalogue import productions
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.production import composer_document
from modeles.base import lecture, mettre_a_niveau
from modeles.configuration import configuration
from modeles.demarche import Passage
from workflows.demonstration.deroulement import derouler
from workflows.demonstration.region import HISTOIRES
from workflows.demonstration.suites import accomplir_sur_place

LE = date(2026, 11, 20)
ACCORDEES_S = 2.0


def recomposer() -> tuple[int, float]:
    """Le nombre de documents recomposés, et les secondes passées à les composer."""
    with lecture() as session:
        passages = session.exec(select(Passage).order_by(Passage.demarche_id, Passage.sequence)).all()
        voulus = [(p.demarche, p, production) for p in passages for production in productions(p.demarche, p)]
        debut = time.perf_counter()
        for demarche, passage, production in voulus:
            composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)
        return len(voulus), time.perf_counter() - debut


def principal() -> None:
    with tempfile.TemporaryDirectory() as dossier:
        os.environ["JALONS_DONNEES"] = dossier
        mettre_a_niveau(configuration().url_base)
        derouler(HISTOIRES, LE, accomplir_sur_place, lambda nouvelle: None)
        nombre, secondes = recomposer()
    ligne = {
        "mesure": "word_lot_de_seize_territoires",
        "rapport": round(secondes / ACCORDEES_S, 2),
        "documents": nombre,
        "secondes": round(secondes, 2),
    }
    sys.stdout.write(json.dumps(ligne) + "\n")


if __name__ == "__main__":
    principal()
