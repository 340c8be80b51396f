"""Raconter une ligne du journal : « fiche 32-DRO-EXP-01, titre : de … à … »."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from documents.formats import euros
from modeles.journal import LigneJournal, Operation
from modeles.requetes_journal import creations_de

NON_RENSEIGNE = "non renseigné"
NATURES = {
    "attendu": "élément attendu",
    "amenagement": "aménagement d'échéance",
    "axe_retenu": "axe",
    "campagne": "campagne",
    "cible": "cible",
    "commentaire_fiche": "commentaire",
    "constat": "constat",
    "contact": "contact",
    "decision": "décision",
    "deliberation": "délibération",
    "demarche": "démarche",
    "diagnostic": "diagnostic",
    "document": "document",
    "enjeu": "enjeu",
    "entretien": "entretien",
    "enveloppe": "enveloppe",
    "etape_prevue": "étape du calendrier",
    "evaluation": "évaluation à mi-parcours",
    "exercice": "exercice",
    "fiche_action": "fiche",
    "fiche_piste": "piste d'une fiche",
    "indicateur": "indicateur",
    "ligne_budget": "budget d'une fiche",
    "participant": "participant",
    "passage": "geste",
    "piste": "piste",
    "point_ordre_du_jour": "point de l'ordre du jour",
    "projet_convention": "projet de convention",
    "relance": "relance",
    "remise": "remise",
    "retrait": "retrait",
    "reunion": "réunion",
    "signature": "signature",
    "source": "source",
    "tache": "tâche",
    "valeur_indicateur": "valeur d'indicateur",
    "version_fiche": "version de fiche",
}
# Ce par quoi une personne reconnaît l'objet, du plus parlant au moins parlant.
NOMS = ("code", "titre", "libelle", "nom", "intitule", "numero", "axe", "annee", "geste", "nature")
TECHNIQUES = frozenset({"id", "contenu", "donnees", "revision", "modifiee_par", "modifiee_le", "redacteurs"})


class Ecart(NamedTuple):
    """Un champ, ce qu'il disait et ce qu'il dit, en français."""

    champ: str
    avant: str
    apres: str


class Modification(NamedTuple):
    """Une ligne du journal, pour une personne."""

    ligne: LigneJournal
    quoi: str
    ecarts: tuple[Ecart, ...]


def raconter(session: Session, lignes: Sequence[LigneJournal]) -> list[Modification]:
    """Les mêmes lignes en clair ; le nom d'un objet vient de sa création."""
    noms = {(c.nature, c.objet): _nom(c.champs) for c in creations_de(session, {x.objet for x in lignes})}
    return [
        Modification(x, _quoi(x, noms.get((x.nature, x.objet), "")), tuple(_ecarts(x.champs))) for x in lignes
    ]


def _quoi(ligne: LigneJournal, nom: str) -> str:
    return " ".join(filter(None, (NATURES.get(ligne.nature, ligne.nature.replace("_", " ")), nom)))


def _nom(champs: Mapping[str, list[Any]]) -> str:
    return next((str(champs[n][1]) for n in NOMS if n in champs and champs[n][1] is not None), "")


def _ecarts(champs: Mapping[str, list[Any]]) -> list[Ecart]:
    return [
        Ecart(_champ(nom), _texte(nom, avant), _texte(nom, apres))
        for nom, (avant, apres) in champs.items()
        if nom not in TECHNIQUES and not nom.endswith("_id") and (avant, apres) != (None, "")
    ]


def _champ(nom: str) -> str:
    return nom.removesuffix("_centimes").replace("_", " ")


def _texte(nom: str, valeur: Any) -> str:
    if valeur is None or valeur in ("", [], {}):
        return NON_RENSEIGNE
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if nom.endswith("_centimes"):
        return euros(valeur)
    if isinstance(valeur, list):
        return " ; ".join(str(v) for v in valeur)
    return str(valeur)


def verbe(ligne: LigneJournal) -> str:
    """« créé », « modifié », « supprimé »."""
    return Operation(ligne.operation).libelle
