"""Le rapport d'évaluation à mi-parcours (D30) : ce que les parties en ont écrit, ce que les exercices ont donné."""

from datetime import date

from sqlmodel import Session

from documents.contextes.evaluation import (
    Ajustement,
    Evaluation,
    EvaluationMiParcours,
    QuestionEvaluative,
    construire_evaluation,
)
from documents.contextes.resultats import ExerciceRealise
from modeles.demarche import Demarche
from modeles.etapes import Geste
from modeles.requetes_exercices import exercices_de
from workflows.bilans import executions_de, releves_de
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.regles.evaluation import exercices_echus, obstacles_a_la_remise
from workflows.regles.exercice import dernier_rapport

CODE = "D30"


def contexte_de_l_evaluation(session: Session, demarche: Demarche, le: date) -> EvaluationMiParcours:
    """Le rapport tel qu'il serait écrit le jour `le`. Lève `SaisieInvalide` si aucun exercice n'est échu."""
    exercices = _exercices_realises(session, demarche, le)
    ecrite = demarche.evaluation
    if ecrite is None:
        return construire_evaluation(demarche, Evaluation(exercices), le)
    evaluation = Evaluation(
        exercices,
        [QuestionEvaluative(**q) for q in ecrite.questions],
        ecrite.methode,
        ecrite.sources,
        ecrite.limites,
        ecrite.resultats,
        ecrite.enseignements,
        [Ajustement(**a) for a in ecrite.ajustements],
        ecrite.avis_du_comite,
        ecrite.comite_le,
    )
    return construire_evaluation(demarche, evaluation, le)


def _exercices_realises(session: Session, demarche: Demarche, le: date) -> list[ExerciceRealise]:
    rapports = {e.annee: dernier_rapport(e) or {} for e in exercices_de(session, demarche.id)}
    return [
        ExerciceRealise(
            annee,
            releves_de(etat_des_valeurs(session, demarche, annee, le)),
            executions_de(rapports.get(annee, {})),
        )
        for annee in exercices_echus(demarche, le)
    ]


def evaluation_due(demarche: Demarche, le: date) -> bool:
    """Vrai si l'évaluation était remise ce jour-là, est complète, et que son rapport n'a pas été écrit depuis."""
    remises = [
        p.survenu_le for p in demarche.passages if p.geste is Geste.REMETTRE_EVALUATION and p.survenu_le <= le
    ]
    if not remises or any(obstacles_a_la_remise(demarche, le)):
        return False
    return not any(d.code == CODE and d.date_document >= remises[-1] for d in demarche.documents)
