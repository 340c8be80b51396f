"""Les pages, lues par cinquante personnes à la fois, face à un fichier servi par la même pile dans la même passe.

`python -m tests.bancs.banc_pages` écrit une ligne JSON par page, et rien d'autre. `rapport` est le temps du 95e
centile rapporté à celui du fichier ; les millisecondes dépendent de la machine. Le pays d'essai compte 116
territoires, 1 300 fiches et 20 000 valeurs d'indicateurs ; l'application y est seule, dans un processus, sur
SQLite. Chaque lecteur redemande la page dès qu'il l'a reçue : cinquante demandes sont toujours en cours.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bancs.lecteurs import centile_95, lire_ensemble
from tests.navigateur.serveur import Serveur

LECTEURS, FOIS = 50, 20
FICHIER = "/statiques/jalons.css"
PAGES = {
    "region": "/?region=76&le=2026-03-31",
    "region_france": "/?region=france&le=2026-03-31",
    "region_filtree": "/?region=france&le=2026-03-31&retard=true&tri=alerte",
    "territoire": "/territoires/32?le=2026-03-31",
    "a_faire": "/a-faire?le=2026-03-31",
    "chiffres": "/chiffres?region=france&le=2026-03-31",
}


def principal() -> None:
    with tempfile.TemporaryDirectory() as dossier:
        serveur = Serveur(Path(dossier), JALONS_REFERENCE=f"{dossier}/reference")
        peupler = "import sys; from pathlib import Path; from tests.bancs import pays; "
        peupler += "pays.inventer_une_region(Path(sys.argv[1])); pays.peupler()"
        commande = [sys.executable, "-c", peupler, f"{dossier}/reference"]
        subprocess.run(commande, env=serveur.environnement, check=True)
        with serveur.ouvert():
            mesurer(serveur)


def mesurer(serveur: Serveur) -> None:
    """Une page après l'autre ; le fichier d'abord, qui sert de mesure à toutes."""
    cookie = f"{serveur.cookie}={serveur.secret()}"
    reference = 0.0
    for nom, chemin in {"fichier": FICHIER, **PAGES}.items():
        lire_ensemble(serveur.port, chemin, cookie, 1, 3)
        durees = lire_ensemble(serveur.port, chemin, cookie, LECTEURS, FOIS)
        centile = centile_95(durees)
        reference = reference or centile
        faits = {"p95_ms": round(1000 * centile, 1), "lecteurs": LECTEURS, "lectures": len(durees)}
        print(
            json.dumps({"mesure": f"pages_{nom}", "rapport": round(centile / reference, 1)} | faits),
            flush=True,
        )


if __name__ == "__main__":
    principal()
