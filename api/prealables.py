"""Ce qu'il faut avoir en main avant de démarrer : le dossier de données, son verrou, les ports."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modeles.configuration import Configuration
from modeles.erreurs import ErreurMetier

PORTS_ESSAYES = 200


class DemarrageImpossible(ErreurMetier):
    """Quelque chose sur cette machine empêche Jalons de démarrer ; rien n'a été lancé."""


def ouvrir_dossier(dossier: Path) -> None:
    """Crée le dossier de données s'il manque. Lève `DemarrageImpossible` si l'on ne peut pas y écrire."""
    try:
        dossier.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _dossier_inutilisable(
            dossier, "un fichier porte déjà ce nom, ce n'est pas un dossier"
        ) from None
    except OSError as erreur:
        raise _dossier_inutilisable(dossier, f"il ne peut pas être créé ({erreur.strerror})") from erreur
    if not os.access(dossier, os.W_OK | os.X_OK):
        raise _dossier_inutilisable(dossier, "vous n'avez pas le droit d'y écrire")


def _dossier_inutilisable(dossier: Path, pourquoi: str) -> DemarrageImpossible:
    return DemarrageImpossible(
        f"Le dossier de données « {dossier} » n'est pas utilisable :",
        f"{pourquoi}.",
        "Choisissez-en un autre : make lancer DONNEES=autre-dossier.",
    )


@contextmanager
def dossier_reserve(dossier: Path, adresse: str) -> Iterator[None]:
    """Tient le dossier pour un seul Jalons. Lève `DemarrageImpossible` si un autre le tient déjà.

    Le verrou est celui du système : il tombe avec le processus, même tué.
    """
    with (dossier / "verrou").open("a+", encoding="utf-8") as verrou:
        try:
            fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            verrou.seek(0)
            raise DemarrageImpossible(
                "Jalons fonctionne déjà sur ce dossier de données.",
                f"Il répond à l'adresse {verrou.read().strip()}.",
                "Servez-vous de celui-là, arrêtez-le (Ctrl-C), ou donnez un autre dossier et un autre port : "
                "make lancer PORT=8100 DONNEES=autre-dossier.",
            ) from None
        verrou.truncate(0)
        verrou.write(adresse)
        verrou.flush()
        yield


def verifier_port(hote: str, port: int) -> None:
    """Lève `DemarrageImpossible` si l'on ne peut pas répondre à cette adresse."""
    obstacle = _obstacle_au_port(hote, port)
    if obstacle == errno.EADDRINUSE:
        raise DemarrageImpossible(
            f"Le port {port} est déjà pris",
            "par un autre programme de cette machine.",
            f"Choisissez-en un autre : make lancer PORT={_port_libre(hote, port + 1)}.",
        )
    if obstacle == errno.EACCES:
        raise DemarrageImpossible(
            f"Le port {port} est réservé",
            "à l'administrateur de cette machine.",
            "Choisissez-en un autre : make lancer PORT=8000.",
        )
    if obstacle:
        raise DemarrageImpossible(
            f"L'adresse « {hote} » n'est pas utilisable :",
            f"elle n'appartient pas à cette machine ({os.strerror(obstacle)}).",
            "Corrigez JALONS_HOTE, par exemple 127.0.0.1 ou 0.0.0.0.",
        )


def port_de_prefect(reglages: Configuration) -> int:
    """Le port réglé, sinon celui retenu s'il est encore libre, sinon un port libre, qu'on retient.

    Lève `DemarrageImpossible` si le port réglé est pris.
    """
    if reglages.port_prefect:
        verifier_port("127.0.0.1", reglages.port_prefect)
    memoire = reglages.fichier_du_port_prefect
    retenu = reglages.port_prefect or (int(memoire.read_text()) if memoire.exists() else reglages.port + 1)
    port = retenu if retenu == reglages.port_prefect else _port_libre("127.0.0.1", retenu)
    memoire.parent.mkdir(exist_ok=True)
    memoire.write_text(str(port), encoding="utf-8")
    return port


def _port_libre(hote: str, premier: int) -> int:
    essais = range(premier, min(premier + PORTS_ESSAYES, 65536))
    return next((port for port in essais if not _obstacle_au_port(hote, port)), 0)


def _obstacle_au_port(hote: str, port: int) -> int:
    """Le code d'erreur du système, ou 0 si le port est libre."""
    with socket.socket() as prise:
        # Comme le serveur : un port quitté à l'instant n'est pas un port pris.
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind((hote, port))
        except OSError as erreur:
            return erreur.errno or errno.EADDRNOTAVAIL
    return 0
