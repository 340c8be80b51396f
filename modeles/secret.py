"""Le secret de l'installation : tiré une fois, gardé dans le dossier de données, lisible de son seul propriétaire."""

import os
import secrets
from pathlib import Path

FICHIER = "secret"
OCTETS = 32


def secret_de_l_installation(donnees: Path) -> str:
    """Le secret, créé au premier besoin. Deux processus qui le créent ensemble lisent le même.

    Le perdre ou le changer ferme les liens personnels déjà envoyés, rien d'autre.
    """
    fichier = donnees / FICHIER
    try:
        return fichier.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        donnees.mkdir(parents=True, exist_ok=True)
    provisoire = fichier.with_name(f"{FICHIER}.{os.getpid()}.tmp")
    provisoire.touch(mode=0o600)
    provisoire.write_text(secrets.token_urlsafe(OCTETS), encoding="ascii")
    try:
        # Un lien, non un déplacement : le premier arrivé gagne, et n'est pas écrasé.
        os.link(provisoire, fichier)
    except FileExistsError:
        pass
    finally:
        provisoire.unlink()
    return fichier.read_text(encoding="ascii").strip()
