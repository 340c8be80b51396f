"""Ce qu'un classeur de collecte dit de lui-même : quelles feuilles, pour quels territoires, pour quel exercice.

L'identité est écrite deux fois, aux propriétés du fichier et dans une feuille cachée : l'une survit si le
tableur perd l'autre. Elle ne fait que désigner ; ce qu'elle désigne est revérifié dans la base.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from documents.moteur.ooxml import lire_xml
from modeles.erreurs import SaisieInvalide
from workflows.collecte.colonnes import FEUILLE_CACHEE, MODELE, PROPRIETE
from workflows.reprise.ouverture import Cellule

PARTIE = "docProps/custom.xml"
REMEDE = "Repartez du classeur joint au dernier rappel, ou téléchargez-en un neuf."


class Identite(NamedTuple):
    """`feuilles` : (nom de la feuille, code du territoire)."""

    exercice: int
    feuilles: tuple[tuple[str, str], ...]


class ClasseurNonReconnu(SaisieInvalide):
    """Ce classeur n'est pas un classeur de collecte de Jalons, ou ne l'est plus."""

    def __init__(self, nom: str) -> None:
        super().__init__(
            f"Le classeur « {nom} » n'est pas reconnu.",
            "Il ne porte plus la marque d'un classeur de collecte des indicateurs.",
            REMEDE,
        )


def ecrire_identite(classeur: Workbook, identite: Identite) -> None:
    """Marque le classeur, aux deux endroits."""
    marque = json.dumps({"modele": MODELE, **identite._asdict()}, ensure_ascii=True)
    # Les types d'openpyxl ne connaissent pas encore les propriétés personnalisées.
    classeur.custom_doc_props.append(StringProperty(name=PROPRIETE, value=marque))  # type: ignore[attr-defined]
    cachee = classeur.create_sheet(FEUILLE_CACHEE)
    cachee.sheet_state = "veryHidden"
    cachee.cell(1, 1, marque)


def lire_identite(nom: str, proprietes: bytes | None, cachee: Sequence[Cellule]) -> Identite:
    """L'identité du classeur. Lève `ClasseurNonReconnu` si aucune des deux marques ne se lit."""
    for marque in (*_dans_les_proprietes(proprietes), *(str(c.valeur) for c in cachee[:1])):
        if (identite := _decoder(marque)) is not None:
            return identite
    raise ClasseurNonReconnu(nom)


def _dans_les_proprietes(contenu: bytes | None) -> Iterable[str]:
    if not contenu:
        return []
    return [str(p.xpath("string()")) for p in lire_xml(contenu) if p.get("name") == PROPRIETE]


def _decoder(marque: str) -> Identite | None:
    try:
        lue = json.loads(marque)
        if lue["modele"] != MODELE:
            return None
        return Identite(int(lue["exercice"]), tuple((str(f), str(t)) for f, t in lue["feuilles"]))
    except (ValueError, TypeError, KeyError):
        return None
