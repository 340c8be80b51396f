"""Les graphiques de l'exécution et de la région : une valeur absente est un trou, et se compte à part."""

from datetime import date

import pytest

from documents.contextes.comptes_regionaux import Region
from documents.contextes.execution import construire_etat_des_indicateurs, construire_rapport_d_execution
from documents.contextes.graphiques import GraphiqueEcrit
from documents.contextes.graphiques_d_execution import (
    INDICATEURS_AU_PLUS,
    IndicateurSuivi,
    Situation,
    graphiques_des_indicateurs,
)
from documents.contextes.graphiques_regionaux import graphiques_regionaux
from documents.contextes.realisations import Bilan, Execution, Releve
from documents.moteur.archive import parties_de
from documents.typographie import typo
from modeles.demarche import Demarche
from modeles.vocabulaire import StatutFiche
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_a_la_demande import composes, un_territoire
from tests.documents.fabriques_contrat import ajouter_un_indicateur

LE_8_AVRIL = date(2027, 4, 8)
ANTENNE, HALTE, EPICERIE = "32-DRO-EXP-01", "32-ENF-PAR-01", "32-TRA-ALI-01"
S = Situation


def series(graphique: GraphiqueEcrit) -> dict[str, tuple[float | None, ...]]:
    return {serie.nom: serie.valeurs for serie in graphique.series}


@pytest.fixture
def demarche() -> Demarche:
    demarche = un_contrat_du_gers()
    for fiche in demarche.fiches:
        fiche.statut = StatutFiche.CONTRACTUALISEE
    return demarche


@pytest.mark.parametrize(
    ("cible", "valeur", "sens", "sans_objet", "situation"),
    [
        (100, 100, "hausse_favorable", False, S.ATTEINTE),
        (100, 99, "hausse_favorable", False, S.EN_DECA),
        (100, 99, "baisse_favorable", False, S.ATTEINTE),
        (100, 101, "baisse_favorable", False, S.EN_DECA),
        (100, 101, "neutre", False, S.SANS_CIBLE),
        (None, 5, "hausse_favorable", False, S.SANS_CIBLE),
        (0, 0, "baisse_favorable", False, S.ATTEINTE),
        (100, 0, "hausse_favorable", False, S.EN_DECA),
        (100, None, "hausse_favorable", False, S.NON_RENSEIGNE),
        (100, None, "hausse_favorable", True, S.SANS_CIBLE),
    ],
)
def test_la_situation_d_un_indicateur_depend_de_son_sens(
    cible: int | None, valeur: int | None, sens: str, sans_objet: bool, situation: Situation
) -> None:
    assert IndicateurSuivi("DROITS", "x", sens, cible, valeur, sans_objet).situation is situation


def test_les_indicateurs_se_comptent_par_axe_et_se_mesurent_a_leur_cible(demarche: Demarche) -> None:
    releves = {(ANTENNE, "IND-1"): Releve(90_00), (HALTE, "IND-1"): Releve(66_00)}

    etat = construire_etat_des_indicateurs(demarche, 2026, releves, LE_8_AVRIL)

    par_axe, face = etat.graphiques.par_axe, etat.graphiques.face_aux_cibles
    assert par_axe.categories == ("Axe 1", "Axe 2")
    assert series(par_axe)["Cible atteinte"] == (1.0, 0.0)
    assert series(par_axe)["Cible non atteinte"] == (0.0, 1.0)
    assert dict(zip(face.categories, series(face)["Valeur relevée"], strict=True)) == {
        "Ménages accompagnés": 75.0,
        "Familles accueillies": 110.0,
    }
    assert typo("Ménages accompagnés : 75 %") in face.description


def test_un_indicateur_non_renseigne_n_est_ni_un_zero_ni_une_barre(demarche: Demarche) -> None:
    graphiques = graphiques_des_indicateurs(demarche, demarche.fiches[:1], 2026, {})

    assert graphiques.face_aux_cibles.categories == ()
    assert series(graphiques.par_axe)["Non renseigné"] == (1.0,)
    assert graphiques.par_axe.description.endswith(typo("Axe 2 : non renseigné 1."))


def test_au_dela_d_une_douzaine_les_plus_eloignes_de_leur_cible_restent(demarche: Demarche) -> None:
    fiche = demarche.fiches[0]
    for rang in range(20):
        ajouter_un_indicateur(fiche, f"Indicateur {rang}", {2026: 100})
    releves = {(ANTENNE, i.code): Releve((100 + rang) * 100) for rang, i in enumerate(fiche.indicateurs)}

    face = graphiques_des_indicateurs(demarche, [fiche], 2026, releves).face_aux_cibles

    assert len(face.categories) == INDICATEURS_AU_PLUS
    assert face.categories[0] == "Indicateur 19"
    assert "les plus éloignés" in face.description


def test_l_argent_paye_inconnu_est_un_trou(demarche: Demarche) -> None:
    executions = {ANTENNE: Execution("Fait", "", 70_000_00, 65_000_00), HALTE: Execution("Fait", "", 0, 0)}
    bilan = Bilan(2026, "S", "D", "P", "2027-05-01", LE_8_AVRIL, executions, {})

    rapport = construire_rapport_d_execution(demarche, bilan, LE_8_AVRIL)

    argent = series(rapport.graphiques.argent)
    assert argent["Prévu"] == (125_000.0, 78_036.0, 24_000.0)
    assert argent["Payé"] == (0.0, 65_000.0, None)
    assert rapport.montants_connus == "2 sur 3"


def test_le_document_porte_des_graphiques_modifiables_a_ses_donnees() -> None:
    parties = parties_de(composes("complet")["D22"].octets)

    graphiques = [nom for nom in parties if nom.startswith("word/charts/chart")]
    assert len(graphiques) >= 3
    assert all(f"word/embeddings/Classeur{n}.xlsx" in parties for n in range(1, len(graphiques) + 1))
    assert all(b"<c:v>2000</c:v>" not in parties[nom] for nom in graphiques)


def test_la_region_compte_ses_fiches_par_axe_et_par_territoire() -> None:
    demarches = [
        un_territoire("32", {("DROITS", "DRO-EXP"): 2, ("ENFANCE", "ENF-PAR"): 1}),
        un_territoire("243100518", {("DROITS", "DRO-EXP"): 3}),
    ]

    graphiques = graphiques_regionaux(Region.de("76", demarches, "cls"))

    assert graphiques.par_axe.categories == ("Enfance", "Accès aux droits")
    assert series(graphiques.par_axe) == {"Départements": (1.0, 2.0), "Intercommunalités": (0.0, 3.0)}
    assert graphiques.par_territoire.categories == ("Gers", "Toulouse Métropole")
    assert graphiques.par_territoire.description == typo(
        "Fiches actions par territoire. Gers : 3 ; Toulouse Métropole : 3."
    )
