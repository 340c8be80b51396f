"""Lire une ligne de saisie : ce que la personne a écrit, les nombres que cela donne, ou ses fautes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from modeles.erreurs import Obstacle
from modeles.indicateur import Indicateur
from modeles.reference.catalogues import Formule
from workflows.calculs.indicateurs import par_rapport, rapport_centiemes
from workflows.calculs.nombres import NombreIllisible, lire_centiemes, lire_decimal
from workflows.regles.indicateurs import obstacles_au_rapport, obstacles_au_resultat_donne

LONGUEUR_DE_TEXTE = 2_000
OUI, NON = ("oui", "vrai", "true", "1"), ("non", "faux", "false", "0")


class SaisieValeur(NamedTuple):
    """Ce qui est écrit pour un indicateur, tel quel. Rien d'écrit : rien n'est changé.

    `statut` : « sans objet », « non renseigné » (avec un motif), « provisoire », ou vide. `cellules` donne
    l'adresse de chaque champ dans un classeur (« Indicateurs!F12 »), pour les fautes et l'origine.
    """

    fiche: str
    indicateur: str
    valeur: object = None
    numerateur: object = None
    denominateur: object = None
    statut: str = ""
    motif: str = ""
    commentaire: str = ""
    zero_confirme: bool = False
    cellules: Mapping[str, str] = {}

    @property
    def sans_nombre(self) -> bool:
        return not any(est_ecrit(v) for v in (self.valeur, self.numerateur, self.denominateur))

    @property
    def vide(self) -> bool:
        return self.sans_nombre and not (self.statut + self.motif + self.commentaire).strip()


class Faute(NamedTuple):
    """Ce qui empêche de garder une ligne, et le champ où on le corrige."""

    fiche: str
    indicateur: str
    champ: str
    obstacle: Obstacle


class Nombres(NamedTuple):
    """Ce qui a été compris, en centièmes ; `texte` est la réponse à un indicateur qualitatif."""

    valeur: int | None = None
    numerateur: int | None = None
    denominateur: int | None = None
    texte: str | None = None


Lus = tuple[Nombres, list[Faute]]


def est_ecrit(valeur: object) -> bool:
    return valeur is not None and str(valeur).strip() != ""


def faute(saisie: SaisieValeur, champ: str, obstacle: Obstacle) -> Faute:
    """La faute d'un champ ; « où » est l'adresse de la cellule, ou à défaut le nom du champ."""
    ou = saisie.cellules.get(champ) or f"{saisie.fiche}/{saisie.indicateur}/{champ}"
    return Faute(saisie.fiche, saisie.indicateur, champ, obstacle._replace(ou=ou))


def illisible(
    saisie: SaisieValeur, champ: str, pourquoi: str, remede: str = "Corrigez cette cellule."
) -> Faute:
    """Une faute de forme : elle n'a pas de code, on ne la lève pas."""
    return faute(saisie, champ, Obstacle(pourquoi, remede))


def lire_nombres(saisie: SaisieValeur, indicateur: Indicateur) -> Lus:
    """Les nombres écrits, selon la formule de l'indicateur. Un rapport se calcule, il ne se lit pas."""
    if saisie.sans_nombre:
        return Nombres(), []
    if par_rapport(indicateur):
        return _rapport(saisie, indicateur)
    if indicateur.formule == Formule.QUALITATIF:
        return _texte(saisie)
    if indicateur.formule == Formule.BINAIRE:
        return _oui_ou_non(saisie)
    valeur, fautes = _centiemes(saisie, "valeur", indicateur.unite)
    return Nombres(valeur), fautes


def _rapport(saisie: SaisieValeur, indicateur: Indicateur) -> Lus:
    numerateur, fautes = _centiemes(saisie, "numerateur", "")
    denominateur, autres = _centiemes(saisie, "denominateur", "")
    if fautes or autres:
        return Nombres(), fautes + autres
    if obstacles := list(obstacles_au_rapport(indicateur, numerateur, denominateur)):
        champ = "numerateur" if numerateur is None else "denominateur"
        return Nombres(), [faute(saisie, champ, o) for o in obstacles]
    nombres = Nombres(
        rapport_centiemes(numerateur or 0, denominateur or 0, indicateur.unite), numerateur, denominateur
    )
    return nombres, _resultat_donne(saisie, indicateur, nombres)


def _resultat_donne(saisie: SaisieValeur, indicateur: Indicateur, nombres: Nombres) -> list[Faute]:
    """Un résultat écrit à côté de ses deux termes n'est jamais gardé : on vérifie qu'il s'en déduit."""
    if not est_ecrit(saisie.valeur):
        return []
    donne, fautes = _centiemes(saisie, "valeur", indicateur.unite)
    if donne is None:
        return fautes
    pas = 10 ** (2 - _decimales(lire_decimal(saisie.valeur, indicateur.unite)))
    termes = (nombres.numerateur or 0, nombres.denominateur or 0)
    return [
        faute(saisie, "valeur", o) for o in obstacles_au_resultat_donne(indicateur, donne, *termes, pas=pas)
    ]


def _decimales(nombre: Decimal) -> int:
    exposant = nombre.as_tuple().exponent
    return max(0, -exposant) if isinstance(exposant, int) else 0


def _texte(saisie: SaisieValeur) -> Lus:
    texte = str(saisie.valeur).strip()
    if len(texte) > LONGUEUR_DE_TEXTE:
        return Nombres(), [illisible(saisie, "valeur", f"le texte dépasse {LONGUEUR_DE_TEXTE} caractères")]
    return Nombres(texte=texte), []


def _oui_ou_non(saisie: SaisieValeur) -> Lus:
    ecrit = str(saisie.valeur).strip().casefold()
    if ecrit in (*OUI, *NON):
        return Nombres(100 if ecrit in OUI else 0), []
    return Nombres(), [illisible(saisie, "valeur", "la réponse attendue est « oui » ou « non »")]


def _centiemes(saisie: SaisieValeur, champ: str, unite: str) -> tuple[int | None, list[Faute]]:
    ecrit = getattr(saisie, champ)
    if not est_ecrit(ecrit):
        return None, []
    try:
        return lire_centiemes(ecrit, unite), []
    except NombreIllisible as refus:
        return None, [illisible(saisie, champ, str(refus))]
