"""Écrire le classeur de collecte : une feuille par territoire, pré-remplie et protégée, l'année d'avant en regard."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.formats import date_longue, nombre
from modeles.reference.catalogues import Formule
from modeles.reference.registre import registre
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.indicateurs import par_rapport
from workflows.collecte.colonnes import COLONNES, LIGNE_DES_TITRES, PREMIERE_LIGNE, SEPARATEUR, Colonne, rang
from workflows.collecte.identite import Identite, ecrire_identite
from workflows.collecte.mode_d_emploi import ecrire_le_mode_d_emploi
from workflows.commandes.saisie_de_valeur import DEMANDABLES
from workflows.etat_des_valeurs import EtatDesValeurs, LigneDeValeur

S = StatutValeur
BLEU, BLEU_CLAIR, A_SAISIR, GRIS = "1F3A5F", "E8EEF6", "FFFDE7", "EEEEEE"
POLICE = "Calibri"
FORMAT = "#,##0.##"
HAUTEUR_DE_LIGNE = 15
_FIN = Side("thin", color="C8C8C8")
_HAUT = Alignment(vertical="top", wrap_text=True)
LUE, FERMEE, OUVERTE = "lue", "fermee", "ouverte"
NON_RENSEIGNE = "non renseigné"
LONGUEUR_DE_NOM = 31


def ecrire_le_classeur(
    etats: Sequence[tuple[str, EtatDesValeurs]], exercice: int, echeance: date | None
) -> bytes:
    """Le classeur des territoires donnés (code, état). `echeance` : la date de retour, si elle est connue."""
    classeur = Workbook()
    emploi = classeur.worksheets[0]
    feuilles = [(_nom_de_feuille(code), code) for code, _ in etats]
    for (nom, code), (_, etat) in zip(feuilles, etats, strict=True):
        _ecrire_la_feuille(classeur.create_sheet(nom), code, etat, echeance)
    ecrire_le_mode_d_emploi(emploi, exercice)
    ecrire_identite(classeur, Identite(exercice, tuple(feuilles)))
    classeur.active = 1 if len(etats) == 1 else 0
    classeur.properties.language = "fr-FR"
    classeur.properties.title = f"Indicateurs {exercice}"
    classeur.properties.creator = "Jalons"
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def nom_du_classeur(territoires: Sequence[str], exercice: int) -> str:
    """« 32_Gers_indicateurs_2025.xlsx » ; « indicateurs_2025_16_territoires.xlsx » s'ils sont plusieurs."""
    if len(territoires) == 1:
        return f"{territoires[0]}_{registre().territoire(territoires[0]).nom}_indicateurs_{exercice}.xlsx"
    return f"indicateurs_{exercice}_{len(territoires)}_territoires.xlsx"


def _nom_de_feuille(code: str) -> str:
    nom = f"{code} {registre().territoire(code).nom}"
    return "".join(c for c in nom if c not in "[]:*?/\\")[:LONGUEUR_DE_NOM]


CONSIGNES = (
    "Une case vide veut dire que vous ne répondez pas encore : elle n'efface rien, et ne vaut jamais zéro.",
    f"Un vrai zéro : écrivez 0 et choisissez « {S.ZERO_REEL.libelle} ». "
    "Sans donnée : choisissez la situation, et dites pourquoi.",
)


def _ecrire_la_feuille(page: Worksheet, code: str, etat: EtatDesValeurs, echeance: date | None) -> None:
    territoire = registre().territoire(code)
    retour = f" À renvoyer avant le {date_longue(echeance)}." if echeance else ""
    _titre(page, 1, f"{territoire.nom} : indicateurs {etat.exercice}", taille=16)
    _titre(page, 2, f"Remplissez les cases jaunes.{retour}")
    for numero, consigne in enumerate(CONSIGNES, 3):
        _titre(page, numero, consigne)
    _entetes(page)
    lignes = [ligne for ligne in etat.lignes if not ligne.calcule]
    styles = _styles(page)
    for numero, ligne in enumerate(lignes, PREMIERE_LIGNE):
        _ecrire_la_ligne(page, numero, ligne, styles)
    _regler(page, PREMIERE_LIGNE + max(len(lignes), 1) - 1)


def _titre(page: Worksheet, ligne: int, texte: str, taille: int = 11) -> None:
    cellule = page.cell(ligne, 2, texte)
    cellule.font = Font(POLICE, bold=taille > 11, size=taille, color=BLEU)


def _entetes(page: Worksheet) -> None:
    for numero, colonne in enumerate(COLONNES, 1):
        cellule = page.cell(LIGNE_DES_TITRES, numero, colonne.titre)
        cellule.font = Font(POLICE, bold=True, color="FFFFFF" if colonne.champ else BLEU)
        cellule.fill = PatternFill("solid", fgColor=BLEU if colonne.champ else BLEU_CLAIR)
        cellule.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(numero)].width = colonne.largeur
    page.row_dimensions[LIGNE_DES_TITRES].height = 34


def _ecrire_la_ligne(
    page: Worksheet, numero: int, ligne: LigneDeValeur, styles: dict[str, StyleArray]
) -> None:
    indicateur, sue = ligne.indicateur, ligne.connue
    lus = (
        SEPARATEUR.join((ligne.fiche.code, indicateur.code)),
        ligne.fiche.code,
        indicateur.libelle,
        _definition(ligne),
        indicateur.unite,
        _ecrit(ligne.cible),
        _ecrit(ligne.precedente) or NON_RENSEIGNE,
    )
    rapport = par_rapport(indicateur)
    saisis = {
        "numerateur": _ecrit(sue.numerateur),
        "denominateur": _ecrit(sue.denominateur),
        "valeur": _valeur(ligne),
        "statut": sue.statut.libelle if sue.statut in DEMANDABLES else None,
        "motif": ligne.derniere.motif if ligne.derniere and sue.statut in DEMANDABLES else None,
        "commentaire": ligne.derniere.commentaire or None if ligne.derniere else None,
    }
    fermes = {"valeur"} if rapport else {"numerateur", "denominateur"}
    for place, colonne in enumerate(COLONNES, 1):
        contenu = saisis[colonne.champ] if colonne.champ else lus[place - 1]
        allure = _allure(colonne, fermes)
        _poser(page.cell(numero, place), contenu, styles[allure])
    lignes_de_texte = max(
        _lignes(str(lus[rang(c.titre) - 1]), c.largeur) for c in COLONNES[1:] if not c.champ
    )
    page.row_dimensions[numero].height = HAUTEUR_DE_LIGNE * lignes_de_texte


def _allure(colonne: Colonne, fermes: set[str]) -> str:
    if not colonne.champ:
        return LUE
    return FERMEE if colonne.champ in fermes else OUVERTE


def _lignes(texte: str, largeur: int) -> int:
    return 1 + len(texte) // largeur


def _definition(ligne: LigneDeValeur) -> str:
    indicateur = ligne.indicateur
    morceaux = [indicateur.definition]
    if par_rapport(indicateur):
        morceaux.append(f"Numérateur : {indicateur.numerateur}. Dénominateur : {indicateur.denominateur}.")
    if ligne.statut_du_catalogue == "proposition_locale":
        morceaux.append("(proposition locale)")
    return " ".join(filter(None, morceaux))


def _valeur(ligne: LigneDeValeur) -> float | int | str | None:
    sue = ligne.connue
    if ligne.indicateur.formule == Formule.BINAIRE and sue.valeur is not None:
        return "oui" if sue.valeur else "non"
    if par_rapport(ligne.indicateur):
        return f"{nombre(sue.valeur / 100)} {ligne.indicateur.unite}" if sue.valeur is not None else None
    return sue.texte if sue.texte is not None else _ecrit(sue.valeur)


def _ecrit(centiemes: int | None) -> float | int | None:
    if centiemes is None:
        return None
    return centiemes // 100 if centiemes % 100 == 0 else centiemes / 100


def _styles(page: Worksheet) -> dict[str, StyleArray]:
    """Une allure par sorte de case, calculée une fois : la recalculer pour chacune coûterait dix fois plus."""
    fonds = {LUE: None, FERMEE: GRIS, OUVERTE: A_SAISIR}
    styles = {}
    for place, (allure, fond) in enumerate(fonds.items(), 1):
        modele = page.cell(PREMIERE_LIGNE, place)
        modele.alignment, modele.font = _HAUT, Font(POLICE)
        modele.border, modele.number_format = Border(bottom=_FIN, right=_FIN), FORMAT
        modele.protection = Protection(locked=allure != OUVERTE)
        if fond:
            modele.fill = PatternFill("solid", fgColor=fond)
        styles[allure] = copy(modele._style)  # type: ignore[union-attr]
    return styles


def _poser(cellule: Cell | MergedCell, contenu: object, style: StyleArray) -> None:
    assert isinstance(cellule, Cell)
    cellule._style = copy(style)  # type: ignore[attr-defined]
    if contenu is None:
        return
    cellule.value = contenu  # type: ignore[assignment]
    if isinstance(contenu, str):
        # Un texte qui commence par « = » reste un texte.
        cellule.data_type = "s"


def _regler(page: Worksheet, derniere: int) -> None:
    """Ce qui aide à bien remplir : liste des situations, volets figés, protection sans mot de passe, impression."""
    choix = ",".join(s.libelle for s in DEMANDABLES)
    situations = DataValidation(type="list", formula1=f'"{choix}"', allow_blank=True, showErrorMessage=True)
    situations.errorTitle, situations.error = "Situation inconnue", f"Choisissez dans la liste : {choix}."
    lettre = get_column_letter(rang("Situation"))
    situations.add(f"{lettre}{PREMIERE_LIGNE}:{lettre}{derniere}")
    page.add_data_validation(situations)
    page.column_dimensions["A"].hidden = True
    page.freeze_panes = f"{get_column_letter(rang('Définition et mode de calcul'))}{PREMIERE_LIGNE}"
    page.auto_filter.ref = f"B{LIGNE_DES_TITRES}:{get_column_letter(len(COLONNES))}{derniere}"
    page.protection.sheet = True
    for permis in ("sort", "autoFilter", "formatColumns", "formatRows"):
        setattr(page.protection, permis, False)
    page.print_title_rows = f"{LIGNE_DES_TITRES}:{LIGNE_DES_TITRES}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    if page.sheet_properties.pageSetUpPr is not None:
        page.sheet_properties.pageSetUpPr.fitToPage = True
