"""Le classeur d'un graphique, que Word ouvre par « Modifier les données » ; mêmes données, mêmes octets.

Excel n'est pas interrogé pour chaque graphique : un classeur vide naît une fois, sa feuille s'écrit ensuite.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from documents.moteur.archive import parties_de
from documents.moteur.ecriture import Entree, Socle
from documents.moteur.environnement import caracteres_permis
from documents.moteur.ooxml import DECLARATION

FEUILLE = "Feuil1"
_PARTIE = "xl/worksheets/sheet1.xml"
_TABLEUR = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
Valeur = str | float | None


def classeur(donnees: Mapping[str, Any]) -> bytes:
    """Une colonne de catégories, puis une par série, sous son nom."""
    series = donnees["series"]
    colonnes = [("", *donnees["categories"]), *((s["nom"], *s["valeurs"]) for s in series)]
    lignes = "".join(_ligne(rang, valeurs) for rang, valeurs in enumerate(zip(*colonnes, strict=True), 1))
    xml = f'{DECLARATION}<worksheet xmlns="{_TABLEUR}"><sheetData>{lignes}</sheetData></worksheet>'
    return _squelette().completer([Entree.depuis(_PARTIE, xml.encode())]).octets


@cache
def _squelette() -> Socle:
    """Toutes les parties d'un classeur d'une feuille, sauf cette feuille."""
    livre = Workbook()
    assert livre.active is not None
    livre.active.title = FEUILLE
    livre.properties.creator = "Jalons"
    memoire = BytesIO()
    livre.save(memoire)
    parties = parties_de(memoire.getvalue())
    proprietes = "docProps/core.xml"
    parties[proprietes] = _DATE.sub(rb"\g<1>1980-01-01T00:00:00Z", parties[proprietes])
    return Socle(Entree.fixe(nom, contenu) for nom, contenu in parties.items() if nom != _PARTIE)


def _ligne(rang: int, valeurs: Sequence[Valeur]) -> str:
    return f'<row r="{rang}">{"".join(_cellules(rang, valeurs))}</row>'


def _cellules(rang: int, valeurs: Iterable[Valeur]) -> Iterator[str]:
    """Une valeur absente n'a pas de cellule ; un texte qui commence par « = » n'est pas une formule."""
    for numero, valeur in enumerate(valeurs, 1):
        place = f"{get_column_letter(numero)}{rang}"
        if isinstance(valeur, str) and valeur:
            texte = escape(caracteres_permis(valeur))
            yield f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{texte}</t></is></c>'
        elif isinstance(valeur, int | float):
            yield f'<c r="{place}"><v>{valeur}</v></c>'
