"""Ce qui distingue deux textes : paragraphe par paragraphe pour Word, mot à mot pour un PDF.

Les espaces, les coupures de ligne et les numéros de page ne comptent pas : un traitement de texte les change seul.
"""

import subprocess
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lxml import etree

from documents.moteur.lecture import corps_et_alentours
from documents.moteur.ouverture import OutilAbsent, texte_mis_en_page
from documents.pdf import en_pdf
from documents.reception import DOCUMENT, FichierIllisible, abime, parties_recues

PDF = b"%PDF-"
MOTS_AUTOUR = 4
_SUIVI = (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ")
_CORPS = "word/document.xml"


class Nature(StrEnum):
    MODIFIE = "modifie"
    AJOUTE = "ajoute"
    RETIRE = "retire"


class Difference(NamedTuple):
    """Un passage du premier texte (`avant`) et ce qu'il est dans le second (`apres`) ; l'un peut être vide."""

    nature: Nature
    avant: str
    apres: str


class Rapprochement(NamedTuple):
    differences: tuple[Difference, ...]
    avertissements: tuple[str, ...] = ()


def rapprocher(original: bytes, recu: bytes, nom: str) -> Rapprochement:
    """Les différences de texte entre un document Word et un fichier reçu, Word ou PDF.

    Lève `FichierIllisible` si le fichier reçu n'est ni l'un ni l'autre, et pour un PDF `OutilAbsent` ou
    `MiseEnPageImpossible` si la machine ne peut pas mettre l'original en page.
    """
    if recu.startswith(PDF):
        return _rapprocher_du_pdf(original, recu, nom)
    parties = parties_recues(recu, nom, DOCUMENT)
    try:
        apres = corps_et_alentours(recu)
    except etree.XMLSyntaxError as erreur:
        raise abime(nom, DOCUMENT) from erreur
    suivi = any(marque in parties.get(_CORPS, b"") for marque in _SUIVI)
    avertissement = "Le fichier porte un suivi des modifications : les suppressions suivies ne sont pas lues."
    return Rapprochement(
        tuple(_textes_differents(corps_et_alentours(original), apres)),
        (avertissement,) if suivi else (),
    )


def _textes_differents(
    avant: tuple[list[str], list[str]], apres: tuple[list[str], list[str]]
) -> list[Difference]:
    """Autour du corps, un en-tête ou un pied se lit une fois : un traitement de texte les dédouble à son gré."""
    lus, recus = ([_lignes(textes) for textes in cote] for cote in (avant, apres))
    partis = [ligne for ligne in dict.fromkeys(lus[1]) if ligne not in recus[1]]
    venus = [ligne for ligne in dict.fromkeys(recus[1]) if ligne not in lus[1]]
    alentours = [_difference(a, b) for a, b in zip_longest(partis, venus, fillvalue="")]
    return _paragraphes_differents(lus[0], recus[0]) + alentours


def _lignes(textes: Sequence[str]) -> list[str]:
    return [ligne for texte in textes if (ligne := " ".join(texte.split()))]


def _paragraphes_differents(avant: list[str], apres: list[str]) -> list[Difference]:
    trouvees: list[Difference] = []
    for genre, i, j, k, m in SequenceMatcher(None, avant, apres).get_opcodes():
        if genre != "equal":
            trouvees += [_difference(a, b) for a, b in zip_longest(avant[i:j], apres[k:m], fillvalue="")]
    return trouvees


def _difference(avant: str, apres: str) -> Difference:
    if avant and apres:
        return Difference(Nature.MODIFIE, avant, apres)
    return Difference(Nature.RETIRE if avant else Nature.AJOUTE, avant, apres)


def _rapprocher_du_pdf(original: bytes, recu: bytes, nom: str) -> Rapprochement:
    lus = _mots(recu, nom)
    if not lus:
        return Rapprochement((), ("Ce PDF est une image : son texte ne peut pas être comparé, relisez-le.",))
    (attendu,) = en_pdf([original])
    return Rapprochement(tuple(_mots_differents(_mots(attendu, nom), lus)))


def texte_du_pdf(octets: bytes) -> str:
    """Ce qu'on peut y lire ; rien d'une image, d'un fichier abîmé, ni sans le programme qui lit les PDF."""
    try:
        return " ".join(_mots(octets, "")) if octets.startswith(PDF) else ""
    except (FichierIllisible, OutilAbsent):
        return ""


def _mots(pdf: bytes, nom: str) -> list[str]:
    with TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "recu.pdf"
        fichier.write_bytes(pdf)
        try:
            return texte_mis_en_page(fichier).split()
        except subprocess.SubprocessError as erreur:
            remede = "Demandez-en un nouvel exemplaire, puis recommencez."
            raise FichierIllisible(nom, "Le PDF est incomplet, abîmé ou chiffré.", remede) from erreur


def _mots_differents(avant: list[str], apres: list[str]) -> list[Difference]:
    """Chaque différence avec quelques mots autour, pour la retrouver dans la page."""
    trouvees = []
    for genre, i, j, k, m in SequenceMatcher(None, avant, apres).get_opcodes():
        if genre != "equal":
            nature = _difference(" ".join(avant[i:j]), " ".join(apres[k:m])).nature
            trouvees.append(Difference(nature, _extrait(avant, i, j), _extrait(apres, k, m)))
    return trouvees


def _extrait(mots: list[str], debut: int, fin: int) -> str:
    return " ".join(mots[max(0, debut - MOTS_AUTOUR) : fin + MOTS_AUTOUR])
