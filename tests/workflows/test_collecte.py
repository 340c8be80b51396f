"""Le classeur de collecte : il part pré-rempli, revient même renommé ou réenregistré, et ne fait rien croire."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import col, select

from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.document import Document
from modeles.requetes import demarche_de
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import GenreCampagne, StatutValeur
from tests.workflows.contrats_d_essai import auteur, saisie, un_contrat
from workflows.attendus import attendu_designe
from workflows.campagnes import ouvrir_campagne, verrouiller
from workflows.collecte.colonnes import LIGNE_DES_TITRES, PREMIERE_LIGNE, rang
from workflows.collecte.depart import classeur_de
from workflows.collecte.identite import ClasseurNonReconnu
from workflows.collecte.retour import Retour, apercevoir_le_classeur, recevoir_le_classeur
from workflows.commandes.saisie_de_valeur import Circonstance
from workflows.commandes.valeurs import preparer
from workflows.depots.inscription import Fichier
from workflows.refus import Empeche
from workflows.reprise.fautes import ClasseurIllisible
from workflows.valeurs import dossier_de, inscrire

G, LE = GenreCampagne.INDICATEURS, date(2026, 2, 2)
FEUILLE = "32 Gers"
MEN, MONO, RELOG = PREMIERE_LIGNE, PREMIERE_LIGNE + 1, PREMIERE_LIGNE + 2
Remplir = Callable[[Worksheet], None]


@pytest.fixture
def campagne(base: str) -> None:
    """Le Gers et le Lot attendus pour les indicateurs de 2025 ; le Gers a répondu pour 2024."""
    del base
    with unite_de_travail() as session:
        gers = un_contrat(session)
        un_contrat(session, "46")
        ouvrir_campagne(session, "76", G, 2025, auteur())
        connue = Circonstance("Camille Exemple", auteur().saisi_le, "agent", 2024)
        inscrire(session, gers, preparer(dossier_de(session, gers, 2024), [saisie("MEN", 80)], connue))


def _partir(*territoires: str) -> bytes:
    with lecture() as session:
        demarches = [d for t in territoires or ("32",) if (d := demarche_de(session, t))]
        return classeur_de(session, demarches, 2025, LE).octets


def _remplir(octets: bytes, remplir: Remplir, feuille: str = FEUILLE) -> bytes:
    classeur, sortie = load_workbook(BytesIO(octets)), BytesIO()
    remplir(classeur[feuille])
    classeur.save(sortie)
    return sortie.getvalue()


def _case(page: Worksheet, ligne: int, titre: str, contenu: object) -> None:
    page.cell(ligne, rang(titre)).value = contenu  # type: ignore[assignment]


def _tout(page: Worksheet) -> None:
    """Le Gers répond : 90 ménages, zéro famille monoparentale, relogements non renseignés."""
    _case(page, MEN, "Valeur", 90)
    _case(page, MONO, "Valeur", 0)
    _case(page, MONO, "Situation", "zéro confirmé")
    _case(page, RELOG, "Situation", "non renseigné")
    _case(page, RELOG, "Motif", "Logiciel en panne")


def _recevoir(octets: bytes, tmp_path: Path, nom: str = "retour.xlsx") -> Retour:
    with unite_de_travail() as session:
        return recevoir_le_classeur(session, Depot(tmp_path), Fichier(nom, octets), auteur())


def _valeurs() -> dict[str, tuple[StatutValeur, int | None, str]]:
    with lecture() as session:
        lignes = session.exec(
            select(ValeurIndicateur)
            .where(col(ValeurIndicateur.exercice) == 2025)
            .order_by(col(ValeurIndicateur.numero))
        ).all()
        return {v.indicateur.code: (v.statut, v.valeur_centiemes, v.origine) for v in lignes}


def test_le_classeur_part_avec_l_annee_d_avant_et_ses_seules_cases_ouvertes(campagne: None) -> None:
    page = load_workbook(BytesIO(_partir()))[FEUILLE]

    assert page.cell(MEN, rang("Année d'avant")).value == 80
    assert page.cell(MEN, rang("Cible")).value == 100
    assert page.protection.sheet
    ouvertes = {page.cell(LIGNE_DES_TITRES, c.column).value for c in page[MEN] if not c.protection.locked}
    assert ouvertes == {"Valeur", "Situation", "Motif", "Commentaire"}
    assert "31\u00a0mars 2026" in str(page.cell(2, 2).value)


def test_une_reponse_complete_est_gardee_avec_l_adresse_de_sa_case(campagne: None, tmp_path: Path) -> None:
    retour = _recevoir(_remplir(_partir(), _tout), tmp_path)

    (feuille,) = retour.feuilles
    assert (feuille.changements, feuille.fautes, feuille.recue) == (3, (), True)
    assert _valeurs() == {
        "MEN": (StatutValeur.SAISI, 9000, f"classeur, {FEUILLE}!J{MEN}"),
        "MONO": (StatutValeur.ZERO_REEL, 0, f"classeur, {FEUILLE}!J{MONO}"),
        "RELOG": (StatutValeur.NON_RENSEIGNE, None, f"classeur, {FEUILLE}!J{RELOG}"),
    }


def test_l_apercu_n_ecrit_rien(campagne: None) -> None:
    octets = _remplir(_partir(), _tout)
    with lecture() as session:
        (feuille,) = apercevoir_le_classeur(session, Fichier("retour.xlsx", octets), auteur()).feuilles

    assert feuille.changements == 3
    assert _valeurs() == {}


def test_le_meme_classeur_renvoye_n_ecrit_rien_de_plus(campagne: None, tmp_path: Path) -> None:
    octets = _remplir(_partir(), _tout)
    _recevoir(octets, tmp_path)
    avant = _valeurs()

    retour = _recevoir(octets, tmp_path, "autre nom.xlsx")

    assert (retour.deja_recu, retour.feuilles[0].changements, _valeurs()) == (True, 0, avant)
    with lecture() as session:
        (document,) = session.exec(select(Document)).all()
        assert (document.code, document.nom_fichier[-5:]) == ("D21C", ".xlsx")


def test_toutes_les_fautes_sont_dites_ensemble_et_les_bonnes_lignes_gardees(
    campagne: None, tmp_path: Path
) -> None:
    def remplir(page: Worksheet) -> None:
        _case(page, MEN, "Valeur", "beaucoup")
        _case(page, MONO, "Valeur", 0)
        _case(page, RELOG, "Valeur", "1 2O4")
        _case(page, RELOG, "Situation", "peut-être")

    (feuille,) = _recevoir(_remplir(_partir(), remplir), tmp_path).feuilles

    assert {o.ou for o in feuille.fautes} >= {
        f"{FEUILLE}!J{MEN}",
        f"{FEUILLE}!J{MONO}",
        f"{FEUILLE}!K{RELOG}",
    }
    assert feuille.changements == 0


@pytest.mark.parametrize("ecrit", ["1 234,5", "1\u202f234,5", "1234,50", 1234.5, "1234,5 foyers"])
def test_les_nombres_a_la_francaise_se_lisent(campagne: None, tmp_path: Path, ecrit: object) -> None:
    _recevoir(_remplir(_partir(), lambda page: _case(page, MEN, "Valeur", ecrit)), tmp_path)

    assert _valeurs()["MEN"][1] == 123450


def test_une_case_vide_n_est_ni_zero_ni_une_reponse(campagne: None, tmp_path: Path) -> None:
    (feuille,) = _recevoir(_partir(), tmp_path).feuilles

    assert (feuille.changements, feuille.recue, _valeurs()) == (0, False, {})


def test_une_formule_sans_resultat_est_une_faute_et_n_est_pas_calculee(
    campagne: None, tmp_path: Path
) -> None:
    (feuille,) = _recevoir(
        _remplir(_partir(), lambda page: _case(page, MEN, "Valeur", "=40+50")), tmp_path
    ).feuilles

    assert [(o.ou, "formule" in o.message) for o in feuille.fautes] == [(f"{FEUILLE}!J{MEN}", True)]
    assert _valeurs() == {}


def test_une_case_protegee_modifiee_ne_change_rien(campagne: None, tmp_path: Path) -> None:
    def forcer(page: Worksheet) -> None:
        for titre in ("Indicateur", "Unité", "Cible", "Année d'avant"):
            _case(page, MEN, titre, "forcé")
        _case(page, MEN, "Valeur", 90)

    (feuille,) = _recevoir(_remplir(_partir(), forcer), tmp_path).feuilles

    assert (feuille.fautes, _valeurs()["MEN"][1]) == ((), 9000)


def test_une_cle_forgee_ne_touche_pas_un_autre_territoire(campagne: None, tmp_path: Path) -> None:
    def forger(page: Worksheet) -> None:
        _case(page, MEN, "Clé", "46-DRO-EXP-01/MEN")
        _case(page, MEN, "Valeur", 90)

    (feuille,) = _recevoir(_remplir(_partir(), forger), tmp_path).feuilles

    assert "n'attend pas l'indicateur" in feuille.fautes[0].message
    assert _valeurs() == {}


def test_une_ligne_ajoutee_a_la_main_est_dite(campagne: None, tmp_path: Path) -> None:
    def ajouter(page: Worksheet) -> None:
        _case(page, MEN + 10, "Indicateur", "Le mien")
        _case(page, MEN + 10, "Valeur", 12)

    (feuille,) = _recevoir(_remplir(_partir(), ajouter), tmp_path).feuilles

    assert [o.ou for o in feuille.fautes] == [f"{FEUILLE}!J{MEN + 10}"]


def test_les_lignes_triees_et_les_colonnes_deplacees_se_retrouvent(campagne: None, tmp_path: Path) -> None:
    def bouleverser(page: Worksheet) -> None:
        _tout(page)
        page.insert_rows(2)
        page.insert_cols(3)

    (feuille,) = _recevoir(_remplir(_partir(), bouleverser), tmp_path).feuilles

    assert (feuille.changements, feuille.fautes) == (3, ())


def test_un_territoire_empeche_n_arrete_pas_les_autres(campagne: None, tmp_path: Path) -> None:
    octets = _remplir(_remplir(_partir("32", "46"), _tout), _tout, "46 Lot")
    with unite_de_travail() as session:

        def sauf_le_lot(territoire: str) -> None:
            if territoire == "46":
                raise Empeche("« Lot » n'est pas à vous.", [])

        retour = recevoir_le_classeur(
            session, Depot(tmp_path), Fichier("r.xlsx", octets), auteur(), sauf_le_lot
        )

    assert [(f.territoire, f.changements, f.empechement is None) for f in retour.feuilles] == [
        ("32", 3, True),
        ("46", 0, False),
    ]


def test_une_feuille_supprimee_est_dite(campagne: None, tmp_path: Path) -> None:
    classeur, sortie = load_workbook(BytesIO(_partir("32", "46"))), BytesIO()
    del classeur["46 Lot"]
    classeur.save(sortie)

    retour = _recevoir(sortie.getvalue(), tmp_path)

    assert ([f.territoire for f in retour.feuilles], retour.perdues) == (["32"], ("46 Lot",))


@pytest.mark.parametrize("marque", ["proprietes", "feuille"])
def test_une_marque_perdue_sur_deux_n_empeche_pas_de_le_reconnaitre(
    campagne: None, tmp_path: Path, marque: str
) -> None:
    classeur, sortie = load_workbook(BytesIO(_remplir(_partir(), _tout))), BytesIO()
    if marque == "feuille":
        del classeur["_jalons"]
    else:
        classeur.custom_doc_props.props.clear()  # type: ignore[attr-defined]
    classeur.save(sortie)

    assert _recevoir(sortie.getvalue(), tmp_path).feuilles[0].changements == 3


def test_un_autre_classeur_n_est_pas_reconnu(campagne: None, tmp_path: Path) -> None:
    sortie = BytesIO()
    Workbook().save(sortie)

    with pytest.raises(ClasseurNonReconnu, match="n'est pas reconnu"):
        _recevoir(sortie.getvalue(), tmp_path)


@pytest.mark.parametrize("octets", [b"", b"pas un classeur", b"PK\x03\x04abime"])
def test_un_fichier_qui_n_est_pas_un_classeur_est_refuse(
    campagne: None, tmp_path: Path, octets: bytes
) -> None:
    with pytest.raises(ClasseurIllisible):
        _recevoir(octets, tmp_path)


def test_une_campagne_verrouillee_dit_pourquoi_rien_n_est_garde(campagne: None, tmp_path: Path) -> None:
    octets = _remplir(_partir(), _tout)
    with unite_de_travail() as session:
        demarche = demarche_de(session, "32")
        assert demarche is not None
        attendu = attendu_designe(session, demarche, G, 2025)
        verrouiller(session, attendu.campagne, auteur(date(2026, 4, 1)))
    with unite_de_travail() as session:
        recu = Fichier("r.xlsx", octets)
        (feuille,) = recevoir_le_classeur(session, Depot(tmp_path), recu, auteur(date(2026, 4, 2))).feuilles

    assert feuille.empechement is not None
    assert "redonner la main" in str(feuille.empechement)
    assert _valeurs() == {}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n'est pas installé")
def test_un_classeur_reenregistre_par_libreoffice_revient(campagne: None, tmp_path: Path) -> None:
    source = tmp_path / "gers.xlsx"
    source.write_bytes(_remplir(_partir(), _tout))
    profil = f"-env:UserInstallation=file://{tmp_path}/profil"
    vers = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "lo"), str(source)]
    subprocess.run(["soffice", profil, "--headless", *vers], check=True, capture_output=True, timeout=120)

    (feuille,) = _recevoir((tmp_path / "lo" / "gers.xlsx").read_bytes(), tmp_path).feuilles

    assert (feuille.changements, feuille.fautes) == (3, ())
