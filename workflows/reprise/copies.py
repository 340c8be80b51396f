"""Les copies signées jointes à un classeur : retrouver celle que cite une ligne, la lire, la vérifier."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from documents.formats import octets_lisibles
from modeles.erreurs import SaisieInvalide
from workflows.reprise.feuilles import CONTRATS
from workflows.reprise.lignes import Classeur

OCTETS_AU_PLUS = 50_000_000


class Copie(NamedTuple):
    """Une copie signée, lue et vérifiée. `empreinte` est le SHA-256 du fichier."""

    nom: str
    octets: bytes

    @property
    def empreinte(self) -> str:
        return sha256(self.octets).hexdigest()


def lire_la_copie(dossier: Path | None, nom: str) -> Copie:
    """La copie de ce nom. Lève `SaisieInvalide` si elle manque, n'est pas un PDF ou pèse trop."""
    chemin = _chercher(dossier, nom)
    if chemin is None:
        raise SaisieInvalide(
            f"Le fichier « {nom} » est introuvable.",
            "Il n'est pas parmi les copies jointes au classeur.",
            "Joignez-le au classeur ; au terminal, mettez-le à côté, ou indiquez son dossier avec --pieces.",
        )
    if chemin.stat().st_size > OCTETS_AU_PLUS:
        raise SaisieInvalide(
            f"Le fichier « {nom} » est trop lourd.",
            f"Il pèse {octets_lisibles(chemin.stat().st_size)}, pour {octets_lisibles(OCTETS_AU_PLUS)} au plus.",
            "Numérisez-le avec une résolution plus faible.",
        )
    octets = chemin.read_bytes()
    if not octets.startswith(b"%PDF-"):
        raise SaisieInvalide(
            f"Le fichier « {nom} » n'est pas un PDF.",
            "Son contenu n'en a pas la marque, malgré son nom.",
            "Enregistrez la copie signée au format PDF.",
        )
    return Copie(nom, octets)


def _chercher(dossier: Path | None, nom: str) -> Path | None:
    """Le fichier de ce nom, à la casse et à l'encodage des accents près : le disque et le tableur diffèrent."""
    if dossier is None or not dossier.is_dir():
        return None
    semblables = [f for f in sorted(dossier.iterdir()) if _replier(f.name) == _replier(nom) and f.is_file()]
    return min(semblables, key=lambda f: f.name != nom, default=None)


def _replier(nom: str) -> str:
    return unicodedata.normalize("NFC", nom).casefold()


def non_citees(classeur: Classeur, copies: Iterable[str]) -> list[str]:
    """Les copies qu'aucune ligne du classeur ne cite : l'import ne les gardera pas."""
    citees = {_replier(ligne["scan"]) for ligne in classeur.lignes[CONTRATS] if ligne["scan"]}
    return [nom for nom in copies if _replier(nom) not in citees]
