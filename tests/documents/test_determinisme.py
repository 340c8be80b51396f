"""Chaque document du catalogue a les mêmes octets d'un processus à l'autre, où et quand qu'il s'écrive."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.documents.tout_le_catalogue import tout_le_catalogue

RACINE = Path(__file__).parents[2]
# Autre graine de hachage, autre fuseau, autre langue, autre codage par défaut.
AILLEURS = {
    "PYTHONHASHSEED": "4242",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


def test_un_processus_d_ailleurs_ecrit_les_memes_octets_pour_chaque_document() -> None:
    commande = [sys.executable, "-m", "tests.documents.tout_le_catalogue"]

    ailleurs = subprocess.run(
        commande, env=os.environ | AILLEURS, cwd=RACINE, capture_output=True, text=True, check=True
    )

    ici = {nom: document.empreinte_fichier for nom, document in tout_le_catalogue().items()}
    assert json.loads(ailleurs.stdout) == ici
