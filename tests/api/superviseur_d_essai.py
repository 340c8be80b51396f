"""Un superviseur dont les processus sont des bouchons : `python -m tests.api.superviseur_d_essai PORT DOSSIER`."""

import os
import sys
from pathlib import Path

from api.enfant import Enfant
from api.superviseur import Superviseur

# L'application : répond 200 à tout.
APPLICATION = """
import http.server, sys
class Sante(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *rien):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Sante).serve_forever()
"""
# L'exécuteur : a lui-même un enfant (LibreOffice, en vrai), dont il laisse le numéro dans un fichier.
EXECUTEUR = """
import pathlib, subprocess, sys, time
petit_enfant = subprocess.Popen(["sleep", "600"])
pathlib.Path(sys.argv[1]).write_text(str(petit_enfant.pid))
time.sleep(600)
"""


def principal(port: str, dossier: str) -> None:
    """Veille jusqu'au signal, puis arrête tout."""
    petit_enfant = str(Path(dossier) / "petit-enfant")
    enfants = [
        Enfant("l'application", [sys.executable, "-c", APPLICATION, port], dict(os.environ)),
        Enfant("l'exécuteur", [sys.executable, "-c", EXECUTEUR, petit_enfant], dict(os.environ)),
    ]
    adresse = f"http://127.0.0.1:{port}"
    superviseur = Superviseur(enfants, adresse, f"{adresse}/sante")
    superviseur.ecouter_les_signaux()
    try:
        superviseur.veiller()
    finally:
        superviseur.arreter()


if __name__ == "__main__":
    principal(*sys.argv[1:])
