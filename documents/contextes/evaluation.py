"""Le rapport d'évaluation à mi-parcours (D30) : ce que l'on se demande, ce que l'on a constaté, ce que l'on change.

Ce qui était prévu vient du contrat ; ce qui a été réalisé et ce que les évaluateurs en disent arrivent en arguments.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

from documents.contextes.attendus import (
    AVIS_DU_COMITE,
    ENSEIGNEMENTS,
    LIMITES,
    METHODE,
    NON_RENSEIGNE,
    NUMERO,
    RESULTATS,
    SIGNE_LE,
    SOURCES_DE_L_EVALUATION,
)
from documents.contextes.axes import fiches_du_contrat
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.finances import periode_ecrite
from documents.contextes.rendez_vous import rendez_vous_du_contrat
from documents.contextes.resultats import (
    AxeEvalue,
    ExerciceEvalue,
    ExerciceRealise,
    GraphiquesDeLEvaluation,
    axes_evalues,
    exercices_evalues,
    graphiques_de_l_evaluation,
)
from documents.contextes.tournures import Nom
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide

# Les critères usuels d'une évaluation : on y répond, ou on les remplace.
QUESTIONS_PAR_DEFAUT = (
    "Pertinence : les actions répondent-elles encore aux besoins établis par le diagnostic ?",
    "Cohérence : s'articulent-elles entre elles et avec les autres dispositifs du territoire ?",
    "Mise en œuvre : ce qui était prévu a-t-il été fait, dans les délais et avec les moyens prévus ?",
    "Efficacité : les cibles sont-elles atteintes, et pour quels publics ?",
    "Participation : les personnes concernées ont-elles pris part aux actions et à leur suivi ?",
    "Durabilité : que restera-t-il de ces actions au terme du contrat ?",
)
DESTINATAIRES = (
    "Délégation interministérielle à la prévention et à la lutte contre la pauvreté",
    "commissaire à la lutte contre la pauvreté",
)


class QuestionEvaluative(NamedTuple):
    question: str
    reponse: str = ""
    appreciation: str = ""


class Ajustement(NamedTuple):
    """`par_avenant` : il change le montant ou l'objet du contrat ; sinon, un simple échange suffit."""

    quoi: str
    pourquoi: str = ""
    par_avenant: bool = False


class Evaluation(NamedTuple):
    """Ce que les évaluateurs ont écrit, et les exercices sur lesquels ils se fondent, du premier au dernier."""

    exercices: Sequence[ExerciceRealise]
    questions: Sequence[QuestionEvaluative] = ()
    methode: str = ""
    sources: Sequence[str] = ()
    limites: str = ""
    resultats: str = ""
    enseignements: Sequence[str] = ()
    ajustements: Sequence[Ajustement] = ()
    avis_du_comite: str = ""
    comite_le: date | None = None


class QuestionEcrite(Contexte):
    question: str
    reponse: str
    appreciation: str


class AjustementEcrit(Contexte):
    quoi: str
    pourquoi: str
    voie: str


class EvaluationMiParcours(ContexteDeDocument):
    """D30. `periode` : les exercices évalués ; `dernier` : celui dont les indicateurs sont comptés."""

    territoire: TerritoireEcrit
    contrat: Nom
    numero: Annotated[str, NUMERO]
    signe_le: Annotated[date | None, SIGNE_LE]
    echeance_le: date | None
    destinataires: tuple[str, ...]
    periode: str
    dernier: str
    questions: tuple[QuestionEcrite, ...]
    methode: Annotated[str, METHODE]
    sources: Annotated[tuple[str, ...], SOURCES_DE_L_EVALUATION]
    limites: Annotated[str, LIMITES]
    resultats: Annotated[str, RESULTATS]
    axes: tuple[AxeEvalue, ...]
    exercices: tuple[ExerciceEvalue, ...]
    graphiques: GraphiquesDeLEvaluation
    enseignements: Annotated[tuple[str, ...], ENSEIGNEMENTS]
    ajustements: tuple[AjustementEcrit, ...]
    avis_du_comite: Annotated[str, AVIS_DU_COMITE]
    comite_le: date | None


def construire_evaluation(demarche: Demarche, evaluation: Evaluation, le: date) -> EvaluationMiParcours:
    """Lève `SaisieInvalide` si aucun exercice n'est donné : on n'évalue pas ce qui n'a pas commencé."""
    if not evaluation.exercices:
        raise SaisieInvalide(
            "L'évaluation à mi-parcours ne peut pas être écrite.",
            "Aucun exercice réalisé n'est donné.",
            "Attendez la fin d'un premier exercice, puis recommencez.",
        )
    fiches, exercices = fiches_du_contrat(demarche), evaluation.exercices
    contrat, dernier = contrat_nomme(demarche), exercices[-1].annee
    return EvaluationMiParcours(
        document=en_tete(demarche, "D30", f"Évaluation à mi-parcours {contrat.du}", "", le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat,
        numero=demarche.numero or "",
        signe_le=demarche.signe_le,
        echeance_le=rendez_vous_du_contrat(demarche).evaluation_le,
        destinataires=DESTINATAIRES,
        periode=periode_ecrite(exercices[0].annee, dernier),
        dernier=str(dernier),
        axes=axes_evalues(demarche, fiches, exercices),
        exercices=exercices_evalues(fiches, exercices),
        graphiques=graphiques_de_l_evaluation(demarche, fiches, exercices),
        **_dits(evaluation),
    )


def _dits(evaluation: Evaluation) -> dict[str, Any]:
    questions = evaluation.questions or [QuestionEvaluative(q) for q in QUESTIONS_PAR_DEFAUT]
    return {
        "questions": tuple(
            QuestionEcrite(
                question=q.question,
                reponse=q.reponse or NON_RENSEIGNE,
                appreciation=q.appreciation or NON_RENSEIGNE,
            )
            for q in questions
        ),
        "ajustements": tuple(
            AjustementEcrit(
                quoi=a.quoi,
                pourquoi=a.pourquoi,
                voie="avenant" if a.par_avenant else "accord écrit des parties",
            )
            for a in evaluation.ajustements
        ),
        "sources": tuple(evaluation.sources),
        "enseignements": tuple(evaluation.enseignements),
        "avis_du_comite": evaluation.avis_du_comite,
        "comite_le": evaluation.comite_le,
        **{nom: getattr(evaluation, nom) or NON_RENSEIGNE for nom in ("methode", "limites", "resultats")},
    }
