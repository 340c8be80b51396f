"""Le PDF d'un document Word : balisé, archivable (PDF/A-2b), et le même à chaque fois.

LibreOffice le met en page : froid à chaque lot, il coûte une à deux secondes, moins qu'un processus à
surveiller n'en ferait gagner ici. Deux lectures du même document ont les mêmes octets, tant que LibreOffice
ne change pas de version.
"""

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf

from documents.figures import decrire_les_figures, descriptions_de
from documents.moteur.archive import parties_de
from documents.moteur.ooxml import CORPS
from documents.moteur.ouverture import DELAI_S, ouvrir
from documents.moteur.sommaire import a_un_sommaire, numeroter
from modeles.erreurs import ErreurMetier

TYPE_MIME_PDF = "application/pdf"
PASSES_AU_PLUS = 4
_A_DEFAUT = datetime(1980, 1, 1, tzinfo=UTC)
_PROPRIETES = "docProps/core.xml"
_DATE = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
# LibreOffice écrit « _ » sous la forme « 5F » dans le nom d'une destination.
_SIGNET = re.compile(r"(?:_|5F)(Toc\d+)$")
_OPTIONS: Mapping[str, bool | int] = {
    "SelectPdfVersion": 2,
    "UseTaggedPDF": True,
    "PDFUACompliance": True,
    "DisplayPDFDocumentTitle": True,
    "ExportBookmarks": True,
    "ExportBookmarksToPDFDestination": True,
}


class MiseEnPageImpossible(ErreurMetier):
    """LibreOffice n'a pas su mettre en page un ou plusieurs documents ; `defauts` les cite."""

    def __init__(self, defauts: Sequence[str]) -> None:
        super().__init__(
            "Le PDF ne peut pas être produit.",
            f"{' ; '.join(defauts)}.",
            "Téléchargez le document Word, ou recommencez dans quelques instants.",
        )


def en_pdf(documents: Sequence[bytes], delai_s: float = DELAI_S) -> list[bytes]:
    """Un PDF par document Word, dans l'ordre ; les sommaires y ont leurs numéros de page.

    `delai_s` vaut pour chaque passe de LibreOffice. Lève `OutilAbsent` sans LibreOffice, et
    `MiseEnPageImpossible` si un seul document résiste.
    """
    if illisibles := [rang for rang, octets in enumerate(documents, 1) if not _est_un_document_word(octets)]:
        raise MiseEnPageImpossible(
            [f"le document n° {rang} n'est pas un document Word" for rang in illisibles]
        )
    pdf = _mettre_en_page(documents, delai_s)
    avec_sommaire = [rang for rang, octets in enumerate(documents) if a_un_sommaire(octets)]
    if avec_sommaire:
        numerotes = _numeroter(
            [documents[r] for r in avec_sommaire], [pdf[r] for r in avec_sommaire], delai_s
        )
        for rang, numerote in zip(avec_sommaire, numerotes, strict=True):
            pdf[rang] = numerote
    return [normaliser(p, octets) for p, octets in zip(pdf, documents, strict=True)]


def pages_des_titres(pdf: bytes) -> dict[str, int]:
    """La page, comptée dès 1, de chaque signet `_Toc…` du document dont ce PDF est tiré."""
    with pikepdf.open(BytesIO(pdf)) as ouvert:
        rangs = {page.obj.objgen: rang for rang, page in enumerate(ouvert.pages, 1)}
        trouves = {}
        for nom, destination in _destinations(ouvert).items():
            signet = _SIGNET.search(nom)
            cible = destination.D if isinstance(destination, pikepdf.Dictionary) else destination
            if signet:
                trouves[f"_{signet[1]}"] = rangs[cible[0].objgen]
    return trouves


def normaliser(pdf: bytes, docx: bytes) -> bytes:
    """Le même PDF, daté comme le document Word et identifié par son contenu, ses figures décrites.

    Ni horloge, ni hasard. À faire avant de signer.
    """
    memoire, le = BytesIO(), _date_de(docx)
    with pikepdf.open(BytesIO(pdf)) as ouvert:
        for cle in ("/CreationDate", "/ModDate"):
            ouvert.docinfo[cle] = f"D:{le:%Y%m%d%H%M%S}Z"
        with ouvert.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadonnees:
            for cle in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
                if cle in metadonnees:
                    metadonnees[cle] = f"{le:%Y-%m-%dT%H:%M:%SZ}"
        for intention in ouvert.Root.get("/OutputIntents", pikepdf.Array()):
            _dater_le_profil(intention.DestOutputProfile, le)
        for cle in ("/ID", "/DocChecksum"):
            if cle in ouvert.trailer:
                del ouvert.trailer[cle]
        decrire_les_figures(ouvert, descriptions_de(docx))
        ouvert.save(memoire, deterministic_id=True)
    return memoire.getvalue()


def _dater_le_profil(profil: pikepdf.Object, le: datetime) -> None:
    """LibreOffice date de l'instant le profil de couleurs (ICC.1, § 4.2 : six entiers de 16 bits, octets 24 à 35)."""
    octets = profil.read_bytes()
    date = struct.pack(">6H", le.year, le.month, le.day, le.hour, le.minute, le.second)
    profil.write(octets[:24] + date + octets[36:])


def _numeroter(documents: Sequence[bytes], pdf: Sequence[bytes], delai_s: float) -> list[bytes]:
    """Met en page jusqu'à ce que les numéros écrits soient ceux des pages ; une passe y suffit d'ordinaire.

    Des numéros qui ne se stabilisent pas ne seraient pas exacts : le sommaire reste alors sans eux.
    """
    sans_numero = list(pdf)
    pages = [pages_des_titres(p) for p in sans_numero]
    for _ in range(PASSES_AU_PLUS):
        numerotes = _mettre_en_page([numeroter(d, p) for d, p in zip(documents, pages, strict=True)], delai_s)
        relues = [pages_des_titres(p) for p in numerotes]
        if relues == pages:
            return numerotes
        pages = relues
    return sans_numero


def _mettre_en_page(documents: Sequence[bytes], delai_s: float) -> list[bytes]:
    with TemporaryDirectory() as dossier:
        fichiers = [Path(dossier) / f"document {rang}.docx" for rang in range(1, len(documents) + 1)]
        for fichier, octets in zip(fichiers, documents, strict=True):
            fichier.write_bytes(octets)
        ouverture = ouvrir(fichiers, Path(dossier), delai_s, _filtre())
        if ouverture.defauts:
            raise MiseEnPageImpossible(ouverture.defauts)
        return [pdf.read_bytes() for pdf in ouverture.pdf]


def _est_un_document_word(octets: bytes) -> bool:
    try:
        return CORPS in parties_de(octets)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
        return False


def _filtre() -> str:
    genres = {bool: "boolean", int: "long"}
    options = {nom: {"type": genres[type(v)], "value": str(v).lower()} for nom, v in _OPTIONS.items()}
    return f"pdf:writer_pdf_Export:{json.dumps(options)}"


def _destinations(ouvert: pikepdf.Pdf) -> dict[str, Any]:
    """Les destinations nommées : dans l'arbre des noms, ou dans le dictionnaire des PDF plus anciens."""
    racine = ouvert.Root
    if "/Names" in racine and "/Dests" in racine.Names:
        return {str(nom): cible for nom, cible in pikepdf.NameTree(racine.Names.Dests).items()}
    return {str(nom): cible for nom, cible in racine.get("/Dests", pikepdf.Dictionary()).items()}


def _date_de(docx: bytes) -> datetime:
    """La date des propriétés du document, celle de son contexte ; sans elle, la première d'une archive."""
    trouve = _DATE.search(parties_de(docx).get(_PROPRIETES, b""))
    return datetime.fromisoformat(trouve[1].decode()).astimezone(UTC) if trouve else _A_DEFAUT
