"""Un lot de valeurs dans un fichier : CSV à point-virgule ou JSON."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from api.cli.outils import lire_texte
from api.lisible import exiger_lisible
from modeles.erreurs import Obstacle, SaisieInvalide
from workflows.commandes.lecture_de_saisie import SaisieValeur

CHAMPS = tuple(c for c in SaisieValeur._fields if c != "cellules")
OUI = ("oui", "vrai", "true", "1", "x")


def lire_un_lot(fichier: Path) -> list[SaisieValeur]:
    """Les lignes du fichier, telles qu'écrites. Lève `SaisieInvalide` avec toutes ses fautes de forme."""
    texte = lire_texte(fichier)
    lignes = _du_json(texte) if fichier.suffix.lower() == ".json" else _du_csv(texte)
    fautes = ["ce n'est pas une liste de lignes"] if lignes is None else _fautes(lignes)
    if fautes or lignes is None:
        raise SaisieInvalide(
            f"Le fichier « {fichier.name} » ne peut pas être lu.",
            f"{' ; '.join(fautes)}.",
            f"Colonnes possibles : {', '.join(CHAMPS)}.",
            [Obstacle(f, "Corrigez le fichier.") for f in fautes],
        )
    exiger_lisible(lignes)
    return [_en_saisie(ligne) for ligne in lignes]


def _du_json(texte: str) -> list[dict[str, Any]] | None:
    try:
        lu = json.loads(texte)
    except (ValueError, RecursionError):
        return None
    return lu if isinstance(lu, list) and all(isinstance(x, dict) for x in lu) else None


def _du_csv(texte: str) -> list[dict[str, Any]] | None:
    lecteur = csv.DictReader(io.StringIO(texte, newline=""), delimiter=";", restkey="cellules en trop")
    try:
        return [{c: v for c, v in ligne.items() if v} for ligne in lecteur]
    except csv.Error:
        return None


def _fautes(lignes: list[dict[str, Any]]) -> list[str]:
    fautes = [] if lignes else ["il n'a aucune ligne"]
    for rang, ligne in enumerate(lignes, 1):
        inconnus = [str(c) for c in ligne if c not in CHAMPS]
        if inconnus:
            fautes.append(f"ligne {rang} : colonne inconnue, {', '.join(inconnus)}")
        absents = [c for c in ("fiche", "indicateur") if not ligne.get(c)]
        if absents:
            fautes.append(f"ligne {rang} : {' et '.join(absents)} à donner")
    return fautes


def _en_saisie(ligne: dict[str, Any]) -> SaisieValeur:
    confirme = ligne.get("zero_confirme", False)
    return SaisieValeur(
        fiche=_texte_de(ligne, "fiche"),
        indicateur=_texte_de(ligne, "indicateur"),
        valeur=ligne.get("valeur"),
        numerateur=ligne.get("numerateur"),
        denominateur=ligne.get("denominateur"),
        statut=_texte_de(ligne, "statut"),
        motif=_texte_de(ligne, "motif"),
        commentaire=_texte_de(ligne, "commentaire"),
        zero_confirme=confirme if isinstance(confirme, bool) else str(confirme).strip().casefold() in OUI,
    )


def _texte_de(ligne: dict[str, Any], champ: str) -> str:
    return str(ligne.get(champ) or "")
