"""Les étapes du parcours, les gestes qui les font changer, et leurs noms français."""

from enum import StrEnum


class Etape(StrEnum):
    """Où en est une démarche (dossier de domaine, § 6.1), dans l'ordre du parcours."""

    A_LANCER = "a_lancer"
    LANCEMENT = "lancement"
    DIAGNOSTIC = "diagnostic"
    DIAGNOSTIC_PRESENTE = "diagnostic_presente"
    PRESELECTION = "preselection"
    ATELIERS = "ateliers"
    FICHES = "fiches"
    RESTITUTION = "restitution"
    CONTRACTUALISATION = "contractualisation"
    DELIBERATION = "deliberation"
    SIGNATURE = "signature"
    EXECUTION = "execution"
    EVALUATION_MI_PARCOURS = "evaluation_mi_parcours"
    CLOTURE = "cloture"
    CLOS = "clos"
    SUSPENDU = "suspendu"
    ABANDONNE = "abandonne"
    DENONCE = "denonce"
    RESILIE = "resilie"

    @property
    def libelle(self) -> str:
        return LIBELLES_ETAPES[self]

    @property
    def rang(self) -> int:
        """La place dans le parcours, qui numérote aussi les dossiers de documents."""
        return RANGS_DES_ETAPES[self]


class Geste(StrEnum):
    """Ce qu'une personne fait, et qui laisse une ligne au journal (dossier de domaine, § 6.2)."""

    OUVRIR = "ouvrir"
    CONVOQUER = "convoquer"
    REPORTER_COMITE = "reporter_comite"
    TENIR_REUNION = "tenir_reunion"
    VALIDER_COMPTE_RENDU = "valider_compte_rendu"
    VALIDER_CADRAGE = "valider_cadrage"
    DEPOSER_DIAGNOSTIC = "deposer_diagnostic"
    ADOPTER_DIAGNOSTIC = "adopter_diagnostic"
    ADOPTER_SANS_PRESELECTION = "adopter_sans_preselection"
    DEMANDER_COMPLEMENTS = "demander_complements"
    REFUSER_DIAGNOSTIC = "refuser_diagnostic"
    ARRETER_PISTES = "arreter_pistes"
    DISPENSER = "dispenser"
    CLORE_ATELIERS = "clore_ateliers"
    REOUVRIR_ATELIER = "reouvrir_atelier"
    FIGER_RECUEIL = "figer_recueil"
    RENVOYER_FICHES = "renvoyer_fiches"
    VALIDER_LIVRABLE = "valider_livrable"
    RECALER_MONTANTS = "recaler_montants"
    FIGER_PROJET = "figer_projet"
    VALIDER_PROJET = "valider_projet"
    CONVOQUER_ASSEMBLEE = "convoquer_assemblee"
    CONSTATER_CARENCE = "constater_carence"
    VOTE_DEFAVORABLE = "vote_defavorable"
    RENVOI = "renvoi"
    AMENDEMENT = "amendement"
    RENDRE_EXECUTOIRE = "rendre_executoire"
    MODIFIER_PROJET = "modifier_projet"
    NOTIFIER = "notifier"
    OUVRIR_EVALUATION = "ouvrir_evaluation"
    REMETTRE_EVALUATION = "remettre_evaluation"
    OUVRIR_AVENANT = "ouvrir_avenant"
    FIGER_AVENANT = "figer_avenant"
    SIGNER_AVENANT = "signer_avenant"
    ABANDONNER_AVENANT = "abandonner_avenant"
    AVENANT_SIGNE = "avenant_signe"
    TERMINER = "terminer"
    SOLDER = "solder"
    ABANDONNER = "abandonner"
    DENONCER = "denoncer"
    RESILIER = "resilier"
    SUSPENDRE = "suspendre"
    REPRENDRE = "reprendre"
    REPRISE = "reprise"

    @property
    def libelle(self) -> str:
        return LIBELLES_GESTES[self]


RANGS_DES_ETAPES = {etape: rang for rang, etape in enumerate(Etape)}
LIBELLES_ETAPES = {
    Etape.A_LANCER: "À lancer",
    Etape.LANCEMENT: "Lancement",
    Etape.DIAGNOSTIC: "Diagnostic",
    Etape.DIAGNOSTIC_PRESENTE: "Diagnostic présenté",
    Etape.PRESELECTION: "Présélection des pistes",
    Etape.ATELIERS: "Ateliers",
    Etape.FICHES: "Fiches actions",
    Etape.RESTITUTION: "Restitution",
    Etape.CONTRACTUALISATION: "Contractualisation",
    Etape.DELIBERATION: "Délibération",
    Etape.SIGNATURE: "Signature",
    Etape.EXECUTION: "Contrat signé, en exécution",
    Etape.EVALUATION_MI_PARCOURS: "Évaluation à mi-parcours",
    Etape.CLOTURE: "Clôture",
    Etape.CLOS: "Clos",
    Etape.SUSPENDU: "Suspendu",
    Etape.ABANDONNE: "Abandonné",
    Etape.DENONCE: "Dénoncé",
    Etape.RESILIE: "Résilié",
}

LIBELLES_GESTES = {
    Geste.OUVRIR: "Ouvrir la démarche",
    Geste.CONVOQUER: "Convoquer une réunion",
    Geste.REPORTER_COMITE: "Reporter une réunion",
    Geste.TENIR_REUNION: "Consigner la tenue d'une réunion",
    Geste.VALIDER_COMPTE_RENDU: "Valider un compte rendu",
    Geste.VALIDER_CADRAGE: "Valider le cadrage",
    Geste.DEPOSER_DIAGNOSTIC: "Déposer le diagnostic",
    Geste.ADOPTER_DIAGNOSTIC: "Adopter le diagnostic",
    Geste.ADOPTER_SANS_PRESELECTION: "Adopter le diagnostic sans présélection",
    Geste.DEMANDER_COMPLEMENTS: "Demander des compléments",
    Geste.REFUSER_DIAGNOSTIC: "Refuser le diagnostic",
    Geste.ARRETER_PISTES: "Arrêter les pistes",
    Geste.DISPENSER: "Dispenser de l'étape",
    Geste.CLORE_ATELIERS: "Clore les ateliers",
    Geste.REOUVRIR_ATELIER: "Rouvrir les ateliers",
    Geste.FIGER_RECUEIL: "Figer le recueil des fiches",
    Geste.RENVOYER_FICHES: "Renvoyer des fiches",
    Geste.VALIDER_LIVRABLE: "Valider le livrable final",
    Geste.RECALER_MONTANTS: "Recaler les montants",
    Geste.FIGER_PROJET: "Figer le projet de convention",
    Geste.VALIDER_PROJET: "Valider le projet de convention",
    Geste.CONVOQUER_ASSEMBLEE: "Inscrire à l'ordre du jour de l'assemblée",
    Geste.CONSTATER_CARENCE: "Constater l'absence de quorum",
    Geste.VOTE_DEFAVORABLE: "Consigner un vote défavorable",
    Geste.RENVOI: "Consigner un renvoi",
    Geste.AMENDEMENT: "Consigner un vote avec amendement",
    Geste.RENDRE_EXECUTOIRE: "Constater la délibération exécutoire",
    Geste.MODIFIER_PROJET: "Modifier le projet voté",
    Geste.NOTIFIER: "Notifier le contrat signé",
    Geste.OUVRIR_EVALUATION: "Ouvrir l'évaluation à mi-parcours",
    Geste.REMETTRE_EVALUATION: "Remettre l'évaluation à mi-parcours",
    Geste.OUVRIR_AVENANT: "Ouvrir un avenant",
    Geste.FIGER_AVENANT: "Figer le texte de l'avenant",
    Geste.SIGNER_AVENANT: "Constater l'avenant signé",
    Geste.ABANDONNER_AVENANT: "Abandonner l'avenant",
    Geste.AVENANT_SIGNE: "Consigner un avenant signé hors de l'outil",
    Geste.TERMINER: "Constater le terme du contrat",
    Geste.SOLDER: "Solder et clore",
    Geste.ABANDONNER: "Abandonner la démarche",
    Geste.DENONCER: "Constater la dénonciation",
    Geste.RESILIER: "Constater la résiliation",
    Geste.SUSPENDRE: "Suspendre la démarche",
    Geste.REPRENDRE: "Reprendre la démarche",
    Geste.REPRISE: "Reprendre l'existant",
}

EN_CONSTRUCTION = tuple(e for e in Etape if Etape.LANCEMENT.rang <= e.rang <= Etape.DELIBERATION.rang)
AVANT_SIGNATURE = (Etape.A_LANCER, *EN_CONSTRUCTION)
EN_VIE = (Etape.EXECUTION, Etape.EVALUATION_MI_PARCOURS)
TERMINALES = (Etape.CLOS, Etape.ABANDONNE, Etape.DENONCE, Etape.RESILIE)
NON_TERMINALES = tuple(e for e in Etape if e not in (*TERMINALES, Etape.SUSPENDU))
