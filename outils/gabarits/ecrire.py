"""Faire naître les gabarits : `python -m outils.gabarits.ecrire D02_ordre_du_jour`.

Sans nom, seuls ceux qui n'existent pas encore sont écrits : un gabarit retouché dans Word n'est jamais écrasé
sans qu'on l'ait nommé.
"""

import sys

from outils.gabarits.cadrage import note_de_cadrage
from outils.gabarits.charpente import DOSSIER
from outils.gabarits.contrat import GABARITS_DU_CONTRAT
from outils.gabarits.diagnostic_annexe import (
    fiches_d_entretien,
    grille_de_preselection,
    guide_d_entretien,
    synthese_du_diagnostic,
)
from outils.gabarits.evaluation import evaluation
from outils.gabarits.execution import (
    certificat_de_cloture,
    etat_des_indicateurs,
    rapport_d_execution,
    service_fait,
)
from outils.gabarits.fin_anticipee import fin_anticipee
from outils.gabarits.formulaire import formulaire_de_fiche
from outils.gabarits.guide import guide_des_gabarits
from outils.gabarits.instruction import demande_de_correction, fiche_navette
from outils.gabarits.lettres import envoi_pour_signature, invitation, notification
from outils.gabarits.relances import (
    mise_en_demeure,
    relance_a_la_direction,
    relance_au_referent,
    relance_du_prefet,
    signalement_du_commissaire,
)
from outils.gabarits.reunions import (
    compte_rendu,
    compte_rendu_atelier,
    emargement,
    ordre_du_jour,
    releve_de_decisions,
)
from outils.gabarits.seance import extrait_du_registre, proces_verbal_de_carence
from outils.gabarits.synthese_regionale import synthese_regionale

GABARITS = {
    "D01_invitation": (invitation, "Invitation"),
    "D02_ordre_du_jour": (ordre_du_jour, "Ordre du jour"),
    "D03_emargement": (emargement, "Feuille d'émargement"),
    "D04_compte_rendu": (compte_rendu, "Compte rendu"),
    "D05_note_de_cadrage": (note_de_cadrage, "Note de cadrage"),
    "D06_guide_d_entretien": (guide_d_entretien, "Guide d'entretien"),
    "D07_fiches_d_entretien": (fiches_d_entretien, "Fiches d'entretien"),
    "D09_synthese": (synthese_du_diagnostic, "Synthèse du diagnostic"),
    "D10_releve_de_decisions": (releve_de_decisions, "Relevé de décisions"),
    "D11_preselection": (grille_de_preselection, "Grille de présélection"),
    "D12_atelier": (compte_rendu_atelier, "Compte rendu d'atelier"),
    "D15_synthese_regionale": (synthese_regionale, "Synthèse régionale"),
    "D18_extrait": (extrait_du_registre, "Extrait du registre des délibérations"),
    "D19_lettre_d_envoi": (envoi_pour_signature, "Lettre d'envoi pour signature"),
    "D21_indicateurs": (etat_des_indicateurs, "État des indicateurs"),
    "D22_rapport": (rapport_d_execution, "Rapport d'exécution"),
    "D24_service_fait": (service_fait, "Certificat de service fait"),
    "D25_navette": (fiche_navette, "Fiche navette d'instruction"),
    "D26_carence": (proces_verbal_de_carence, "Procès-verbal de carence"),
    "D27_notification": (notification, "Lettre de notification"),
    "D28_correction": (demande_de_correction, "Demande de correction"),
    "D29_fin_anticipee": (fin_anticipee, "Fin anticipée du contrat"),
    "D29_mise_en_demeure": (mise_en_demeure, "Mise en demeure"),
    "D30_evaluation": (evaluation, "Évaluation à mi-parcours"),
    "D31_cloture": (certificat_de_cloture, "Certificat de clôture"),
    "R1_relance": (relance_au_referent, "Relance au référent"),
    "R2_relance": (relance_a_la_direction, "Relance à la direction"),
    "R3_relance": (relance_du_prefet, "Relance du préfet"),
    "R4_signalement": (signalement_du_commissaire, "Signalement du commissaire"),
    "guide_des_gabarits": (guide_des_gabarits, "Mode d'emploi des gabarits"),
    "formulaire_fiche": (formulaire_de_fiche, "Formulaire de fiche action"),
} | GABARITS_DU_CONTRAT


def principal(noms: list[str]) -> None:
    for nom in noms or [n for n in GABARITS if not (DOSSIER / f"{n}.docx").exists()]:
        construire, sujet = GABARITS[nom]
        print(construire().enregistrer(f"{nom}.docx", sujet))


if __name__ == "__main__":
    principal(sys.argv[1:])
