"""Le modèle de classeur : ce que la personne voit, et ce que le tableur en fait."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from documents.moteur.ouverture import ouvrir
from tests.workflows.classeurs_de_reprise import AUJOURD_HUI, UN_GERS_EN_FICHES, remplir
from workflows.reprise.feuilles import feuilles
from workflows.reprise.lecture import lire_classeur
from workflows.reprise.modele import ecrire_le_modele

NOMS = [f.nom for f in feuilles()]


@pytest.fixture(scope="module")
def modele() -> Workbook:
    return load_workbook(BytesIO(ecrire_le_modele()))


def _page(modele: Workbook, nom: str) -> Worksheet:
    page = modele[nom]
    assert isinstance(page, Worksheet)
    return page


def test_le_modele_a_ses_feuilles_dans_l_ordre_et_sa_version_cachee(modele: Workbook) -> None:
    assert modele.sheetnames == [
        "Mode d'emploi",
        "Territoires",
        "Contacts",
        "Enveloppes",
        "Fiches",
        "Budgets",
        "Indicateurs",
        "Contrats signés",
        "Listes",
        "_meta",
    ]
    assert modele["_meta"].sheet_state == "veryHidden"
    assert [[c.value for c in rangee] for rangee in _page(modele, "_meta").iter_rows()] == [
        ["modele", "jalons-reprise"],
        ["version", "1"],
    ]


@pytest.mark.parametrize("nom", NOMS)
def test_l_en_tete_est_fige_et_protege_les_cellules_restent_libres(modele: Workbook, nom: str) -> None:
    page = _page(modele, nom)

    assert page.freeze_panes == "B2"
    assert page.protection.sheet
    assert page["A1"].protection.locked
    assert not page.column_dimensions["A"].protection.locked
    assert not page["A2"].protection.locked
    assert str(page["A2"].value).startswith("EXEMPLE : ")


@pytest.mark.parametrize("nom", NOMS)
def test_chaque_colonne_a_son_aide_et_chaque_liste_ses_valeurs(modele: Workbook, nom: str) -> None:
    regles = _page(modele, nom).data_validations.dataValidation
    titres = [c.value for c in next(_page(modele, "Listes").iter_rows(max_row=1))]
    colonnes = next(f for f in feuilles() if f.nom == nom).colonnes

    assert len(regles) == len(colonnes)
    assert all(0 < len(r.prompt or "") <= 250 and len(r.error or "") <= 250 for r in regles)
    assert all(c.titre in titres for c in colonnes if c.choix)


def test_deux_listes_de_meme_titre_ont_les_memes_valeurs() -> None:
    listes: dict[str, list[str]] = {}
    for colonne in (c for f in feuilles() for c in f.colonnes if c.choix):
        libelles = [c.libelle for c in colonne.choix]
        assert listes.setdefault(colonne.titre, libelles) == libelles


def test_les_exemples_se_liraient_sans_faute() -> None:
    """Un exemple qu'on nous rendrait tel quel, sa marque ôtée, serait compris."""
    classeur = load_workbook(BytesIO(ecrire_le_modele()))
    for nom in NOMS:
        cellule = classeur[nom]["A2"]
        cellule.value = cellule.value.removeprefix("EXEMPLE : ")
    classeur["Territoires"]["B2"].value = "Contrat signé, en exécution"
    classeur["Fiches"]["J2"].value = "Validée"
    tampon = BytesIO()
    classeur.save(tampon)

    lu = lire_classeur(tampon.getvalue(), "exemples.xlsx", AUJOURD_HUI)

    assert lu.fautes == []
    assert {nom: len(lignes) for nom, lignes in lu.lignes.items()} == dict.fromkeys(NOMS, 1)


@pytest.mark.lent
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice n'est pas installé sur cette machine"
)
def test_libreoffice_ouvre_le_modele_et_le_rend_lisible(tmp_path: Path) -> None:
    rempli = tmp_path / "reprise.xlsx"
    rempli.write_bytes(remplir(UN_GERS_EN_FICHES))

    ouverture = ouvrir([rempli], tmp_path)

    assert ouverture.defauts == ()
    assert ouverture.pdf[0].stat().st_size > 10_000
