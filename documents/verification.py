"""Accepter un gabarit venu d'un utilisateur, ou dire d'un coup tout ce qui l'empêche."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from documents.essai import TROP_GOURMAND
from documents.formats import accorder
from documents.gabarits import Modifiable
from documents.moteur.erreurs import REMEDE, Faute
from documents.reception import DOCUMENT, parties_recues
from modeles.erreurs import Obstacle, SaisieInvalide

DELAI_S = 20.0
_RACINE = Path(__file__).resolve().parent.parent


class GabaritRefuse(SaisieInvalide):
    """Le gabarit ne convient pas : toutes ses fautes sont dans `fautes`."""

    def __init__(self, nom: str, fautes: Sequence[Faute]) -> None:
        self.fautes = tuple(fautes)
        phrases = [_phrase(faute) for faute in fautes]
        super().__init__(
            f"Le gabarit « {nom} » n'est pas accepté.",
            f"{accorder(len(fautes), 'faute est', 'fautes sont')} à corriger : {' ; '.join(phrases)}.",
            REMEDE,
            [
                Obstacle(phrase, REMEDE, ou=f"gabarit:{f.gabarit}")
                for phrase, f in zip(phrases, fautes, strict=True)
            ],
        )


def verifier(octets: bytes, nom: str, gabarit: Modifiable, jeu: Path, delai_s: float = DELAI_S) -> None:
    """Ne dit rien d'un bon gabarit. `jeu` : le dossier des gabarits en vigueur, parmi lesquels il prendrait place.

    Lève `FichierIllisible` si ce n'est pas un document Word sans danger, `GabaritRefuse` sinon.
    """
    parties_recues(octets, nom, DOCUMENT)
    with TemporaryDirectory() as temporaire:
        dossier = Path(temporaire)
        for voisin in jeu.glob("*.docx"):
            shutil.copyfile(voisin, dossier / voisin.name)
        (dossier / gabarit.fichier).write_bytes(octets)
        fautes = _essayer_a_part(dossier, gabarit, delai_s)
    if fautes:
        raise GabaritRefuse(nom, fautes)


def _essayer_a_part(dossier: Path, gabarit: Modifiable, delai_s: float) -> list[Faute]:
    codes = [modele.code for modele in gabarit.modeles]
    commande = [sys.executable, "-m", "documents.essai", str(dossier), gabarit.fichier, *codes]
    chemins = os.pathsep.join([str(_RACINE), *filter(None, sys.path)])
    environnement = {**os.environ, "PYTHONPATH": chemins, "PYTHONIOENCODING": "utf-8"}
    try:
        essai = subprocess.run(commande, capture_output=True, timeout=delai_s, env=environnement, check=False)
    except subprocess.TimeoutExpired:
        message = f"l'essai a été arrêté après {delai_s:.0f} s : une boucle est sans doute trop longue"
        return [Faute(message, gabarit.fichier)]
    if essai.returncode:
        return [Faute(TROP_GOURMAND, gabarit.fichier)]
    return [Faute(*faute) for faute in json.loads(essai.stdout)]


def _phrase(faute: Faute) -> str:
    return f"{faute.gabarit}, {faute}" if faute.gabarit else str(faute)
