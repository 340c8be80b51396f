"""Les documents tels qu'une page les montre : par étape, chacun avec ses versions."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from modeles.demarche import Demarche
from modeles.document import Document
from modeles.etapes import Etape
from modeles.vocabulaire import OrigineDocument


class Piece(NamedTuple):
    """Un document : sa dernière version, et les précédentes de la plus récente à la plus ancienne."""

    dernier: Document
    precedents: list[Document]

    @property
    def intitule(self) -> str:
        """« Compte rendu, comité n° 1 » ; sans l'objet s'il ne dit rien de plus que le titre."""
        redite = self.dernier.objet.casefold() in self.dernier.titre.casefold()
        return self.dernier.titre if redite else f"{self.dernier.titre}, {self.dernier.objet}"

    @property
    def depose(self) -> bool:
        return self.dernier.origine is OrigineDocument.DEPOSE


def pieces(documents: Iterable[Document]) -> list[Piece]:
    """Les documents, une pièce par code et objet."""
    ranges = sorted(documents, key=lambda d: (d.code, d.objet, -d.version))
    return [
        Piece(versions[0], versions[1:])
        for _, groupe in groupby(ranges, key=lambda d: (d.code, d.objet))
        if (versions := list(groupe))
    ]


def pieces_par_etape(documents: Iterable[Document]) -> list[tuple[Etape, list[Piece]]]:
    """Les pièces, sous l'étape où elles sont nées."""
    ranges = sorted(documents, key=lambda d: d.etape.rang)
    return [(etape, pieces(groupe)) for etape, groupe in groupby(ranges, key=lambda d: d.etape)]


def pieces_du_sujet(demarche: Demarche, objet: str) -> list[Piece]:
    """Les pièces dont c'est le sujet : « comité de lancement 1 », « fiche 32-DRO-EXP-01 »."""
    return pieces(d for d in demarche.documents if d.objet == objet or d.objet.startswith(f"{objet} "))
