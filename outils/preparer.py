"""Prépare l'environnement Python du projet : `python3 outils/preparer.py lancer` (ou `dev`).

N'utilise que la bibliothèque standard, et s'écrit pour Python 3.6 : un Python trop ancien doit pouvoir lire
ce fichier jusqu'à la phrase qui le dit. Quand tout est en place, il ne coûte que la lecture d'une empreinte.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

MINIMUM = (3, 11)
AUTRES_PYTHON = ("python3.13", "python3.12", "python3.11")
RACINE = Path(__file__).resolve().parent.parent
VENV = RACINE / ".venv"
PYTHON = VENV / "bin" / "python"
VERROUS = {"lancer": "requirements.lock", "dev": "requirements-dev.lock"}
# Le profil « dev » contient tout ce que demande « lancer ».
SUFFISANTS = {"lancer": ("lancer", "dev"), "dev": ("dev",)}
SIGNES_DE_RESEAU = (
    "Max retries exceeded",
    "Connection",
    "timed out",
    "Name or service not known",
    "Temporary failure",
    "ProxyError",
    "SSLError",
    "Could not find a version",
    "No matching distribution",
)


def passer_a_un_python_recent() -> None:
    """Rejoue ce script avec un Python assez récent, ou explique comment en avoir un."""
    if sys.version_info[:2] >= MINIMUM:
        return
    for nom in AUTRES_PYTHON:
        for dossier in os.environ.get("PATH", "").split(os.pathsep):
            chemin = str(Path(dossier) / nom)
            # Le relais d'un gestionnaire de versions peut exister sans mener nulle part : on l'essaie.
            if os.access(chemin, os.X_OK) and reussit(chemin, "-c", ""):
                os.execv(chemin, [chemin, *sys.argv])
    sys.exit(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} est trop ancien : Jalons demande Python 3.11 "
        "ou plus récent. Installez-le (sous Debian ou Ubuntu : apt install python3 python3-venv), puis "
        "relancez ; s'il n'est pas trouvé, ajoutez son chemin : make PYTHON=/chemin/vers/python3.11 …"
    )


def reussit(*commande: str) -> bool:
    """Vrai si la commande se termine bien ; tout ce qu'elle dit est jeté."""
    try:
        return subprocess.call(commande, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def empreinte(profil: str) -> str:
    """Ce dont dépend l'installation : le verrou, la déclaration du projet, l'endroit où il est posé."""
    somme = hashlib.sha256(str(RACINE).encode())
    for nom in (VERROUS[profil], "pyproject.toml"):
        somme.update((RACINE / nom).read_bytes())
    return somme.hexdigest()


def fichier_d_empreinte(profil: str) -> Path:
    """Où est gardée l'empreinte de la dernière installation réussie de ce profil."""
    return VENV / f"jalons-{profil}.empreinte"


def est_a_jour(profil: str) -> bool:
    """Vrai si l'environnement en place suffit pour ce profil."""
    if not os.access(str(PYTHON), os.X_OK):
        return False
    fichiers = {suffisant: fichier_d_empreinte(suffisant) for suffisant in SUFFISANTS[profil]}
    return any(f.exists() and f.read_text() == empreinte(suffisant) for suffisant, f in fichiers.items())


def creer_le_venv() -> None:
    """Crée `.venv`, de neuf si celui qui est là ne marche pas."""
    if not os.access(str(RACINE), os.W_OK):
        sys.exit(
            f"Le dossier {RACINE} n'est pas accessible en écriture, or Jalons y installe ses dépendances "
            "(.venv). Copiez le projet dans un dossier à vous, puis relancez."
        )
    if reussit(str(PYTHON), "-m", "pip", "--version"):
        return
    if not reussit(sys.executable, "-c", "import ensurepip, venv"):
        sys.exit(
            "Il manque à Python son module venv. Installez-le (sous Debian ou Ubuntu : "
            f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv), puis relancez."
        )
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        sys.exit(f"L'environnement Python n'a pas pu être créé dans {VENV} ; la raison est au-dessus.")


def installer(profil: str) -> None:
    """Installe les dépendances verrouillées, puis le projet. La configuration de pip (miroir…) est suivie."""
    print("Installation des dépendances (une seule fois, une à deux minutes)…", flush=True)
    # Sans résolution : le verrou est complet, et les vieux pip se perdent dans ses extras.
    pip("--require-hashes", "--no-deps", "-r", str(RACINE / VERROUS[profil]))
    # Sans isolation : l'outil de construction vient du verrou lui aussi, rien d'autre n'est téléchargé.
    pip("--no-deps", "--no-build-isolation", "-e", str(RACINE))
    fichier_d_empreinte(profil).write_text(empreinte(profil))
    print("Installation terminée.", flush=True)


def pip(*arguments: str) -> None:
    """`pip install`, muet s'il réussit ; sinon une explication, puis la fin de ce qu'il a dit."""
    commande = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    essai = subprocess.run([*commande, *arguments], stderr=subprocess.PIPE, check=False)
    if essai.returncode != 0:
        dit = essai.stderr.decode(errors="replace").strip()
        erreurs = [ligne for ligne in dit.splitlines() if not ligne.startswith("WARNING")]
        sys.exit("\n".join([expliquer(dit), "", "Ce que pip a dit :", *erreurs[-8:]]))


def expliquer(dit: str) -> str:
    """La phrase qui va avec un échec de pip."""
    if "DO NOT MATCH THE HASHES" in dit:
        return (
            "Un paquet téléchargé n'est pas celui qui est attendu : rien n'a été installé. Le miroir ou le "
            "cache l'a sans doute altéré ; videz le cache (pip cache purge), puis recommencez."
        )
    if any(signe in dit for signe in SIGNES_DE_RESEAU):
        return (
            "Les dépendances n'ont pas pu être téléchargées. Vérifiez l'accès au réseau ; derrière un proxy, "
            "réglez HTTPS_PROXY ; avec un miroir, pip config set global.index-url ADRESSE. Puis recommencez."
        )
    return "L'installation des dépendances a échoué."


def principal() -> None:
    """Laisse un `.venv` prêt pour le profil demandé."""
    profil = sys.argv[1] if len(sys.argv) == 2 else ""
    if profil not in VERROUS:
        sys.exit("Précisez un profil : lancer ou dev.")
    passer_a_un_python_recent()
    if not est_a_jour(profil):
        creer_le_venv()
        installer(profil)


if __name__ == "__main__":
    principal()
