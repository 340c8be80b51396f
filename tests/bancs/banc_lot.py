"""Tous les documents d'une région, recomposés d'un trait, et comment ce temps grandit avec les territoires.

`python -m tests.bancs.banc_lot [16 116 …]` mène d'abord chaque taille jusqu'au contrat signé, dans un processus,
une base et un dossier jetables, puis recompose tous ses documents depuis la base : lectures, données, gabarits
compilés à froid, fichiers et empreintes compris. `secondes` est le temps de processeur. `rapport` le divise par ce
que l'on s'accorde, deux secondes pour seize territoires ; `croissance` est le temps par territoire rapporté à celui
de la première taille : 1 veut dire que le coût d'un territoire ne dépend pas de leur nombre.
"""

import gc
import json
import sys
import time

from sqlmodel import select

from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.gabarit import oublier_les_gabarits
from documents.production import composer_document
from documents.suites_des_gestes import productions
from modeles.base import lecture
from modeles.demarche import Demarche
from modeles.lecture_du_dossier import POUR_LES_GARDES, charger_plusieurs
from tests.bancs.banc_parcours import a_part, mener
from workflows.demonstration.suites import accomplir_sur_place

TAILLES = (16, 116)
ACCORDEES_S = 2.0 / 16


def recomposer() -> dict[str, float]:
    """Le nombre de documents recomposés, leur poids, et les secondes que cela prend."""
    oublier_les_gabarits()
    debut, horloge, nombre, octets = time.process_time(), time.perf_counter(), 0, 0
    with lecture() as session:
        toutes = session.exec(select(Demarche.id)).all()
        for demarche in charger_plusieurs(session, toutes, POUR_LES_GARDES):
            for passage in demarche.passages:
                for production in productions(demarche, passage):
                    compose, _ = composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)
                    nombre, octets = nombre + 1, octets + len(compose.octets)
    return {
        "documents": nombre,
        "megaoctets": round(octets / 1e6, 1),
        "secondes": round(time.process_time() - debut, 2),
        "secondes_a_l_horloge": round(time.perf_counter() - horloge, 2),
    }


def mener_et_recomposer(taille: int) -> dict[str, float]:
    mener(taille, accomplir_sur_place)
    return recomposer()


def principal(arguments: list[str]) -> None:
    tailles = [int(a) for a in arguments if a.isdigit()]
    if "--une" in arguments:
        gc.freeze()  # comme l'application et l'exécuteur à leur démarrage
        print(json.dumps(mener_et_recomposer(tailles[0])))
        return
    reference = 0.0
    for taille in tailles or TAILLES:
        mesure = a_part("tests.bancs.banc_lot", taille)
        par_territoire = mesure["secondes"] / taille
        reference = reference or par_territoire
        ligne = {
            "mesure": f"word_lot_de_{taille}_territoires",
            "rapport": round(par_territoire / ACCORDEES_S, 2),
            "croissance": round(par_territoire / reference, 2),
            "ms_par_document": round(1000 * mesure["secondes"] / mesure["documents"], 2),
        }
        print(json.dumps(ligne | mesure), flush=True)


if __name__ == "__main__":
    principal(sys.argv[1:])
