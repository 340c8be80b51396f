"""Ce qu'une reprise change : par territoire, ce qui est créé, modifié (avant, après), laissé tel quel."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from documents.formats import date_courte, euros, nombre
from modeles.erreurs import Obstacle
from workflows.reprise.classeur import Colonne, Genre
from workflows.reprise.fautes import Faute, extrait, regrouper


class Champ(NamedTuple):
    """Une valeur qui change ; `avant` est vide si elle n'était pas connue."""

    libelle: str
    avant: str
    apres: str


class Changement(NamedTuple):
    """Un objet créé ou modifié : « Enveloppe 2025 », « Fiche « Accueil de jour » »."""

    objet: str
    creation: bool
    champs: tuple[Champ, ...] = ()


@dataclass
class PlanDuTerritoire:
    """Ce qui change pour un territoire. Les avertissements n'empêchent pas d'importer."""

    code: str
    nom: str
    fictive: bool = False
    changements: list[Changement] = field(default_factory=list)
    inchanges: list[str] = field(default_factory=list)
    avertissements: list[Obstacle] = field(default_factory=list)

    def noter(self, objet: str, champs: Sequence[Champ], *, creation: bool = False) -> bool:
        """Inscrit l'objet parmi les changements ou les inchangés ; vrai s'il change."""
        if champs or creation:
            self.changements.append(Changement(objet, creation, tuple(champs)))
        else:
            self.inchanges.append(objet)
        return bool(champs) or creation


@dataclass
class Plan:
    """L'aperçu d'une reprise, ou son bilan si `ecrit`. Avec des fautes, rien ne peut être écrit."""

    fichier: str
    empreinte: str
    territoires: list[PlanDuTerritoire] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)
    ecrit: bool = False

    @property
    def changements(self) -> int:
        """Le nombre d'objets créés ou modifiés."""
        return sum(len(t.changements) for t in self.territoires)

    @property
    def empreinte_de_l_apercu(self) -> str:
        """Une autre dès que le classeur, ou ce que l'import ferait, n'est plus le même."""
        ferait = [self.empreinte, [_territoire_en_json(t) for t in self.territoires]]
        return sha256(json.dumps(ferait).encode()).hexdigest()

    def en_json(self) -> dict[str, Any]:
        """La forme que rend `--json`."""
        return {
            "fichier": self.fichier,
            "empreinte": self.empreinte,
            "ecrit": self.ecrit,
            "territoires": [_territoire_en_json(t) for t in self.territoires],
            "fautes": [f._asdict() | {"ou": f.ou} for f in self.fautes],
            "fautes_groupees": [o.message for o in regrouper(self.fautes)],
        }


def _territoire_en_json(territoire: PlanDuTerritoire) -> dict[str, Any]:
    return {
        "code": territoire.code,
        "nom": territoire.nom,
        "fictive": territoire.fictive,
        "changements": [
            {
                "objet": c.objet,
                "nature": "creation" if c.creation else "modification",
                "champs": [champ._asdict() for champ in c.champs],
            }
            for c in territoire.changements
        ],
        "inchanges": territoire.inchanges,
        "avertissements": [
            {"code": o.code, "message": o.message, "remede": o.remede, "ou": o.ou}
            for o in territoire.avertissements
        ],
    }


def differences(
    colonnes: Sequence[Colonne], avant: Mapping[str, Any], apres: Mapping[str, Any]
) -> list[Champ]:
    """Les colonnes dont la valeur change ; une colonne absente d'`apres` (cellule vide) ne change rien."""
    return [
        Champ(colonne.titre, ecrire(colonne, avant.get(colonne.nom)), ecrire(colonne, apres[colonne.nom]))
        for colonne in colonnes
        if colonne.nom in apres and apres[colonne.nom] != avant.get(colonne.nom)
    ]


def ecrire(colonne: Colonne, valeur: Any) -> str:
    """La valeur comme une personne la lit : montant en euros, date française, libellé de la liste."""
    if valeur is None or valeur in ("", []):
        return ""
    libelles = {c.valeur: c.libelle for c in colonne.choix}
    if isinstance(valeur, list):
        return extrait(" ; ".join(libelles.get(element) or str(element) for element in valeur))
    if isinstance(valeur, date):
        return date_courte(valeur)
    if colonne.genre is Genre.MONTANT:
        return euros(valeur)
    texte = nombre(Decimal(valeur) / 100) if colonne.genre is Genre.CENTIEMES else str(valeur)
    return extrait(libelles.get(texte, texte))
