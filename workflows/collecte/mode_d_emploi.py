"""La première feuille du classeur de collecte : comment le remplir, en une page."""

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from modeles.vocabulaire_annuel import StatutValeur
from workflows.commandes.saisie_de_valeur import DEMANDABLES

POLICE, BLEU = "Calibri", "1F3A5F"
HAUTEUR, CARACTERES_PAR_LIGNE = 16, 95
PHRASES = (
    "Chaque territoire a sa feuille. Les cases jaunes se remplissent ; les autres informent et sont protégées.",
    "Un taux se donne par son numérateur et son dénominateur : le résultat se calcule au retour.",
    "Les nombres s'écrivent comme vous en avez l'habitude : 1 234, 1234,5 ou 12 %.",
    f"Une case vide n'efface rien et ne vaut pas zéro. Un vrai zéro : 0, et « {StatutValeur.ZERO_REEL.libelle} ».",
    "La colonne « Année d'avant » rappelle la dernière valeur connue ; un écart de plus de moitié appelle un mot "
    "de commentaire.",
    "Situations possibles : " + ", ".join(f"« {s.libelle} »" for s in DEMANDABLES) + ". « Sans objet » et "
    "« non renseigné » demandent un motif.",
    "Renvoyez ce fichier tel quel, par retour de courriel ou par votre lien personnel ; vous pouvez le renommer. "
    "Ce qui est bien rempli est gardé, ce qui ne l'est pas vous est dit case par case.",
)


def ecrire_le_mode_d_emploi(page: Worksheet, exercice: int) -> None:
    """Le titre, puis une phrase par ligne ; la feuille est protégée comme les autres."""
    page.title = "Mode d'emploi"
    page.column_dimensions["A"].width = CARACTERES_PAR_LIGNE + 5
    titre = page.cell(1, 1, f"Collecte des indicateurs {exercice}")
    titre.font = Font(POLICE, bold=True, size=16, color=BLEU)
    for ligne, phrase in enumerate(PHRASES, 3):
        cellule = page.cell(ligne, 1, phrase)
        cellule.font, cellule.alignment = Font(POLICE), Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[ligne].height = HAUTEUR * (1 + len(phrase) // CARACTERES_PAR_LIGNE)
    page.protection.sheet = True
