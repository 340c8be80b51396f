"""Les gabarits Word : ceux livrés avec Jalons, et ceux que les régions ont installés à leur place."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session

import templates_docx
from documents.depot import Depot
from documents.moteur.compilation import lire
from documents.repertoire import REPERTOIRE, DocumentEcrit
from modeles.erreurs import Introuvable
from modeles.gabarit import VersionGabarit
from modeles.requetes_gabarits import versions_en_vigueur

DOSSIER_DES_GABARITS = Path(templates_docx.__file__).parent


class Modifiable(NamedTuple):
    """Un gabarit qu'une région peut prendre. `modeles` : les documents qui en sont faits, en tout ou partie."""

    code: str
    titre: str
    fichier: str
    modeles: tuple[DocumentEcrit, ...]

    @property
    def inclus(self) -> bool:
        """Vrai d'un gabarit qui ne fait pas un document à lui seul."""
        return self.code not in REPERTOIRE


class Gabarits:
    """Les gabarits en vigueur. `livres` : le dossier de ceux livrés ; `depot` garde les autres."""

    def __init__(self, livres: Path, depot: Depot) -> None:
        self.livres = livres
        self.depot = depot

    def dossier(self, session: Session, region: str) -> Path:
        """Où chaque gabarit de cette région porte son nom : le sien, sinon celui de toutes, sinon le livré.

        Les fichiers installés sont vérifiés. Lève `FichierAbsent` ou `FichierAltere`.
        """
        installes = {
            fichier_de(code): version.empreinte
            for code, version in versions_en_vigueur(session, region).items()
        }
        if not installes:
            return self.livres
        livres = {f.name: self.depot.ranger(f.read_bytes()) for f in self.livres.glob("*.docx")}
        return self.depot.deployer(livres | installes)

    def provenance(
        self, session: Session, region: str, sources: Iterable[tuple[str, str]]
    ) -> list[dict[str, Any]]:
        """De quelle version vient chaque gabarit employé ; région et version sont vides pour celui qui est livré.

        L'empreinte fait foi : un gabarit remplacé pendant la composition n'est pas pris pour le précédent.
        """
        installees = {
            (fichier_de(code), version.empreinte): version
            for code, version in versions_en_vigueur(session, region).items()
        }
        return [_provenance(source, installees.get(source)) for source in sources]

    def chemin(self, session: Session, code: str, region: str) -> Path:
        """Le gabarit en vigueur d'un document dans une région, vérifié."""
        return self.dossier(session, region) / fichier_de(code)


def _provenance(source: tuple[str, str], version: VersionGabarit | None) -> dict[str, Any]:
    fichier, empreinte = source
    return {
        "fichier": fichier,
        "empreinte": empreinte,
        "region": version.region if version else None,
        "version": version.version if version else None,
    }


def fichier_de(code: str) -> str:
    """« D01_invitation.docx » pour D01 ; un gabarit inclus a pour code son propre nom."""
    return REPERTOIRE[code].gabarit if code in REPERTOIRE else f"{code}.docx"


def trouver(code: str, livres: Path = DOSSIER_DES_GABARITS) -> Modifiable:
    """Le gabarit de ce code, sans égard à la casse. Lève `Introuvable`."""
    par_code = {m.code.casefold(): m for m in modifiables(livres)}
    if code.casefold() not in par_code:
        raise Introuvable(
            f"Le gabarit « {code} » n'existe pas.",
            f"Ceux que l'on peut modifier : {', '.join(m.code for m in par_code.values())}.",
            "Choisissez l'un d'eux ; « jalons gabarits lister » les nomme.",
        )
    return par_code[code.casefold()]


@lru_cache(maxsize=4)
def modifiables(livres: Path = DOSSIER_DES_GABARITS) -> tuple[Modifiable, ...]:
    """Ceux du répertoire, puis ceux qu'ils incluent."""
    par_gabarit: dict[str, list[DocumentEcrit]] = {}
    for modele in REPERTOIRE.values():
        par_gabarit.setdefault(modele.gabarit, []).append(modele)
    documents = [Modifiable(m[0].code, m[0].titre, nom, tuple(m)) for nom, m in par_gabarit.items()]
    hotes: dict[str, list[DocumentEcrit]] = {}
    for modele in REPERTOIRE.values():
        sources = lire(livres / modele.gabarit).assemblage.sources
        for nom in dict.fromkeys(source.nom for source in sources[1:]):
            hotes.setdefault(nom, []).append(modele)
    parties = [
        Modifiable(
            Path(nom).stem, f"Partie commune à {', '.join(m.code for m in modeles)}", nom, tuple(modeles)
        )
        for nom, modeles in hotes.items()
    ]
    return (*documents, *parties)
