"""Le classeur de reprise : ses feuilles et ses colonnes, définies une fois pour l'écrire, le lire et l'expliquer."""

from enum import StrEnum
from typing import NamedTuple

from modeles.reference.socle import cle

MODELE = "jalons-reprise"
VERSION_DU_MODELE = "1"
FEUILLE_META = "_meta"
FEUILLE_D_EMPLOI = "Mode d'emploi"
FEUILLE_DES_LISTES = "Listes"
# Une ligne dont la première cellule commence ainsi n'est pas lue.
MARQUE_D_EXEMPLE = "EXEMPLE"
# Au-delà, on renvoie à la feuille des listes plutôt que de tout énumérer.
LONGUEUR_D_ENUMERATION = 150


class Genre(StrEnum):
    """Ce qu'une cellule doit contenir ; décide de sa lecture, de son format et de sa largeur."""

    TERRITOIRE = "territoire"
    TEXTE = "texte"
    TEXTE_LONG = "texte_long"
    LISTE = "liste"
    CHOIX = "choix"
    CHOIX_MULTIPLE = "choix_multiple"
    ENTIER = "entier"
    ANNEE = "annee"
    MONTANT = "montant"
    CENTIEMES = "centiemes"
    DATE = "date"
    COURRIEL = "courriel"
    SIRET = "siret"
    FICHIER = "fichier"


ATTENDU = {
    Genre.TERRITOIRE: "le nom ou le code d'un territoire",
    Genre.TEXTE: "un texte",
    Genre.TEXTE_LONG: "un texte",
    Genre.LISTE: "des éléments séparés par des points-virgules",
    Genre.CHOIX: "une valeur de la liste",
    Genre.CHOIX_MULTIPLE: "des valeurs de la liste, séparées par des points-virgules",
    Genre.ENTIER: "un nombre entier, positif ou nul",
    Genre.ANNEE: "une année, par exemple 2025",
    Genre.MONTANT: "un montant en euros, par exemple 36 518,00",
    Genre.CENTIEMES: "un nombre, par exemple 120 ou 12,5",
    Genre.DATE: "une date jj/mm/aaaa",
    Genre.COURRIEL: "une adresse de courriel",
    Genre.SIRET: "un numéro SIRET de 14 chiffres",
    Genre.FICHIER: "le nom d'un fichier PDF, sans dossier",
}


class Choix(NamedTuple):
    """Une valeur d'une liste : ce qu'on lit, ce qu'on garde, et les autres façons de l'écrire."""

    libelle: str
    valeur: str
    alias: tuple[str, ...] = ()

    @property
    def cles(self) -> set[str]:
        """Les écritures reconnues, sans accents ni casse."""
        return {cle(ecrit) for ecrit in (self.libelle, self.valeur, *self.alias)}


class Colonne(NamedTuple):
    """Une colonne. `nom` est le champ que la saisie correspondante attend ; `passee` : pas de date à venir."""

    nom: str
    titre: str
    genre: Genre = Genre.TEXTE
    obligatoire: bool = False
    aide: str = ""
    exemple: str | int | float = ""
    choix: tuple[Choix, ...] = ()
    passee: bool = False

    @property
    def attendu(self) -> str:
        """Ce qu'il faut écrire, en quelques mots."""
        if not self.choix:
            return ATTENDU[self.genre]
        libelles = ", ".join(c.libelle for c in self.choix)
        if len(libelles) > LONGUEUR_D_ENUMERATION:
            return f"une valeur de la colonne « {self.titre} » de la feuille « {FEUILLE_DES_LISTES} »"
        return f"{'des valeurs' if self.genre is Genre.CHOIX_MULTIPLE else 'une valeur'} parmi : {libelles}"


class Feuille(NamedTuple):
    """Une feuille : sa première colonne désigne ce dont chaque ligne parle."""

    nom: str
    aide: str
    colonnes: tuple[Colonne, ...]

    def colonne(self, nom: str) -> Colonne:
        """La colonne de ce nom de champ."""
        return next(c for c in self.colonnes if c.nom == nom)
