"""Les documents qu'aucun geste ne fait naître : la synthèse régionale (D15), les relances, l'exécution.

Leur contexte se construit depuis des arguments (voir `construire_…`), puis se compose ici.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from documents.contextes.commun import ContexteDeDocument
from documents.contextes.comptes_du_contrat import Cloture, ServiceFait
from documents.contextes.evaluation import EvaluationMiParcours
from documents.contextes.execution import EtatDesIndicateurs, RapportDExecution
from documents.contextes.relances import (
    MiseEnDemeure,
    RelanceDeLaDirection,
    RelanceDuPrefet,
    RelanceDuReferent,
    SignalementDuCommissaire,
)
from documents.contextes.synthese_regionale import SyntheseRegionale
from documents.moteur.gabarit import CLE_DE_DATE, DocumentCompose, composer
from documents.production import ENVIRONNEMENT


class ModeleALaDemande(NamedTuple):
    """Un document du catalogue dont le contexte arrive tout construit."""

    code: str
    titre: str
    gabarit: str
    contexte: type[ContexteDeDocument]


# fmt: off
A_LA_DEMANDE = {
    m.code: m
    for m in (
        ModeleALaDemande("D15", "Synthèse régionale", "D15_synthese_regionale.docx", SyntheseRegionale),
        ModeleALaDemande("D21", "État des indicateurs", "D21_indicateurs.docx", EtatDesIndicateurs),
        ModeleALaDemande("D22", "Rapport d'exécution", "D22_rapport.docx", RapportDExecution),
        ModeleALaDemande("D24", "Certificat de service fait", "D24_service_fait.docx", ServiceFait),
        ModeleALaDemande("D30", "Évaluation à mi-parcours", "D30_evaluation.docx", EvaluationMiParcours),
        ModeleALaDemande("D31", "Certificat de clôture", "D31_cloture.docx", Cloture),
        ModeleALaDemande("R1", "Relance au référent", "R1_relance.docx", RelanceDuReferent),
        ModeleALaDemande("R2", "Relance à la direction", "R2_relance.docx", RelanceDeLaDirection),
        ModeleALaDemande("R3", "Relance du préfet", "R3_relance.docx", RelanceDuPrefet),
        ModeleALaDemande("R4", "Signalement du commissaire", "R4_signalement.docx", SignalementDuCommissaire),
        ModeleALaDemande("D29M", "Mise en demeure", "D29_mise_en_demeure.docx", MiseEnDemeure),
    )
}
# fmt: on


def composer_a_la_demande(
    code: str, contexte: ContexteDeDocument, le: date, gabarits: Path
) -> DocumentCompose:
    """Le fichier. Mêmes contexte, jour et gabarit : mêmes octets. Lève `ErreurGabarit` si le gabarit est fautif."""
    donnees = {**contexte.model_dump(), CLE_DE_DATE: le}
    return composer(gabarits / A_LA_DEMANDE[code].gabarit, donnees, ENVIRONNEMENT)
