"""Un classeur d'indicateurs tel qu'on le remplit, et ce que sa page propose de confirmer."""

import re
from io import BytesIO

from openpyxl import load_workbook

from workflows.collecte.colonnes import PREMIERE_LIGNE, rang


def rempli(octets: bytes, valeur: object = 90, feuille: str = "32 Gers") -> bytes:
    """Le même classeur, la première valeur saisie."""
    classeur, sortie = load_workbook(BytesIO(octets)), BytesIO()
    classeur[feuille].cell(PREMIERE_LIGNE, rang("Valeur")).value = valeur  # type: ignore[assignment]
    classeur.save(sortie)
    return sortie.getvalue()


def empreinte_a_confirmer(apercu: str) -> str:
    """Ce que le formulaire de la page d'aperçu renvoie pour dire quel classeur on a lu."""
    empreinte = re.search(r'name="empreinte" value="([0-9a-f]{64})"', apercu)
    assert empreinte is not None
    return empreinte[1]
