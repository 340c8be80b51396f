"""Le validateur Open XML de Microsoft (Open XML SDK), quand npm a pu l'installer."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

RACINE = Path(__file__).parents[2]
VALIDATEUR = RACINE / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
DELAI_S = 60
sans_validateur = pytest.mark.skipif(
    not VALIDATEUR.is_file(),
    reason="le validateur Open XML n'est pas installé : npm ne l'a pas trouvé, ou pas pour cette machine",
)


class Erreur(NamedTuple):
    """`code` est celui du validateur, ou la famille de l'erreur quand elle n'a pas de code."""

    code: str
    partie: str
    description: str


def erreurs_open_xml(octets: bytes) -> list[Erreur]:
    """Ce que le validateur reproche au document ; vide s'il est conforme."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "document.docx"
        fichier.write_bytes(octets)
        execute = subprocess.run([VALIDATEUR, fichier], capture_output=True, check=False, timeout=DELAI_S)
    return [
        Erreur(e["id"] or e["errorType"], e["path"] or "", e["description"])
        for e in json.loads(execute.stdout)["errors"]
    ]
