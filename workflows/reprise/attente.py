"""Ce qu'une page a reçu, gardé à part le temps de l'aperçu : le classeur, ses copies signées, puis le bilan.

Rien n'en est au dossier tant que l'import n'est pas confirmé ; tout s'efface un jour après le dernier envoi.
"""

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from documents.formats import octets_lisibles
from modeles.erreurs import Introuvable, SaisieInvalide
from workflows.commandes.bordereau import Auteur
from workflows.depots.inscription import Fichier
from workflows.reprise.lecture import lire_classeur

ATTENTES = "reprises en attente"
DUREE = timedelta(days=1)
OCTETS_AU_PLUS = 200_000_000
COPIES_AU_PLUS = 200
# Ce qu'un disque admet, en octets, avec de la marge.
LONGUEUR_DE_NOM = 240
_INTERDITS = re.compile(r'[<>:"|?*\x00-\x1f\ud800-\udfff]')


class AttenteInconnue(Introuvable):
    """Cette reprise a expiré, ou n'est pas celle de cette personne : on ne dit pas lequel."""

    def __init__(self) -> None:
        super().__init__(
            "Cette reprise n'est plus en attente.",
            "Un classeur déposé est gardé un jour, pour la seule personne qui l'a déposé.",
            "Déposez de nouveau le classeur.",
        )


class Attente(NamedTuple):
    """La reprise en attente d'une personne."""

    dossier: Path

    @property
    def cle(self) -> UUID:
        return UUID(self.dossier.name)

    @property
    def classeur(self) -> Path:
        """Le fichier du classeur, sous le nom qu'il portait. Lève `AttenteInconnue` s'il n'y en a pas."""
        classeur = next((self.dossier / "classeur").glob("*"), None)
        if classeur is None:
            raise AttenteInconnue
        return classeur

    @property
    def pieces(self) -> Path:
        """Le dossier des copies signées."""
        return self.dossier / "copies"

    @property
    def copies(self) -> list[str]:
        """Les noms des copies reçues."""
        return sorted(f.name for f in self.pieces.glob("*"))

    @property
    def bilan(self) -> dict[str, Any] | None:
        """Ce que l'import a fait, s'il est fait."""
        bilan = self.dossier / "bilan.json"
        return json.loads(bilan.read_text("utf-8")) if bilan.exists() else None

    def conclure(self, bilan: dict[str, Any]) -> None:
        """Garde le bilan, et efface ce qui a été importé."""
        provisoire = self.dossier / "bilan.partiel"
        provisoire.write_text(json.dumps(bilan, ensure_ascii=False), "utf-8")
        provisoire.replace(self.dossier / "bilan.json")
        for recu in (self.pieces, self.dossier / "classeur"):
            shutil.rmtree(recu, ignore_errors=True)


class Envoi(NamedTuple):
    """Ce qui arrive d'une page ; sans classeur, les copies s'ajoutent à celui que l'on a déjà."""

    classeur: Fichier | None
    copies: Sequence[Fichier]


def recevoir(donnees: Path, personne: str, envoi: Envoi, auteur: Auteur, deja: UUID | None = None) -> Attente:
    """Garde un envoi. `deja` : la reprise qu'il corrige ou complète, dont les copies restent.

    Lève `ClasseurIllisible` si le fichier n'est pas un classeur de reprise, `SaisieInvalide` s'il n'y en a pas ou
    si les copies sont trop lourdes ; rien n'est alors gardé.
    """
    if envoi.classeur is not None:
        lire_classeur(envoi.classeur.octets, envoi.classeur.nom, auteur.le)
    attente = _a_completer(donnees, personne, deja)
    if envoi.classeur is None and (attente is None or not any(attente.dossier.glob("classeur/*"))):
        raise SaisieInvalide(
            "Aucun classeur n'a été déposé.",
            "Le fichier n'a pas été choisi, ou il est vide.",
            "Choisissez le classeur rempli, puis recommencez.",
        )
    _borner(attente, envoi.copies)
    attente = attente or Attente(_dossier_de(donnees, personne) / str(uuid4()))
    if envoi.classeur is not None:
        shutil.rmtree(attente.dossier / "classeur", ignore_errors=True)
        _garder(attente.dossier / "classeur", envoi.classeur)
    for copie in envoi.copies:
        _garder(attente.pieces, copie)
    os.utime(attente.dossier)
    return attente


def retrouver(donnees: Path, personne: str, cle: UUID, instant: datetime) -> Attente:
    """La reprise en attente de cette personne. Lève `AttenteInconnue`."""
    attente = Attente(_dossier_de(donnees, personne) / str(cle))
    if not attente.dossier.is_dir() or _perimee(attente.dossier, instant):
        raise AttenteInconnue
    return attente


def effacer_les_perimees(donnees: Path, instant: datetime) -> None:
    """Efface ce qui attend depuis plus d'un jour."""
    for dossier in (donnees / ATTENTES).glob("*/*"):
        if _perimee(dossier, instant):
            shutil.rmtree(dossier, ignore_errors=True)


def _dossier_de(donnees: Path, personne: str) -> Path:
    return donnees / ATTENTES / str(UUID(personne))


def _a_completer(donnees: Path, personne: str, cle: UUID | None) -> Attente | None:
    """L'attente déjà ouverte ; une reprise faite ne se complète plus."""
    attente = Attente(_dossier_de(donnees, personne) / str(cle))
    return attente if cle and attente.dossier.is_dir() and attente.bilan is None else None


def _perimee(dossier: Path, instant: datetime) -> bool:
    return instant.timestamp() - dossier.stat().st_mtime > DUREE.total_seconds()


def _borner(attente: Attente | None, copies: Sequence[Fichier]) -> None:
    connues = {f.name: f.stat().st_size for f in attente.pieces.glob("*")} if attente else {}
    toutes = connues | {_nom_simple(c.nom): len(c.octets) for c in copies}
    poids = sum(toutes.values())
    if len(toutes) > COPIES_AU_PLUS or poids > OCTETS_AU_PLUS:
        raise SaisieInvalide(
            "Il y a trop de copies signées pour un seul import.",
            f"{len(toutes)} fichiers, {octets_lisibles(poids)}, pour {COPIES_AU_PLUS} fichiers et "
            f"{octets_lisibles(OCTETS_AU_PLUS)} au plus.",
            "Importez en plusieurs fois : ce qui est déjà importé ne se double pas, et une copie peut venir après.",
        )


def _garder(dossier: Path, recu: Fichier) -> None:
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / _nom_simple(recu.nom)).write_bytes(recu.octets)


def _nom_simple(nom: str) -> str:
    """Le nom du fichier, sans dossier ni caractère qu'un disque refuserait ; ses accents en une seule lettre."""
    seul = unicodedata.normalize("NFC", nom.replace("\\", "/").rsplit("/", 1)[-1])
    propre = _INTERDITS.sub("_", seul).strip(" .") or "fichier"
    tronc, point, suffixe = propre.rpartition(".")
    place = LONGUEUR_DE_NOM - len(f".{suffixe}".encode())
    return f"{tronc.encode()[: max(place, 0)].decode(errors='ignore')}{point}{suffixe}"
