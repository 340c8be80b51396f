"""L'évaluation à mi-parcours : des comptes tirés du contrat et des exercices, rien d'inventé."""

from datetime import date

import pytest

from documents.a_la_demande import composer_a_la_demande
from documents.contextes.evaluation import (
    QUESTIONS_PAR_DEFAUT,
    Ajustement,
    Evaluation,
    QuestionEvaluative,
    construire_evaluation,
)
from documents.contextes.realisations import Execution, Releve
from documents.contextes.resultats import ExerciceRealise
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.manques import manques_bloquants
from documents.typographie import typo
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.vocabulaire import StatutFiche
from tests.documents.contrat_du_gers import un_contrat_du_gers
from tests.documents.fabriques_contrat import en_clair

LE_20_JUIN = date(2026, 6, 20)
ANTENNE, HALTE = "32-DRO-EXP-01", "32-ENF-PAR-01"
EXERCICES = (
    ExerciceRealise(2024, {(ANTENNE, "IND-1"): Releve(50_00)}, {ANTENNE: Execution("", "", None, 70_000_00)}),
    ExerciceRealise(
        2025, {(ANTENNE, "IND-1"): Releve(130_00)}, {ANTENNE: Execution("", "", None, 75_000_00)}
    ),
)
COMPLETE = Evaluation(
    EXERCICES,
    [QuestionEvaluative("Les ménages sont-ils vus plus tôt ?", "Oui, deux mois plus tôt.", "satisfaisant")],
    "Entretiens et analyse des données.",
    ("rapports d'exécution",),
    "Peu de recul.",
    "L'antenne fonctionne.",
    ("aller vers les ménages paie",),
    (Ajustement("Doubler les visites", "La demande croît.", par_avenant=True),),
    "Avis favorable.",
    date(2026, 6, 12),
)


@pytest.fixture
def demarche() -> Demarche:
    demarche = un_contrat_du_gers(numero="32-2026-01")
    demarche.signe_le = date(2024, 3, 1)
    for fiche in demarche.fiches:
        fiche.statut = StatutFiche.CONTRACTUALISEE
    return demarche


def lire(demarche: Demarche, evaluation: Evaluation) -> str:
    contexte = construire_evaluation(demarche, evaluation, LE_20_JUIN)
    return en_clair(composer_a_la_demande("D30", contexte, LE_20_JUIN, DOSSIER_DES_GABARITS).octets)


def test_le_rapport_suit_son_plan_et_s_adresse_a_qui_doit_le_lire(demarche: Demarche) -> None:
    lu = lire(demarche, COMPLETE)

    plan = (
        "Ce qui est évalué",
        "Questions évaluatives",
        "Méthode et limites",
        "Résultats",
        "Réponses aux questions évaluatives",
        "Enseignements",
        "Ajustements proposés",
        "Avis du comité de suivi",
    )
    positions = [lu.index(f"\n{titre}\n") for titre in plan]
    assert positions == sorted(positions)
    assert (
        "À l'attention de : Délégation interministérielle à la prévention et à la lutte contre la pauvreté"
        in lu
    )
    assert "n° 32-2026-01, signé le 1er mars 2024, pour les exercices 2024-2025." in lu
    assert "Le contrat prévoit qu'elle soit remise le 30 juin 2026." in lu
    assert "Le comité de suivi en a délibéré le 12 juin 2026." in lu
    assert "Doubler les visites\nLa demande croît.\navenant" in lu


def test_les_resultats_se_comptent_et_disent_sur_combien(demarche: Demarche) -> None:
    contexte = construire_evaluation(demarche, COMPLETE, LE_20_JUIN)

    droits = next(a for a in contexte.axes if a.intitule.startswith("Axe 2"))
    assert (droits.prevu, droits.paye) == ("156\u00a0072\u00a0€", "145\u00a0000\u00a0€")
    assert (droits.connues, droits.renseignes, droits.atteintes) == ("2 sur 2", "1 sur 1", "1 sur 1")
    assert [(e.annee, e.connues, e.taux) for e in contexte.exercices] == [
        ("2024", "1 sur 1", "90\u00a0%"),
        ("2025", "1 sur 2", "non renseigné"),
    ]
    assert contexte.graphiques.argent.series[1].valeurs == (70_000.0, 75_000.0)


def test_sans_question_les_criteres_usuels_sont_poses_et_attendent_leur_reponse(demarche: Demarche) -> None:
    contexte = construire_evaluation(demarche, Evaluation(EXERCICES), LE_20_JUIN)

    assert [q.question for q in contexte.questions] == [typo(q) for q in QUESTIONS_PAR_DEFAUT]
    assert {m.quoi for m in manques_bloquants(contexte)} == {
        "la méthode de l'évaluation",
        "les résultats",
        "les enseignements",
    }


def test_un_rapport_presque_vide_ne_laisse_rien_croire(demarche: Demarche) -> None:
    lu = lire(demarche, Evaluation([ExerciceRealise(2024, {}, {})]))

    assert "Aucun ajustement n'est proposé" in lu
    assert "L'avis du comité de suivi n'est pas encore recueilli." in lu
    assert "non renseigné" in lu


def test_on_n_evalue_pas_ce_qui_n_a_pas_commence(demarche: Demarche) -> None:
    with pytest.raises(SaisieInvalide, match="Aucun exercice réalisé n'est donné"):
        construire_evaluation(demarche, Evaluation([]), LE_20_JUIN)
