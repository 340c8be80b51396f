"""De quoi composer les documents qu'aucun geste ne demande : une région, une liste de manquants."""

from datetime import date
from functools import cache
from typing import Any

from documents.a_la_demande import composer_a_la_demande
from documents.contextes.commun import Contexte
from documents.contextes.comptes_du_contrat import (
    Solde,
    Versement,
    construire_cloture,
    construire_service_fait,
)
from documents.contextes.evaluation import Ajustement, Evaluation, QuestionEvaluative, construire_evaluation
from documents.contextes.execution import construire_etat_des_indicateurs, construire_rapport_d_execution
from documents.contextes.manquants import DemandeDeRelance, Manquant
from documents.contextes.realisations import Bilan, Execution, Releve
from documents.contextes.relances import (
    construire_mise_en_demeure,
    construire_r1,
    construire_r2,
    construire_r3,
    construire_r4,
)
from documents.contextes.resultats import ExerciceRealise
from documents.contextes.synthese_regionale import construire_synthese_regionale
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.moteur.gabarit import DocumentCompose
from modeles.demarche import Demarche
from modeles.fiche import FicheAction
from tests.documents.fabriques_documents import dossier_complet, dossier_hostile, dossier_minimal
from tests.fabriques import une_demarche

LE_8_AVRIL = date(2026, 4, 8)
INDICATEURS = Manquant(
    "Remontée des indicateurs 2025", date(2026, 3, 31), "indicateurs", "4 sur 12 renseignés"
)
CONSTRUIRE = {
    "R1": construire_r1,
    "R2": construire_r2,
    "R3": construire_r3,
    "R4": construire_r4,
    "D29M": construire_mise_en_demeure,
}
DOSSIERS = {"complet": dossier_complet, "minimal": dossier_minimal, "hostile": dossier_hostile}


def une_demande(*manquants: Manquant, **champs: Any) -> DemandeDeRelance:
    """Une relance du 8 avril 2026, à satisfaire avant le 30."""
    return DemandeDeRelance(LE_8_AVRIL, manquants or (INDICATEURS,), date(2026, 4, 30))._replace(**champs)


def une_fiche_de(
    demarche: Demarche, sous_axe: str | None, axe: str, rang: int = 1, **champs: Any
) -> FicheAction:
    fiche = FicheAction(
        demarche_id=demarche.id,
        code=f"{demarche.territoire_code}-{sous_axe or axe}-{rang:02d}",
        titre=champs.pop("titre", f"Action fictive {rang} ({sous_axe or axe})"),
        axe=axe,
        sous_axe=sous_axe,
        annee_debut=2024,
        duree_annees=4,
        **champs,
    )
    demarche.fiches.append(fiche)
    return fiche


def un_territoire(code: str, fiches: dict[tuple[str, str | None], int] | None = None) -> Demarche:
    """Une démarche de ce territoire ; `fiches` : (axe, sous-axe) → combien."""
    demarche = une_demarche(fictive=True)
    demarche.territoire_code = code
    for (axe, sous_axe), combien in (fiches or {}).items():
        for rang in range(1, combien + 1):
            une_fiche_de(demarche, sous_axe, axe, rang)
    return demarche


def contextes(dossier: str) -> dict[str, Contexte]:
    """Un contexte de chaque document à la demande, tiré du dossier."""
    demarche = DOSSIERS[dossier]()
    demande = une_demande(precedentes=(date(2026, 4, 1),) if dossier == "complet" else ())
    relances: dict[str, Contexte] = {
        code: construire(demarche, demande) for code, construire in CONSTRUIRE.items()
    }
    return _de_l_execution(demarche) | {
        "D15": construire_synthese_regionale("76", [demarche], LE_8_AVRIL),
        **relances,
    }


def _de_l_execution(demarche: Demarche) -> dict[str, Contexte]:
    texte = demarche.fiches[0].description or "Texte fictif"
    fiche = demarche.fiches[0].code
    executions = {fiche: Execution(texte, texte, 15_000_00, 12_000_00)}
    releves = (
        {(fiche, "MEN"): Releve(80_00, 80, 100, "validé", texte)} if demarche.fiches[0].indicateurs else {}
    )
    bilan = Bilan(2025, texte, texte, texte, "2026-06-01", date(2026, 3, 15), executions, releves)
    versement = Versement(2025, 20_000_00, texte, (texte,), ("rapport d'exécution",))
    solde = Solde(80_000_00, 75_000_00, 70_000_00, "1 sur 2")
    exercice = ExerciceRealise(2025, releves, executions)
    evaluation = Evaluation(
        [exercice],
        [QuestionEvaluative(texte, texte, texte)],
        texte,
        (texte,),
        texte,
        texte,
        (texte,),
        (Ajustement(texte, texte, par_avenant=True),),
        texte,
        date(2026, 3, 12),
    )
    return {
        "D30": construire_evaluation(demarche, evaluation, LE_8_AVRIL),
        "D21": construire_etat_des_indicateurs(demarche, 2025, releves, LE_8_AVRIL),
        "D22": construire_rapport_d_execution(demarche, bilan, LE_8_AVRIL),
        "D24": construire_service_fait(demarche, versement, LE_8_AVRIL),
        "D31": construire_cloture(demarche, solde, LE_8_AVRIL),
    }


@cache
def composes(dossier: str) -> dict[str, DocumentCompose]:
    return {
        code: composer_a_la_demande(code, contexte, LE_8_AVRIL, DOSSIER_DES_GABARITS)
        for code, contexte in contextes(dossier).items()
    }
