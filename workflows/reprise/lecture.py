"""Lire un classeur de reprise : toutes ses lignes, et toutes ses fautes à la fois."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from openpyxl.utils import get_column_letter

from modeles.reference.socle import cle
from workflows.reprise.cellules import ValeurRefusee, comprendre, texte_de
from workflows.reprise.classeur import (
    FEUILLE_META,
    MARQUE_D_EXEMPLE,
    MODELE,
    VERSION_DU_MODELE,
    Colonne,
    Feuille,
)
from workflows.reprise.coherence import verifier
from workflows.reprise.fautes import ClasseurIllisible, Faute
from workflows.reprise.feuilles import feuilles
from workflows.reprise.lignes import Classeur, Ligne
from workflows.reprise.ouverture import LIGNES_AU_PLUS, Cellule, lire_les_cellules

PRODUISEZ = (
    "Téléchargez le modèle (page « Reprendre l'existant » ; au terminal, « jalons reprise modele »), "
    "recopiez-y vos lignes, puis recommencez."
)


def lire_fichier(chemin: Path, le: date) -> Classeur:
    """Lit le fichier. Lève `ClasseurIllisible` ; les cellules fautives, elles, sont dans `fautes`."""
    try:
        octets = chemin.read_bytes()
    except OSError as erreur:
        raise ClasseurIllisible(
            f"Le fichier « {chemin.name} » ne peut pas être lu.",
            "Il n'existe pas, c'est un dossier, ou sa lecture n'est pas permise.",
            "Vérifiez le chemin du classeur, puis recommencez.",
        ) from erreur
    return lire_classeur(octets, chemin.name, le)


def lire_classeur(octets: bytes, fichier: str, le: date) -> Classeur:
    """Lit les octets d'un classeur ; `le` est aujourd'hui. Lève `ClasseurIllisible`."""
    attendues = feuilles()
    cellules = lire_les_cellules(octets, fichier, [FEUILLE_META, *(f.nom for f in attendues)])
    _verifier_le_modele(cellules.get(FEUILLE_META, []), fichier)
    classeur = Classeur(fichier, sha256(octets).hexdigest(), {}, [])
    for feuille in attendues:
        if feuille.nom in cellules:
            classeur.lignes[feuille.nom] = list(_lignes(feuille, cellules[feuille.nom], le, classeur.fautes))
        else:
            classeur.lignes[feuille.nom] = []
            classeur.fautes.append(Faute(feuille.nom, "A1", "", "cette feuille, même sans ligne"))
    verifier(classeur)
    return classeur


def _verifier_le_modele(meta: list[Cellule], fichier: str) -> None:
    par_place = {(c.ligne, c.colonne): texte_de(c.valeur) for c in meta}
    modele, version = par_place.get((1, 2)), par_place.get((2, 2), "inconnue")
    if modele != MODELE:
        raise ClasseurIllisible(
            f"Le fichier « {fichier} » n'est pas un classeur de reprise.",
            "Il n'a pas été fait à partir du modèle.",
            PRODUISEZ,
        )
    if version != VERSION_DU_MODELE:
        raise ClasseurIllisible(
            f"Le classeur « {fichier} » est d'une autre version du modèle.",
            f"Il est de la version {version} ; la version {VERSION_DU_MODELE} est attendue : "
            "des colonnes ont pu changer de sens.",
            PRODUISEZ,
        )


def _lignes(feuille: Feuille, cellules: list[Cellule], le: date, fautes: list[Faute]) -> Iterator[Ligne]:
    rangs = _colonnes(feuille, [c for c in cellules if c.ligne == 1], fautes)
    if rangs is None:
        return
    lettres = {colonne.nom: get_column_letter(rang) for rang, colonne in rangs.items()}
    par_ligne: dict[int, dict[int, Cellule]] = {}
    for cellule in cellules:
        if cellule.ligne > 1 and (cellule.sans_valeur or texte_de(cellule.valeur)):
            par_ligne.setdefault(cellule.ligne, {})[cellule.colonne] = cellule
    for numero in sorted(par_ligne):
        if numero > LIGNES_AU_PLUS + 1:
            fautes.append(
                Faute(feuille.nom, f"A{numero}", "", f"au plus {LIGNES_AU_PLUS} lignes par feuille")
            )
            return
        if _est_un_exemple(feuille, rangs, par_ligne[numero]):
            continue
        ligne = Ligne(feuille.nom, numero, lettres)
        _remplir(ligne, rangs, par_ligne[numero], le, fautes)
        yield ligne


def _colonnes(feuille: Feuille, entetes: list[Cellule], fautes: list[Faute]) -> dict[int, Colonne] | None:
    """Le rang de chaque colonne, retrouvée par son en-tête, quel que soit l'ordre ; rien s'il en manque."""
    attendues = {cle(c.titre): c for c in feuille.colonnes}
    trouves = {e.colonne: texte_de(e.valeur) for e in entetes}
    rangs: dict[int, Colonne] = {}
    for entete in entetes:
        colonne = attendues.pop(cle(texte_de(entete.valeur)), None)
        if colonne is None:
            adresse = f"{get_column_letter(entete.colonne)}1"
            attendu = "un en-tête du modèle, écrit une seule fois"
            fautes.append(Faute(feuille.nom, adresse, texte_de(entete.valeur), attendu))
        else:
            rangs[entete.colonne] = colonne
    for colonne in attendues.values():
        rang = feuille.colonnes.index(colonne) + 1
        attendu = f"la colonne « {colonne.titre} »"
        fautes.append(Faute(feuille.nom, f"{get_column_letter(rang)}1", trouves.get(rang, ""), attendu))
    return None if attendues else rangs


def _est_un_exemple(feuille: Feuille, rangs: dict[int, Colonne], cellules: dict[int, Cellule]) -> bool:
    premiere = next(rang for rang, colonne in rangs.items() if colonne is feuille.colonnes[0])
    return premiere in cellules and texte_de(cellules[premiere].valeur).startswith(MARQUE_D_EXEMPLE)


def _remplir(
    ligne: Ligne, rangs: dict[int, Colonne], cellules: dict[int, Cellule], le: date, fautes: list[Faute]
) -> None:
    for rang, colonne in rangs.items():
        cellule = cellules.get(rang)
        if cellule is None:
            if colonne.obligatoire:
                attendu = f"{colonne.attendu} (« {colonne.titre} » est obligatoire)"
                fautes.append(ligne.refuser(colonne.nom, attendu))
            continue
        ligne.trouves[colonne.nom] = texte_de(cellule.valeur)
        if cellule.sans_valeur:
            calcul = f"{colonne.attendu} ; la formule n'a pas été calculée, remplacez-la par sa valeur"
            fautes.append(ligne.refuser(colonne.nom, calcul))
            continue
        try:
            ligne.valeurs[colonne.nom] = comprendre(colonne, cellule.valeur, le)
        except ValeurRefusee as refus:
            fautes.append(ligne.refuser(colonne.nom, str(refus)))
