"""Comment la démonstration grandit : 16, 116 et 500 territoires menés jusqu'au contrat signé.

`python -m tests.bancs.banc_parcours [--prefect] [16 116 …]` écrit sur la sortie standard une ligne JSON par
mesure, et rien d'autre. `rapport` est le temps par territoire rapporté à celui de la première taille : 1 veut
dire que le coût par territoire ne dépend pas du nombre de territoires. Chaque mesure a son processus, sa base
SQLite et son dossier jetables. Les suites sont faites sur place ; avec `--prefect`, par de vraies exécutions,
sous un Jalons démarré pour la mesure. Au-delà des territoires de la référence, on en invente : des communautés
de communes d'une région qui n'existe pas.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from modeles.base import lecture, mettre_a_niveau
from modeles.configuration import configuration
from modeles.reference.registre import registre
from modeles.requetes import tous_les_documents
from tests.bancs.pays import inventer_une_region
from tests.parcours_complet.arbre_de_processus import Jalons, attendre
from workflows.demonstration.decor import Decor
from workflows.demonstration.deroulement import Suivre, derouler
from workflows.demonstration.histoires import Histoire, parcours_entier
from workflows.demonstration.suites import ReveilParPrefect, accomplir_sur_place

TAILLES = (16, 116, 500)
INVENTES = 500
DEMARRAGE_S = 60
LE = date(2026, 1, 5)
AXES = {"ENFANCE", "DROITS", "TRANSITION"}
HISTOIRE = Histoire("Le parcours entier, sans incident", parcours_entier, date(2023, 9, 20))


def mener(taille: int, suivre: Suivre) -> dict[str, float]:
    """Mène `taille` territoires jusqu'au contrat signé ; rend la durée et le nombre de documents."""
    mettre_a_niveau(configuration().url_base)
    contractants = [t for t in registre().territoires.values() if t.contractant]
    # Le parcours entier demande une fiche par axe : deux territoires de la démonstration n'en ont pas.
    codes = [t.code for t in contractants if {f.axe for f in Decor(t).fiches} >= AXES][:taille]
    debut = time.perf_counter()
    arrives = derouler(dict.fromkeys(codes, HISTOIRE), LE, suivre, lambda _nouvelle: None)
    duree = time.perf_counter() - debut
    assert arrives and len(codes) == taille
    with lecture() as session:
        return {"secondes": round(duree, 1), "documents": len(tous_les_documents(session))}


def a_part(module: str, taille: int, options: Sequence[str] = ()) -> dict[str, float]:
    """Ce que `module` mesure à cette taille, dans un processus neuf : ni cache chaud, ni mémoire déjà prise."""
    with tempfile.TemporaryDirectory() as dossier:
        inventer_une_region(Path(dossier) / "reference", INVENTES)
        jalons = Jalons(
            Path(dossier) / "donnees", JALONS_REFERENCE=f"{dossier}/reference", JALONS_DEMONSTRATION="non"
        )
        if options:
            jalons.demarrer()
            attendre(jalons.pret, DEMARRAGE_S)
        try:
            return _executer([module, *options, "--une", str(taille)], jalons.environnement)
        finally:
            jalons.arreter()


def _executer(arguments: Sequence[str], environnement: dict[str, str]) -> dict[str, float]:
    commande = [sys.executable, "-m", *arguments]
    sortie = subprocess.run(commande, env=environnement, check=True, stdout=subprocess.PIPE, text=True)
    mesure: dict[str, float] = json.loads(sortie.stdout)
    return mesure


def principal(arguments: list[str]) -> None:
    options = [a for a in arguments if a == "--prefect"]
    tailles = [int(a) for a in arguments if a.isdigit()]
    if "--une" in arguments:
        print(json.dumps(mener(tailles[0], ReveilParPrefect() if options else accomplir_sur_place)))
        return
    reference, suite = 0.0, "_prefect" if options else ""
    for taille in tailles or TAILLES:
        mesure = a_part("tests.bancs.banc_parcours", taille, options)
        par_territoire = mesure["secondes"] / taille
        reference = reference or par_territoire
        ligne = {"mesure": f"parcours_{taille}{suite}", "rapport": round(par_territoire / reference, 2)}
        print(json.dumps(ligne | mesure | {"ms_par_territoire": round(1000 * par_territoire)}), flush=True)


if __name__ == "__main__":
    principal(sys.argv[1:])
