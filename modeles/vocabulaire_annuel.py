"""Les listes de valeurs de la vie annuelle du contrat : campagnes, valeurs, exercices."""

from enum import StrEnum


class GenreCampagne(StrEnum):
    """Ce que l'on demande à tous à la même date ; le code est celui de l'échéance et de la remise."""

    INDICATEURS = "indicateurs"
    RAPPORT_EXECUTION = "rapport_execution"
    EVALUATION_MI_PARCOURS = "evaluation_mi_parcours"
    BILAN_FINAL = "bilan_final"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_CAMPAGNES[self]


class EtatCampagne(StrEnum):
    """Verrouillée : plus de saisie sans qu'on ait rendu la main. Close : plus rien n'est attendu."""

    OUVERTE = "ouverte"
    VERROUILLEE = "verrouillee"
    CLOSE = "close"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_ETATS_DE_CAMPAGNE[self]


class NatureAmenagement(StrEnum):
    """Ce que l'on accorde à un territoire, ou ce qu'il a répondu."""

    REPORT = "report"
    MAIN_RENDUE = "main_rendue"
    DIFFICULTE = "difficulte"
    PROMESSE = "promesse"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_AMENAGEMENTS[self]


class StatutValeur(StrEnum):
    """Ce que vaut une valeur (dossier de domaine, § 9.2). Non due et attendue se déduisent, jamais écrites."""

    NON_DU = "non_du"
    ATTENDU = "attendu"
    NON_RENSEIGNE = "non_renseigne"
    SANS_OBJET = "sans_objet"
    ZERO_REEL = "zero_reel"
    PROVISOIRE = "provisoire"
    SAISI = "saisi"
    VERIFIE = "verifie"
    VALIDE = "valide"
    CONTESTE = "conteste"
    RECTIFIE = "rectifie"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_VALEURS[self]


class EtatExercice(StrEnum):
    """Où en est l'exercice (dossier de domaine, § 13), dans l'ordre du cycle."""

    OUVERT = "ouvert"
    COLLECTE = "collecte"
    COLLECTE_CLOSE = "collecte_close"
    CONTROLE = "controle"
    RAPPORT_RECU = "rapport_recu"
    DIALOGUE = "dialogue"
    AVENANT = "avenant"
    VERSE = "verse"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_EXERCICES[self]


class GesteAnnuel(StrEnum):
    """Ce qui fait avancer un exercice."""

    OUVRIR_COLLECTE = "ouvrir_collecte"
    CLORE_COLLECTE = "clore_collecte"
    LANCER_CONTROLE = "lancer_controle"
    DEMANDER_RECTIFICATION = "demander_rectification"
    DEPOSER_RAPPORT = "deposer_rapport"
    JUGER_RECEVABLE = "juger_recevable"
    OUVRIR_AVENANT = "ouvrir_avenant"
    SANS_AVENANT = "sans_avenant"
    SIGNER_AVENANT = "signer_avenant"
    BASCULER = "basculer"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_GESTES_ANNUELS[self]


LIBELLES_DES_CAMPAGNES = {
    GenreCampagne.INDICATEURS: "remontée des indicateurs",
    GenreCampagne.RAPPORT_EXECUTION: "rapport d'exécution",
    GenreCampagne.EVALUATION_MI_PARCOURS: "évaluation à mi-parcours",
    GenreCampagne.BILAN_FINAL: "bilan final",
}
LIBELLES_DES_ETATS_DE_CAMPAGNE = {
    EtatCampagne.OUVERTE: "ouverte",
    EtatCampagne.VERROUILLEE: "verrouillée",
    EtatCampagne.CLOSE: "close",
}
LIBELLES_DES_AMENAGEMENTS = {
    NatureAmenagement.REPORT: "report accordé",
    NatureAmenagement.MAIN_RENDUE: "main rendue",
    NatureAmenagement.DIFFICULTE: "difficulté signalée",
    NatureAmenagement.PROMESSE: "réponse promise",
}
LIBELLES_DES_VALEURS = {
    StatutValeur.NON_DU: "non dû",
    StatutValeur.ATTENDU: "attendu",
    StatutValeur.NON_RENSEIGNE: "non renseigné",
    StatutValeur.SANS_OBJET: "sans objet",
    StatutValeur.ZERO_REEL: "zéro confirmé",
    StatutValeur.PROVISOIRE: "provisoire",
    StatutValeur.SAISI: "saisi",
    StatutValeur.VERIFIE: "vérifié",
    StatutValeur.VALIDE: "validé",
    StatutValeur.CONTESTE: "contesté",
    StatutValeur.RECTIFIE: "rectifié",
}
LIBELLES_DES_EXERCICES = {
    EtatExercice.OUVERT: "Ouvert",
    EtatExercice.COLLECTE: "Collecte des indicateurs",
    EtatExercice.COLLECTE_CLOSE: "Collecte close",
    EtatExercice.CONTROLE: "Contrôle des valeurs",
    EtatExercice.RAPPORT_RECU: "Rapport reçu",
    EtatExercice.DIALOGUE: "Dialogue de gestion",
    EtatExercice.AVENANT: "Avenant en cours",
    EtatExercice.VERSE: "Versé",
}
LIBELLES_DES_GESTES_ANNUELS = {
    GesteAnnuel.OUVRIR_COLLECTE: "Ouvrir la collecte des indicateurs",
    GesteAnnuel.CLORE_COLLECTE: "Clore la collecte",
    GesteAnnuel.LANCER_CONTROLE: "Lancer le contrôle des valeurs",
    GesteAnnuel.DEMANDER_RECTIFICATION: "Demander une rectification",
    GesteAnnuel.DEPOSER_RAPPORT: "Déposer le rapport d'exécution",
    GesteAnnuel.JUGER_RECEVABLE: "Juger le rapport recevable",
    GesteAnnuel.OUVRIR_AVENANT: "Ouvrir un avenant",
    GesteAnnuel.SANS_AVENANT: "Poursuivre sans avenant",
    GesteAnnuel.SIGNER_AVENANT: "Constater l'avenant signé",
    GesteAnnuel.BASCULER: "Basculer vers l'exercice suivant",
}
