"""Les colonnes du classeur de collecte : ce qui se lit, ce qui se remplit, et comment on les retrouve."""

from typing import NamedTuple

from workflows.commandes.lecture_de_saisie import SaisieValeur

LIGNE_DES_TITRES = 6
PREMIERE_LIGNE = LIGNE_DES_TITRES + 1
SEPARATEUR = "/"
FEUILLE_CACHEE = "_jalons"
PROPRIETE = "jalons_collecte"
MODELE = "collecte/1"


class Colonne(NamedTuple):
    """`champ` : celui de `SaisieValeur` que la colonne remplit ; vide si elle ne fait qu'informer."""

    titre: str
    largeur: int
    champ: str = ""


COLONNES = (
    Colonne("Clé", 4),
    Colonne("Fiche", 18),
    Colonne("Indicateur", 40),
    Colonne("Définition et mode de calcul", 44),
    Colonne("Unité", 13),
    Colonne("Cible", 12),
    Colonne("Année d'avant", 13),
    Colonne("Numérateur", 14, "numerateur"),
    Colonne("Dénominateur", 14, "denominateur"),
    Colonne("Valeur", 14, "valeur"),
    Colonne("Situation", 18, "statut"),
    Colonne("Motif", 34, "motif"),
    Colonne("Commentaire", 40, "commentaire"),
)
CLE = COLONNES[0].titre
A_REMPLIR = tuple(c for c in COLONNES if c.champ)
assert {c.champ for c in A_REMPLIR} <= set(SaisieValeur._fields)


def rang(titre: str) -> int:
    """La place d'une colonne, à partir de 1."""
    return 1 + next(n for n, c in enumerate(COLONNES) if c.titre == titre)
