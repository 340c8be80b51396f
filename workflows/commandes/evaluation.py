"""Écrire l'évaluation à mi-parcours : ce que l'on se demande, ce que l'on constate, ce que l'on change."""

from datetime import date
from typing import Any

from pydantic import Field

from documents.contextes.evaluation import QUESTIONS_PAR_DEFAUT
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.evaluation import Evaluation
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie, ecrire
from workflows.commandes.champs import LongTexte, Paragraphe, Texte


class SaisieQuestion(Bordereau):
    question: LongTexte = Field(title="Question")
    reponse: Paragraphe = Field(default="", title="Réponse")
    appreciation: str = Field(
        default="", title="Appréciation", description="Par exemple : satisfaisant, à améliorer."
    )


class SaisieAjustement(Bordereau):
    quoi: LongTexte = Field(title="Ce que l'on change")
    pourquoi: Paragraphe = Field(default="", title="Pourquoi")
    par_avenant: bool = Field(
        default=False, title="Par avenant", description="S'il change le montant ou l'objet du contrat."
    )


class SaisieEvaluation(Bordereau):
    """Tout peut rester vide tant que l'on écrit ; la remise dit ce qui manque encore."""

    methode: Paragraphe = Field(
        default="", title="Méthode", description="Comment on a évalué : entretiens, données, ateliers."
    )
    sources: list[Texte] = Field(default_factory=list, title="Sources", description="Une par ligne.")
    limites: Paragraphe = Field(
        default="", title="Limites", description="Ce que l'évaluation ne permet pas de dire."
    )
    resultats: Paragraphe = Field(
        default="",
        title="Résultats : forces et écarts",
        description="Les montants et les indicateurs s'ajoutent d'eux-mêmes au rapport.",
    )
    questions: list[SaisieQuestion] = Field(default_factory=list, title="Questions évaluatives")
    enseignements: list[Texte] = Field(
        default_factory=list, title="Enseignements", description="Un par ligne."
    )
    ajustements: list[SaisieAjustement] = Field(
        default_factory=list,
        title="Ajustements",
        description="Aucun : le contrat se poursuit tel quel.",
    )
    avis_du_comite: Paragraphe = Field(default="", title="Avis du comité de suivi")
    comite_le: date | None = Field(default=None, title="Rendu le")


def consigner_l_evaluation(demarche: Demarche, saisie: SaisieEvaluation, auteur: Auteur) -> None:
    """Remplace ce qui était écrit ; le journal garde l'ancien texte. Refusé avant la signature du contrat."""
    fautes = []
    if demarche.signe_le is None:
        fautes.append("le contrat n'est pas signé")
    if saisie.comite_le is not None and saisie.comite_le > auteur.saisi_le.date():
        fautes.append(f"le comité du {saisie.comite_le:%d/%m/%Y} n'a pas encore eu lieu")
    if fautes:
        raise SaisieInvalide(
            "L'évaluation à mi-parcours ne peut pas être enregistrée.",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Corrigez la saisie, ou attendez, puis recommencez.",
        )
    if demarche.evaluation is None:
        demarche.evaluation = Evaluation(demarche_id=demarche.id)
    ecrire(demarche.evaluation, saisie.model_dump())


def evaluation_saisie(demarche: Demarche) -> dict[str, Any]:
    """Ce qui est déjà écrit, tel qu'on l'a saisi ; la première fois, les questions d'usage."""
    if demarche.evaluation is None:
        return {"questions": [{"question": q} for q in QUESTIONS_PAR_DEFAUT]}
    return demarche.evaluation.model_dump(mode="json", include=set(SaisieEvaluation.model_fields))


SAISIES_DE_L_EVALUATION = {
    "evaluation": SaisieDefinie("l'évaluation à mi-parcours", SaisieEvaluation, consigner_l_evaluation),
}
