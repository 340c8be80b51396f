"""Des fichiers de référence déposés dans un dossier supplémentaire, et ce qu'on en dit."""

from pathlib import Path

import pytest

from modeles.reference.anomalies import ReferenceInvalide
from modeles.reference.registre import registre

BRETAGNE = """
[region]
code = "53"
nom = "Bretagne"
du = "de Bretagne"
dans = "en Bretagne"
chef_lieu = "Rennes"
"""
RENNES = """
[[territoire]]
code = "243500139"
nom = "Rennes Métropole"
type = "metropole"
du = "de Rennes Métropole"
le = "Rennes Métropole"
dans = "sur le territoire de Rennes Métropole"
departement = "35"
prefecture = "Rennes"
service_etat = "DDETS"
"""


def deposer(dossier: Path, **fichiers: str) -> Path:
    """Écrit des fichiers dans un dossier supplémentaire ; `regions__x` devient `regions/x.toml`."""
    for nom, contenu in fichiers.items():
        chemin = dossier / f"{nom.replace('__', '/')}.toml"
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_text(contenu, encoding="utf-8")
    return dossier


def anomalies(dossier: Path) -> list[str]:
    with pytest.raises(ReferenceInvalide) as refus:
        registre(dossier)
    return [o.message for o in refus.value.obstacles]
