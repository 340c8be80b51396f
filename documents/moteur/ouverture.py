"""Ouvrir des documents comme le ferait un lecteur : LibreOffice les met en page, on regarde le résultat."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple

from modeles.erreurs import ErreurMetier

DELAI_S = 180.0
POINTS_PAR_POUCE = 60
# LibreOffice prend un cœur et quelques centaines de mégaoctets : un seul à la fois dans ce processus.
_UN_A_LA_FOIS = Lock()


class OutilAbsent(ErreurMetier):
    """Un programme de la machine manque ; les documents Word, eux, sont produits sans lui."""

    statut = 501

    def __init__(self, programme: str, paquet: str) -> None:
        super().__init__(
            "Les documents ne peuvent pas être mis en page ici.",
            f"Le programme « {programme} » n'est pas installé.",
            f"Installez {paquet}, puis recommencez.",
        )


class Ouverture(NamedTuple):
    """Ce qu'a donné un lot : les PDF produits, dans l'ordre du lot, et un défaut par document manqué."""

    pdf: tuple[Path, ...]
    defauts: tuple[str, ...]


def ouvrir(
    documents: Sequence[Path], dossier: Path, delai_s: float = DELAI_S, filtre: str = "pdf"
) -> Ouverture:
    """Met le lot en page dans `dossier`, en une exécution de LibreOffice et avec un profil jetable.

    `filtre` : le format de sortie tel que LibreOffice le nomme, ses options comprises. Un lot attend que le
    précédent soit fini ; le délai, en secondes, ne court qu'ensuite. Lève `OutilAbsent` sans LibreOffice,
    `ValueError` si deux documents donneraient le même PDF.
    """
    soffice = _programme("soffice", "LibreOffice")
    attendus = [dossier / f"{document.stem}.pdf" for document in documents]
    if len(set(attendus)) < len(attendus):
        raise ValueError("deux documents du lot portent le même nom")
    if not documents:
        return Ouverture((), ())
    with _UN_A_LA_FOIS:
        motif = _convertir(soffice, documents, dossier, filtre, delai_s)
    manques = [d.name for d, pdf in zip(documents, attendus, strict=True) if not _est_un_pdf(pdf)]
    return Ouverture(
        tuple(pdf for pdf in attendus if _est_un_pdf(pdf)),
        tuple(f"« {nom} » ne s'ouvre pas dans LibreOffice{motif}" for nom in manques),
    )


def defauts_d_ouverture(documents: Sequence[Path], delai_s: float = DELAI_S) -> tuple[str, ...]:
    """Un défaut par document que LibreOffice ne sait pas mettre en page ; vide si tous s'ouvrent."""
    with TemporaryDirectory() as dossier:
        return ouvrir(documents, Path(dossier), delai_s).defauts


def apercus(pdf: Path, dossier: Path, points_par_pouce: int = POINTS_PAR_POUCE) -> list[Path]:
    """Une image PNG par page, dans `dossier`, dans l'ordre des pages. Lève `OutilAbsent` sans pdftoppm."""
    pdftoppm = _programme("pdftoppm", "poppler-utils")
    racine = dossier / pdf.stem
    subprocess.run([pdftoppm, "-png", "-r", str(points_par_pouce), pdf, racine], check=True, timeout=DELAI_S)
    return sorted(dossier.glob(f"{pdf.stem}-*.png"))


def texte_mis_en_page(pdf: Path) -> str:
    """Le texte que l'on lit sur les pages, séparées par `\\f`. Lève `OutilAbsent` sans pdftotext."""
    pdftotext = _programme("pdftotext", "poppler-utils")
    commande = [pdftotext, "-layout", str(pdf), "-"]
    return subprocess.run(commande, check=True, capture_output=True, text=True, timeout=DELAI_S).stdout


def _programme(nom: str, paquet: str) -> str:
    chemin = shutil.which(nom)
    if chemin is None:
        raise OutilAbsent(nom, paquet)
    return chemin


def _convertir(soffice: str, documents: Sequence[Path], dossier: Path, filtre: str, delai_s: float) -> str:
    """Rend le motif d'échec à ajouter au message, vide si LibreOffice est allé au bout."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profil:
        options = ["--headless", "--norestore", f"-env:UserInstallation={Path(profil).as_uri()}"]
        commande = [soffice, *options, "--convert-to", filtre, "--outdir", str(dossier), *map(str, documents)]
        # `soffice` lance un second programme : une session à eux deux, pour les arrêter ensemble.
        silence = subprocess.DEVNULL
        with subprocess.Popen(commande, stdout=silence, stderr=silence, start_new_session=True) as processus:
            try:
                processus.wait(delai_s)
            except subprocess.TimeoutExpired:
                return f" (arrêté après {delai_s:.0f} s)"
            finally:
                # Même interrompu, on ne laisse rien derrière soi.
                if processus.poll() is None:
                    os.killpg(processus.pid, signal.SIGKILL)
    return ""


def _est_un_pdf(chemin: Path) -> bool:
    return chemin.is_file() and chemin.read_bytes()[:5] == b"%PDF-"
