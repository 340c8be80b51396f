"""Recevoir un fichier venu d'ailleurs : s'assurer qu'il est ce qu'il dit être avant d'en lire une ligne."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import NamedTuple

from documents.formats import octets_lisibles
from modeles.erreurs import SaisieInvalide

OCTETS_AU_PLUS = 20_000_000
OCTETS_DEPLIES_AU_PLUS = 100_000_000
PARTIES_AU_PLUS = 2_000
# Un document de bureau se comprime dix à trente fois ; une bombe, mille fois.
RATIO_AU_PLUS = 200
RATIO_CONTROLE_DES = 1_000_000

_ACTIF = re.compile(r"vbaProject|vbaData|activeX|macrosheets|oleObject|\.exe$", re.IGNORECASE)
_AILLEURS = re.compile(
    rb'<Relationship\b(?=[^>]*relationships/(?:attachedTemplate|oleObject|frame|subDocument)")'
    rb'(?=[^>]*TargetMode="External")'
)
_CHIFFRE = "EncryptedPackage".encode("utf-16-le")
_TYPES = "[Content_Types].xml"
_SANS_MOT_DE_PASSE = ("Il est protégé par un mot de passe.", "Retirez le mot de passe, puis recommencez.")


class FichierIllisible(SaisieInvalide):
    """Le fichier reçu n'est pas ce que l'on attend, ou ne peut pas être lu sans risque."""

    def __init__(self, nom: str, pourquoi: str, remede: str) -> None:
        super().__init__(f"Le fichier « {nom} » ne peut pas être lu.", pourquoi, remede)


class Attente(NamedTuple):
    """Le genre de fichier attendu, et comment le dire. `type_principal` : ce qu'en déclare le paquet."""

    nomme: str
    type_principal: bytes
    ancien: str
    libre_office: tuple[bytes, str]
    au_lieu_d_un_pdf: str
    enregistrez: str
    ecrit_par: str


CLASSEUR = Attente(
    nomme="un classeur Excel (.xlsx)",
    type_principal=b"officedocument.spreadsheetml.sheet.main+xml",
    ancien="C'est un classeur d'un format ancien (.xls).",
    libre_office=(b"opendocument.spreadsheet", "C'est un classeur LibreOffice (.ods)."),
    au_lieu_d_un_pdf="Donnez le classeur Excel lui-même.",
    enregistrez="Ouvrez le fichier dans votre tableur, enregistrez-le au format .xlsx, puis recommencez.",
    ecrit_par="un tableur",
)
DOCUMENT = Attente(
    nomme="un document Word (.docx)",
    type_principal=b"officedocument.wordprocessingml.document.main+xml",
    ancien="C'est un document d'un format ancien (.doc).",
    libre_office=(b"opendocument.text", "C'est un document LibreOffice (.odt)."),
    au_lieu_d_un_pdf="Donnez le document Word lui-même.",
    enregistrez="Ouvrez le fichier dans votre traitement de texte, enregistrez-le au format .docx, "
    "puis recommencez.",
    ecrit_par="un traitement de texte",
)


def parties_recues(octets: bytes, nom: str, attente: Attente) -> dict[str, bytes]:
    """Les parties dépliées d'un fichier qui a passé toutes les gardes. Lève `FichierIllisible`.

    Refuse ce qui est trop lourd, ancien, chiffré, actif, démesuré une fois déplié, ou qui appelle ailleurs.
    """
    _refuser_ce_qui_n_est_pas_un_paquet(octets, nom, attente)
    try:
        parties = _deplier(octets, nom, attente)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as erreur:
        raise abime(nom, attente) from erreur
    _refuser_ce_qui_agit(parties, nom, attente)
    return parties


def abime(nom: str, attente: Attente) -> FichierIllisible:
    """Le refus d'un fichier qui commence bien et finit mal."""
    return FichierIllisible(nom, "Le fichier est incomplet ou abîmé.", attente.enregistrez)


def _refuser_ce_qui_n_est_pas_un_paquet(octets: bytes, nom: str, attente: Attente) -> None:
    if len(octets) > OCTETS_AU_PLUS:
        poids = f"Il pèse {octets_lisibles(len(octets))}, pour {octets_lisibles(OCTETS_AU_PLUS)} au plus."
        raise FichierIllisible(nom, poids, "Retirez-en les images, puis recommencez.")
    if octets.startswith(b"\xd0\xcf\x11\xe0"):
        if _CHIFFRE in octets:
            raise FichierIllisible(nom, *_SANS_MOT_DE_PASSE)
        raise FichierIllisible(nom, attente.ancien, attente.enregistrez)
    if octets.startswith(b"%PDF-"):
        raise FichierIllisible(nom, "C'est un document PDF.", attente.au_lieu_d_un_pdf)
    if not octets.startswith(b"PK\x03\x04"):
        raise FichierIllisible(nom, _ce_que_c_est(octets, attente), attente.enregistrez)


def _ce_que_c_est(octets: bytes, attente: Attente) -> str:
    if not octets:
        return "Le fichier est vide."
    if attente is CLASSEUR and b"\0" not in octets and any(s in octets for s in b";,\t"):
        return "C'est un fichier texte (CSV)."
    return f"Ce n'est pas {attente.nomme}."


def _deplier(octets: bytes, nom: str, attente: Attente) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        entrees = [e for e in archive.infolist() if not e.is_dir()]
        if _demesure(entrees):
            raise FichierIllisible(nom, "Son contenu est démesuré une fois déplié.", attente.enregistrez)
        if any(e.flag_bits & 1 for e in entrees):
            raise FichierIllisible(nom, *_SANS_MOT_DE_PASSE)
        return {e.filename: archive.read(e) for e in entrees}


def _demesure(entrees: list[zipfile.ZipInfo]) -> bool:
    return (
        len(entrees) > PARTIES_AU_PLUS
        or sum(e.file_size for e in entrees) > OCTETS_DEPLIES_AU_PLUS
        or any(
            e.file_size > RATIO_CONTROLE_DES and e.file_size > RATIO_AU_PLUS * max(1, e.compress_size)
            for e in entrees
        )
    )


def _refuser_ce_qui_agit(parties: dict[str, bytes], nom: str, attente: Attente) -> None:
    types = parties.get(_TYPES, b"")
    mimetype, c_est_libre_office = attente.libre_office
    if b"macroEnabled" in types or any(_ACTIF.search(chemin) for chemin in parties):
        raise FichierIllisible(nom, "Il contient des macros ou un contenu actif.", attente.enregistrez)
    if mimetype in parties.get("mimetype", b""):
        raise FichierIllisible(nom, c_est_libre_office, attente.enregistrez)
    if attente.type_principal not in types:
        raise FichierIllisible(nom, f"Ce n'est pas {attente.nomme}.", attente.enregistrez)
    if any(_declare_une_dtd(contenu) for c, contenu in parties.items() if c.endswith((".xml", ".rels"))):
        dtd = f"Il contient des déclarations qu'{attente.ecrit_par} n'écrit pas (DTD)."
        raise FichierIllisible(nom, dtd, attente.enregistrez)
    if any(_AILLEURS.search(contenu) for c, contenu in parties.items() if c.endswith(".rels")):
        ailleurs = "Il charge un modèle ou un objet placé ailleurs."
        raise FichierIllisible(nom, ailleurs, "Retirez ce lien, enregistrez le fichier, puis recommencez.")


def _declare_une_dtd(contenu: bytes) -> bool:
    # Sans les octets nuls, une partie écrite en UTF-16 se lit comme les autres.
    simple = contenu.replace(b"\0", b"")
    return b"<!DOCTYPE" in simple or b"<!ENTITY" in simple
