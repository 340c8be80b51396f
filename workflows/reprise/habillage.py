"""L'apparence du modèle : styles, largeurs, formats français, protection légère des en-têtes."""

from collections.abc import Sequence
from typing import NamedTuple

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workflows.reprise.classeur import Colonne, Genre

DERNIERE_COLONNE = 16_384
HAUTEUR_D_ENTETE = 48
CARACTERES_PAR_LIGNE = 160
HAUTEUR_DE_LIGNE = 16
COLONNES_LISIBLES_SUR_UNE_PAGE = 16
POLICE = "Calibri"
TEXTE = "@"
FORMATS = {
    Genre.MONTANT: '[$-40C]#,##0.00\\ "€"',
    Genre.CENTIEMES: "#,##0.##",
    Genre.ENTIER: "#,##0",
    Genre.ANNEE: "0",
    Genre.DATE: "dd/mm/yyyy",
}
LARGEURS = {
    Genre.TERRITOIRE: 26,
    Genre.TEXTE_LONG: 44,
    Genre.LISTE: 36,
    Genre.CHOIX: 28,
    Genre.CHOIX_MULTIPLE: 30,
    Genre.ENTIER: 13,
    Genre.ANNEE: 11,
    Genre.MONTANT: 18,
    Genre.CENTIEMES: 13,
    Genre.DATE: 15,
    Genre.SIRET: 19,
    Genre.COURRIEL: 34,
    Genre.FICHIER: 32,
}
_BLEU, _BLEU_CLAIR, _GRIS = "1F3A5F", "E8EEF6", "6B6B6B"
_CENTRE = Alignment(vertical="center", wrap_text=True)
_HAUT = Alignment(vertical="top", wrap_text=True)


class Style(NamedTuple):
    """Une apparence de cellule."""

    police: Font
    fond: PatternFill | None = None
    alignement: Alignment = _HAUT

    def poser(self, cellule: Cell, format_du_nombre: str = TEXTE) -> None:
        """Habille la cellule ; son contenu ne change pas."""
        cellule.font, cellule.alignment = self.police, self.alignement
        cellule.number_format = format_du_nombre
        cellule.protection = Protection(locked=False)
        if self.fond is not None:
            cellule.fill = self.fond


TITRE = Style(Font(POLICE, bold=True, size=16, color=_BLEU), alignement=Alignment(vertical="center"))
IMPORTANT = Style(Font(POLICE, bold=True, color=_BLEU))
COURANT = Style(Font(POLICE))
EXEMPLE = Style(Font(POLICE, italic=True, color=_GRIS), PatternFill("solid", fgColor="F4F4F4"))
_OBLIGATOIRE = Style(Font(POLICE, bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_BLEU), _CENTRE)
_FACULTATIF = Style(Font(POLICE, bold=True, color=_BLEU), PatternFill("solid", fgColor=_BLEU_CLAIR), _CENTRE)


def case(page: Worksheet, ligne: int, rang: int) -> Cell:
    """La cellule de cette place, qui n'est jamais au milieu d'une fusion."""
    cellule = page.cell(ligne, rang)
    assert isinstance(cellule, Cell)
    return cellule


def entete(cellule: Cell, colonne: Colonne) -> None:
    """L'en-tête d'une colonne : fond plein si elle est obligatoire. Il ne se modifie pas par mégarde."""
    (_OBLIGATOIRE if colonne.obligatoire else _FACULTATIF).poser(cellule)
    cellule.value = colonne.titre
    cellule.border = Border(right=Side("thin", color="FFFFFF"))
    cellule.protection = Protection(locked=True)


def hausser(page: Worksheet, ligne: int, texte: str, caracteres_par_ligne: int) -> None:
    """Donne à la ligne la hauteur qu'il faut pour lire le texte entier."""
    page.row_dimensions[ligne].height = HAUTEUR_DE_LIGNE * (1 + len(texte) // caracteres_par_ligne)


def phrase(page: Worksheet, ligne: int, texte: str) -> None:
    """Une phrase sur toute la largeur du mode d'emploi."""
    page.merge_cells(start_row=ligne, end_row=ligne, start_column=1, end_column=4)
    cellule = case(page, ligne, 1)
    COURANT.poser(cellule)
    cellule.value = texte
    hausser(page, ligne, texte, CARACTERES_PAR_LIGNE)


def format_de(colonne: Colonne) -> str:
    """Le format d'affichage de la colonne ; le tableur y met les séparateurs français."""
    return FORMATS.get(colonne.genre, TEXTE)


def largeur_de(colonne: Colonne) -> int:
    """La largeur de la colonne, en caractères."""
    return LARGEURS.get(colonne.genre, 24)


def habiller_la_feuille(
    page: Worksheet,
    colonnes: Sequence[tuple[int, str]],
    *,
    modifiable: bool = True,
    entete_figee: bool = True,
) -> None:
    """Donne à chaque colonne sa largeur et son format, fige l'en-tête, protège ce qui ne se saisit pas."""
    for rang, (largeur, format_du_nombre) in enumerate(colonnes, 1):
        dimension = page.column_dimensions[get_column_letter(rang)]
        dimension.width, dimension.number_format = largeur, format_du_nombre
        dimension.font, dimension.alignment = Font(POLICE), _HAUT
        dimension.protection = Protection(locked=not modifiable)
    if modifiable:
        _liberer_la_suite(page, len(colonnes) + 1)
    if entete_figee:
        page.freeze_panes = "B2"
        page.row_dimensions[1].height = HAUTEUR_D_ENTETE
        page.auto_filter.ref = f"A1:{get_column_letter(len(colonnes))}1"
        page.print_title_rows = "1:1"
    _proteger(page)
    _preparer_l_impression(page)


def _liberer_la_suite(page: Worksheet, rang: int) -> None:
    """Excel refuse de supprimer une ligne dont une cellule, si lointaine soit-elle, est verrouillée."""
    suite = get_column_letter(rang)
    libre = ColumnDimension(page, index=suite, min=rang, max=DERNIERE_COLONNE)
    libre.protection = Protection(locked=False)
    page.column_dimensions[suite] = libre


def _proteger(page: Worksheet) -> None:
    """Une protection sans mot de passe : elle évite les gestes involontaires, pas les autres."""
    page.protection.sheet = True
    for permis in (
        "sort",
        "autoFilter",
        "formatColumns",
        "formatRows",
        "formatCells",
        "insertRows",
        "deleteRows",
    ):
        setattr(page.protection, permis, False)


def _preparer_l_impression(page: Worksheet) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    lisible = page.max_column <= COLONNES_LISIBLES_SUR_UNE_PAGE
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=lisible)
