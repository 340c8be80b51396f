"""Un classeur une fois lu : ses lignes, leurs valeurs, et de quoi désigner chaque cellule."""

from dataclasses import dataclass, field
from typing import Any

from workflows.reprise.fautes import Faute


@dataclass
class Ligne:
    """Une ligne lue : ses valeurs par nom de colonne (les cellules vides n'y sont pas)."""

    feuille: str
    numero: int
    lettres: dict[str, str]
    valeurs: dict[str, Any] = field(default_factory=dict)
    trouves: dict[str, str] = field(default_factory=dict)
    valide: bool = True

    def __getitem__(self, nom: str) -> Any:
        return self.valeurs.get(nom)

    def adresse(self, nom: str) -> str:
        """« D4 » pour la colonne de ce nom."""
        return f"{self.lettres[nom]}{self.numero}"

    def faute(self, nom: str, attendu: str) -> Faute:
        """Une faute à la cellule de cette colonne."""
        return Faute(self.feuille, self.adresse(nom), self.trouves.get(nom, ""), attendu)

    def refuser(self, nom: str, attendu: str) -> Faute:
        """La même, et la ligne ne sera pas appliquée."""
        self.valide = False
        return self.faute(nom, attendu)


@dataclass
class Classeur:
    """Un classeur lu. `empreinte` est le SHA-256 du fichier."""

    fichier: str
    empreinte: str
    lignes: dict[str, list[Ligne]]
    fautes: list[Faute]
