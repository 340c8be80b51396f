"""Lire un classeur de collecte revenu : le reconnaître, et rendre ce qui y est écrit, case par case.

Rien de ce qui était protégé n'est cru : seule la clé désigne la ligne, et la base dit si elle existe encore.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from documents.reception import CLASSEUR, parties_recues
from modeles.erreurs import Obstacle
from modeles.reference.socle import cle
from workflows.collecte.colonnes import A_REMPLIR, CLE, FEUILLE_CACHEE, SEPARATEUR
from workflows.collecte.identite import PARTIE, lire_identite
from workflows.commandes.lecture_de_saisie import Faute, SaisieValeur, est_ecrit
from workflows.reprise.cellules import ERREURS_DE_CALCUL
from workflows.reprise.ouverture import Cellule, lire_les_cellules

REMEDE_DE_FORMULE = "Remplacez la formule par son résultat, puis enregistrez."
TEXTES = ("statut", "motif", "commentaire")
LIGNES_DE_TITRE_AU_PLUS = 20


class FeuilleLue(NamedTuple):
    """Ce qu'une feuille dit d'un territoire. `fautes` : ce qui ne se lit pas, avant même d'être compris."""

    nom: str
    territoire: str
    saisies: tuple[SaisieValeur, ...]
    fautes: tuple[Faute, ...]


class ClasseurLu(NamedTuple):
    """Le classeur revenu. `perdues` : les feuilles parties qui ne sont plus là."""

    exercice: int
    feuilles: tuple[FeuilleLue, ...]
    perdues: tuple[str, ...]


def lire_le_classeur(octets: bytes, nom: str) -> ClasseurLu:
    """Lève `ClasseurIllisible` (fichier dangereux ou abîmé) ou `ClasseurNonReconnu`."""
    cachee = lire_les_cellules(octets, nom, [FEUILLE_CACHEE]).get(FEUILLE_CACHEE, [])
    identite = lire_identite(nom, parties_recues(octets, nom, CLASSEUR).get(PARTIE), cachee)
    lues = lire_les_cellules(octets, nom, [feuille for feuille, _ in identite.feuilles])
    feuilles = [
        _lire_la_feuille(feuille, territoire, lues[feuille])
        for feuille, territoire in identite.feuilles
        if feuille in lues
    ]
    perdues = tuple(feuille for feuille, _ in identite.feuilles if feuille not in lues)
    return ClasseurLu(identite.exercice, tuple(feuilles), perdues)


def _lire_la_feuille(nom: str, territoire: str, cellules: Sequence[Cellule]) -> FeuilleLue:
    rangees: dict[int, dict[int, Cellule]] = {}
    for cellule in cellules:
        rangees.setdefault(cellule.ligne, {})[cellule.colonne] = cellule
    debut, places = _titres(rangees)
    if CLE not in places:
        absence = Obstacle("la ligne des titres a disparu", "Repartez d'un classeur neuf.", ou=f"{nom}!A1")
        return FeuilleLue(nom, territoire, (), (Faute("", "", "titres", absence),))
    lignes = [_lire_la_ligne(nom, n, r, places) for n, r in sorted(rangees.items()) if n > debut]
    saisies = tuple(saisie for saisie, _ in lignes if saisie is not None)
    return FeuilleLue(nom, territoire, saisies, tuple(f for _, fautes in lignes for f in fautes))


def _titres(rangees: Mapping[int, Mapping[int, Cellule]]) -> tuple[int, dict[str, int]]:
    """La ligne des titres, et la place de chacun : on les retrouve où qu'ils soient."""
    connus = {cle(c.titre): c.titre for c in A_REMPLIR} | {cle(CLE): CLE}
    for numero in sorted(rangees)[:LIGNES_DE_TITRE_AU_PLUS]:
        places = {
            connus[cle(str(c.valeur))]: colonne
            for colonne, c in rangees[numero].items()
            if cle(str(c.valeur)) in connus
        }
        if len(places) > 1:
            return numero, places
    return 0, {}


def _lire_la_ligne(
    feuille: str, numero: int, rangee: Mapping[int, Cellule], places: Mapping[str, int]
) -> tuple[SaisieValeur | None, list[Faute]]:
    designe = rangee.get(places[CLE])
    if designe is None:
        return None, list(_sans_cle(feuille, numero, rangee, places))
    fiche, _, indicateur = str(designe.valeur).partition(SEPARATEUR)
    cellules = {
        c.champ: f"{feuille}!{get_column_letter(places[c.titre])}{numero}"
        for c in A_REMPLIR
        if c.titre in places
    }
    ecrits = {c.champ: rangee.get(places[c.titre]) for c in A_REMPLIR if c.titre in places}
    fautes = [
        Faute(fiche, indicateur, champ, Obstacle(pourquoi, REMEDE_DE_FORMULE, ou=cellules[champ]))
        for champ, cellule in ecrits.items()
        if (pourquoi := _formule_fautive(cellule))
    ]
    if fautes:
        return None, fautes
    champs = {champ: _contenu(champ, cellule) for champ, cellule in ecrits.items()}
    return SaisieValeur(fiche, indicateur, cellules=cellules, **champs), []  # type: ignore[arg-type]


def _contenu(champ: str, cellule: Cellule | None) -> object:
    if champ in TEXTES:
        return "" if cellule is None else str(cellule.valeur).strip()
    return None if cellule is None else cellule.valeur


def _formule_fautive(cellule: Cellule | None) -> str:
    if cellule is None:
        return ""
    if cellule.sans_valeur:
        return "cette formule n'a pas de résultat enregistré, et nous n'en exécutons aucune"
    texte = str(cellule.valeur).strip()
    return f"la formule de cette case est en erreur ({texte})" if texte in ERREURS_DE_CALCUL else ""


def _sans_cle(
    feuille: str, numero: int, rangee: Mapping[int, Cellule], places: Mapping[str, int]
) -> Iterator[Faute]:
    """Une ligne ajoutée à la main : on ne sait pas de quel indicateur elle parle."""
    remplies = [places[c.titre] for c in A_REMPLIR if c.titre in places]
    ecrites = [p for p in remplies if p in rangee and est_ecrit(rangee[p].valeur)]
    if ecrites:
        ou = f"{feuille}!{get_column_letter(ecrites[0])}{numero}"
        obstacle = Obstacle(
            "cette ligne ne correspond à aucun indicateur du contrat",
            "Reportez la valeur sur la ligne de son indicateur.",
            ou=ou,
        )
        yield Faute("", "", "indicateur", obstacle)
