"""Le tableau de « Ma région » en classeur Excel : ce que les filtres gardent, colonnes stables, cellules typées."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from api.ma_region.criteres import Criteres
from api.ma_region.tableau import Ligne
from api.pages.libelles import COULEURS
from documents.formats import date_longue
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie

FORMAT_DATE = "DD/MM/YYYY"
ENTETE = PatternFill("solid", fgColor="000091")


class Colonne(NamedTuple):
    """Un titre, une largeur, et ce qu'on y lit d'une ligne. L'ordre et les titres ne changent pas."""

    titre: str
    largeur: int
    valeur: Callable[[Ligne], Any]


def _libelle_du_type(ligne: Ligne) -> str:
    return registre().types_de_territoire[ligne.suivi.territoire.type].libelle


def _cible(ligne: Ligne) -> int | None:
    duree = ligne.suivi.situation.duree
    return duree.cible_jours if duree else None


def _raisons(ligne: Ligne) -> str:
    situation = ligne.suivi.situation
    return " ".join(a.raison for a in situation.alertes) or situation.alerte.raison


COLONNES = (
    Colonne("Code", 12, lambda x: x.suivi.territoire.code),
    Colonne("Territoire", 30, lambda x: x.suivi.territoire.nom),
    Colonne("Type", 18, _libelle_du_type),
    Colonne("Région", 22, lambda x: registre().region(x.suivi.territoire.region).nom),
    Colonne("Référent de l'État", 24, lambda x: ", ".join(x.referents_de(Partie.ETAT))),
    Colonne("Référent de la collectivité", 24, lambda x: ", ".join(x.referents_de(Partie.COLLECTIVITE))),
    Colonne("Axes", 34, lambda x: ", ".join(x.noms_des_axes())),
    Colonne("Étape", 26, lambda x: x.suivi.demarche.etape.libelle),
    Colonne("Depuis le", 12, lambda x: x.suivi.demarche.depuis_le),
    Colonne("Jours à l'étape", 10, lambda x: x.suivi.situation.jours),
    Colonne("Durée cible (jours)", 10, _cible),
    Colonne("À qui la main", 26, lambda x: x.suivi.situation.a_la_main),
    Colonne("Prochain geste", 34, lambda x: x.suite.libelle if x.suite else None),
    Colonne("Prochaine réunion", 24, lambda x: x.reunion.nature.libelle if x.reunion else None),
    Colonne("Date de la réunion", 12, lambda x: x.reunion.prevue_le if x.reunion else None),
    Colonne(
        "Prochaine échéance",
        44,
        lambda x: x.suivi.situation.prochaine and x.suivi.situation.prochaine.libelle,
    ),
    Colonne(
        "Date de l'échéance", 12, lambda x: x.suivi.situation.prochaine and x.suivi.situation.prochaine.le
    ),
    Colonne("Alerte", 16, lambda x: COULEURS[x.suivi.situation.alerte.couleur]),
    Colonne("Raison", 60, _raisons),
    Colonne("Signé le", 12, lambda x: x.suivi.demarche.signe_le),
    Colonne("Données fictives", 10, lambda x: "oui" if x.suivi.demarche.fictive else "non"),
)


def en_classeur(lignes: Sequence[Ligne], criteres: Criteres, ou: str, le: date) -> bytes:
    """Le classeur : les territoires, puis ce qu'il faut savoir pour les lire."""
    classeur = Workbook()
    feuille = classeur.active
    assert isinstance(feuille, Worksheet)
    feuille.title = "Territoires"
    _ecrire_l_entete(feuille)
    for rang, ligne in enumerate(lignes, start=2):
        for numero, colonne in enumerate(COLONNES, start=1):
            poser(feuille.cell(rang, numero), colonne.valeur(ligne))
    feuille.freeze_panes = "C2"
    feuille.auto_filter.ref = f"A1:{get_column_letter(len(COLONNES))}{max(len(lignes) + 1, 1)}"
    _ecrire_la_notice(classeur.create_sheet("Lecture"), len(lignes), criteres, ou, le)
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def poser(cellule: Cell | Any, valeur: Any) -> None:
    """Écrit la valeur telle quelle : un texte reste un texte, même s'il commence par « = »."""
    cellule.value = valeur
    if isinstance(valeur, str):
        cellule.data_type = "s"
        cellule.alignment = Alignment(vertical="top", wrap_text=True)
    elif isinstance(valeur, date):
        cellule.number_format = FORMAT_DATE
        cellule.alignment = Alignment(vertical="top", horizontal="left")
    else:
        cellule.alignment = Alignment(vertical="top")


def _ecrire_l_entete(feuille: Worksheet) -> None:
    for numero, colonne in enumerate(COLONNES, start=1):
        cellule = feuille.cell(1, numero, colonne.titre)
        cellule.font, cellule.fill = Font(bold=True, color="FFFFFF"), ENTETE
        cellule.alignment = Alignment(vertical="center", wrap_text=True)
        feuille.column_dimensions[get_column_letter(numero)].width = colonne.largeur
    feuille.print_title_rows = "1:1"
    feuille.page_setup.orientation = "landscape"
    feuille.page_setup.fitToWidth, feuille.page_setup.fitToHeight = 1, 0
    feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _ecrire_la_notice(feuille: Worksheet, nombre: int, criteres: Criteres, ou: str, le: date) -> None:
    filtres = {
        nom: v for nom, v in criteres._asdict().items() if v is not None and nom not in ("region", "tri")
    }
    lignes = [
        ("Territoires", f"{nombre}, {ou}"),
        ("Situation au", date_longue(le)),
        ("Filtres", ", ".join(f"{nom} : {valeur}" for nom, valeur in filtres.items()) or "aucun"),
        ("Jours à l'étape", "jours calendaires depuis l'entrée dans l'étape, hors suspension"),
        ("Cellule vide", "non renseigné, ou sans objet à cette étape"),
        ("Données fictives", "« oui » : démonstration, personnes, dates et montants inventés"),
    ]
    for rang, (titre, texte) in enumerate(lignes, start=1):
        poser(feuille.cell(rang, 1), titre)
        poser(feuille.cell(rang, 2), texte)
        feuille.cell(rang, 1).font = Font(bold=True)
    feuille.column_dimensions["A"].width, feuille.column_dimensions["B"].width = 22, 90
