"""D'un tableau CSV à un catalogue d'indicateurs : vérifié comme s'il était déjà là, toutes ses fautes à la fois."""

import csv
import io
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from modeles.reference.anomalies import ReferenceInvalide, anomalie
from modeles.reference.catalogues import DefinitionIndicateur, StatutCatalogue
from modeles.reference.chargement import charger
from modeles.reference.controles import controler

COLONNES = tuple(DefinitionIndicateur.model_fields)
NOMBRES = ("seuil_secret", "seuil_vert", "seuil_orange")


class Entete(NamedTuple):
    """Ce qui vaut pour tout le catalogue. `statut` : officiel, historique ou proposition locale."""

    code: str
    libelle: str
    statut: StatutCatalogue
    source: str
    niveau: str = "national"
    periodicite: str = "annuelle"
    referentiel: str | None = None


def ecrire_le_catalogue(nom: str, texte: str, entete: Entete) -> str:
    """Le catalogue en TOML. Lève `ReferenceInvalide` si le tableau n'a pas la forme attendue."""
    lignes = list(csv.DictReader(io.StringIO(texte, newline=""), delimiter=";", restkey="cellules en trop"))
    colonnes = {c for ligne in lignes for c in ligne}
    fautes = [
        anomalie(nom, f"la colonne « {c} » n'existe pas", f"Colonnes possibles : {', '.join(COLONNES)}.")
        for c in sorted(colonnes - set(COLONNES))
    ]
    if not lignes:
        fautes.append(anomalie(nom, "le tableau n'a aucune ligne"))
    if fautes:
        raise ReferenceInvalide(fautes)
    generaux = [_affecter(c, v) for c, v in entete._asdict().items() if v is not None]
    tables = ["\n".join(("[[indicateur]]", *_champs(ligne))) for ligne in lignes]
    return "\n\n".join(("\n".join(generaux), *tables)) + "\n"


def verifier_le_catalogue(nom: str, toml: str, livre: Path, supplementaire: Path) -> None:
    """Vérifie le catalogue parmi toutes les données de référence, sans rien y écrire. Lève `ReferenceInvalide`."""
    with TemporaryDirectory() as dossier:
        essai = Path(dossier) / supplementaire.name
        shutil.copytree(supplementaire, essai)
        (essai / "indicateurs").mkdir(exist_ok=True)
        (essai / "indicateurs" / nom).write_text(toml, encoding="utf-8")
        documents, anomalies = charger((livre, essai))
        if anomalies := anomalies + controler(documents):
            raise ReferenceInvalide(anomalies)


def _champs(ligne: dict[str, Any]) -> list[str]:
    return [_affecter(c, v.strip()) for c, v in ligne.items() if isinstance(v, str) and v.strip()]


def _affecter(champ: str, valeur: str) -> str:
    # Une chaîne TOML entre guillemets suit les mêmes échappements que JSON.
    nombre = champ in NOMBRES and valeur.isdecimal()
    return f"{champ} = {int(valeur) if nombre else json.dumps(valeur, ensure_ascii=False)}"
