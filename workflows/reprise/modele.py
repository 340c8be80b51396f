"""Écrire le modèle de classeur : ses feuilles à remplir, son mode d'emploi, ses listes."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from modeles.reference.registre import registre
from workflows.reprise.cellules import CENTIMES_AU_PLUS, DERNIERE_ANNEE, PREMIERE_ANNEE
from workflows.reprise.classeur import (
    FEUILLE_D_EMPLOI,
    FEUILLE_DES_LISTES,
    FEUILLE_META,
    MARQUE_D_EXEMPLE,
    MODELE,
    VERSION_DU_MODELE,
    Colonne,
    Feuille,
    Genre,
)
from workflows.reprise.feuilles import feuilles
from workflows.reprise.habillage import (
    COURANT,
    EXEMPLE,
    IMPORTANT,
    TITRE,
    Style,
    case,
    entete,
    format_de,
    habiller_la_feuille,
    hausser,
    largeur_de,
    phrase,
)
from workflows.reprise.ouverture import LIGNES_AU_PLUS

DERNIERE_LIGNE = LIGNES_AU_PLUS + 1
LARGEUR_DE_L_AIDE = 90
HAUTEUR_DE_L_EXEMPLE = 32
CONSIGNES = (
    "Ce classeur reprend ce qui existe déjà : où en est chaque territoire, ses contacts, ses enveloppes, ses fiches "
    "actions et leurs budgets, et les contrats signés hors de l'outil.",
    "Remplissez les feuilles dans l'ordre, une ligne par objet. Les colonnes à en-tête foncé sont obligatoires ; "
    "une feuille peut rester sans ligne.",
    f"Les lignes qui commencent par « {MARQUE_D_EXEMPLE} » montrent la forme attendue : elles ne sont pas lues, "
    "effacez-les quand vous voulez. Personnes et dates y sont fictives.",
    "Une cellule vide ne change rien à ce que l'outil sait déjà. Vide n'est pas zéro : pour zéro, écrivez 0.",
    "Montants en euros : 36518, 36 518,00 ou 36 518,00 €. Pas de « k€ ». Dates : 15/03/2024.",
    "Plusieurs éléments dans une cellule se séparent par des points-virgules.",
    "Ne renommez ni les feuilles ni les en-têtes ; vous pouvez trier, filtrer et changer l'ordre des colonnes.",
    "Pour voir ce qui changerait, puis importer : page « Reprendre l'existant », depuis « Ma région ». Au terminal : "
    "jalons reprise apercu FICHIER, puis jalons reprise importer FICHIER --confirmer",
    "Importer deux fois le même classeur ne change rien la seconde fois.",
)


def ecrire_le_modele() -> bytes:
    """Les octets du modèle vierge, avec une ligne d'exemple par feuille."""
    a_remplir = feuilles()
    classeur = Workbook()
    emploi = classeur.active
    assert isinstance(emploi, Worksheet)
    _ecrire_le_mode_d_emploi(emploi, a_remplir)
    listes = _listes(a_remplir)
    for feuille in a_remplir:
        _ecrire_la_feuille(classeur.create_sheet(feuille.nom), feuille, list(listes))
    _ecrire_les_listes(classeur.create_sheet(FEUILLE_DES_LISTES), listes)
    _ecrire_la_version(classeur.create_sheet(FEUILLE_META))
    tampon = BytesIO()
    classeur.save(tampon)
    return tampon.getvalue()


def poser_un_texte(cellule: Cell, texte: str) -> None:
    """Écrit le texte tel quel : « = » n'en fait pas une formule."""
    cellule.value = texte
    cellule.data_type = "s"


def _ecrire_la_feuille(page: Worksheet, feuille: Feuille, listes: Sequence[str]) -> None:
    for rang, colonne in enumerate(feuille.colonnes, 1):
        entete(case(page, 1, rang), colonne)
        _ecrire_l_exemple(case(page, 2, rang), colonne, premiere=rang == 1)
        regle = _validation(colonne, listes)
        lettre = get_column_letter(rang)
        regle.add(f"{lettre}2:{lettre}{DERNIERE_LIGNE}")
        page.add_data_validation(regle)
    page.row_dimensions[2].height = HAUTEUR_DE_L_EXEMPLE
    habiller_la_feuille(page, [(largeur_de(c), format_de(c)) for c in feuille.colonnes])


def _ecrire_l_exemple(cellule: Cell, colonne: Colonne, *, premiere: bool) -> None:
    EXEMPLE.poser(cellule, format_de(colonne))
    if premiere:
        poser_un_texte(cellule, f"{MARQUE_D_EXEMPLE} : {colonne.exemple}")
    elif isinstance(colonne.exemple, str):
        poser_un_texte(cellule, colonne.exemple)
    else:
        cellule.value = colonne.exemple


def _validation(colonne: Colonne, listes: Sequence[str]) -> DataValidation:
    """La liste déroulante ou la règle de la colonne, avec son aide ; la lecture reste seule juge."""
    regle = DataValidation(allow_blank=True, showInputMessage=True, errorStyle="warning")
    if colonne.titre in listes and colonne.genre is not Genre.CHOIX_MULTIPLE:
        lettre = get_column_letter(listes.index(colonne.titre) + 1)
        regle.type, regle.formula1 = "list", f"'{FEUILLE_DES_LISTES}'!${lettre}$2:${lettre}$500"
    elif colonne.genre is Genre.ANNEE:
        regle.type, regle.operator = "whole", "between"
        regle.formula1, regle.formula2 = str(PREMIERE_ANNEE), str(DERNIERE_ANNEE)
    elif colonne.genre in (Genre.MONTANT, Genre.CENTIEMES, Genre.ENTIER):
        regle.type, regle.operator = "decimal", "between"
        regle.formula1, regle.formula2 = "0", str(CENTIMES_AU_PLUS // 100)
    regle.showErrorMessage = regle.type is not None
    regle.errorTitle, regle.error = "À vérifier", f"Attendu : {colonne.attendu}."[:250]
    regle.promptTitle = colonne.titre[:32]
    regle.prompt = _aide(colonne)[:250]
    return regle


def _aide(colonne: Colonne) -> str:
    attendu = f"{colonne.attendu[0].upper()}{colonne.attendu[1:]}."
    return f"{'Obligatoire. ' if colonne.obligatoire else ''}{attendu} {colonne.aide}".strip()


def _listes(a_remplir: Sequence[Feuille]) -> dict[str, list[str]]:
    """Les valeurs de chaque liste, par titre de colonne ; les mêmes titres ont les mêmes valeurs ou s'ajoutent."""
    listes = {"Territoire": [t.nom for t in registre().territoires.values() if t.contractant]}
    for colonne in (c for feuille in a_remplir for c in feuille.colonnes if c.choix):
        listes.setdefault(colonne.titre, [c.libelle for c in colonne.choix])
    return listes


def _ecrire_les_listes(page: Worksheet, listes: dict[str, list[str]]) -> None:
    for rang, (titre, valeurs) in enumerate(listes.items(), 1):
        entete(case(page, 1, rang), Colonne(titre, titre))
        for ligne, valeur in enumerate(valeurs, 2):
            poser_un_texte(case(page, ligne, rang), valeur)
    largeurs = [min(60, max(map(len, (titre, *valeurs)))) + 3 for titre, valeurs in listes.items()]
    habiller_la_feuille(page, [(largeur, "@") for largeur in largeurs], modifiable=False)


def _ecrire_la_version(page: Worksheet) -> None:
    for ligne in (("modele", MODELE), ("version", VERSION_DU_MODELE)):
        page.append(ligne)
    page.sheet_state = "veryHidden"


def _ecrire_le_mode_d_emploi(page: Worksheet, a_remplir: Sequence[Feuille]) -> None:
    page.title = FEUILLE_D_EMPLOI
    TITRE.poser(case(page, 1, 1))
    case(page, 1, 1).value = "Reprise de l'existant : mode d'emploi"
    for ligne, consigne in enumerate(CONSIGNES, 3):
        phrase(page, ligne, consigne)
    ligne = len(CONSIGNES) + 4
    for rang, titre in enumerate(("Feuille", "Colonne", "Obligatoire", "Ce qu'il faut écrire"), 1):
        entete(case(page, ligne, rang), Colonne(titre, titre))
    for feuille in a_remplir:
        ligne += 1
        _ligne_d_aide(page, ligne, IMPORTANT, (feuille.nom, "", "", feuille.aide))
        for colonne in feuille.colonnes:
            ligne += 1
            aide = _aide(colonne).removeprefix("Obligatoire. ")
            textes = ("", colonne.titre, "oui" if colonne.obligatoire else "", aide)
            _ligne_d_aide(page, ligne, COURANT, textes)
    habiller_la_feuille(
        page,
        [(16, "@"), (34, "@"), (13, "@"), (LARGEUR_DE_L_AIDE, "@")],
        modifiable=False,
        entete_figee=False,
    )


def _ligne_d_aide(page: Worksheet, ligne: int, style: Style, textes: Sequence[str]) -> None:
    for rang, texte in enumerate(textes, 1):
        style.poser(case(page, ligne, rang))
        poser_un_texte(case(page, ligne, rang), texte)
    hausser(page, ligne, textes[-1], LARGEUR_DE_L_AIDE + 10)
