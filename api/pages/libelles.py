"""Les mots des pages, pour ce que la base garde en codes."""

from modeles.vocabulaire import EtatMessage, EtatReunion, StatutFiche
from workflows.suivi import Couleur, Position

STATUTS_DE_FICHE = {
    StatutFiche.BROUILLON: "brouillon",
    StatutFiche.SOUMISE: "soumise",
    StatutFiche.EN_INSTRUCTION: "en instruction",
    StatutFiche.A_CORRIGER: "à corriger",
    StatutFiche.VALIDEE: "validée",
    StatutFiche.REJETEE: "rejetée",
    StatutFiche.REPORTEE: "reportée",
    StatutFiche.CONTRACTUALISEE: "inscrite au contrat",
    StatutFiche.EN_COURS: "en cours",
    StatutFiche.ACHEVEE: "achevée",
    StatutFiche.ABANDONNEE: "abandonnée",
}
ETATS_DE_REUNION = {
    EtatReunion.PROGRAMMEE: "programmée",
    EtatReunion.CONVOQUEE: "convoquée",
    EtatReunion.REPORTEE: "reportée",
    EtatReunion.TENUE: "tenue",
}
ETATS_DE_MESSAGE = {
    EtatMessage.PREPARE: "prêt à partir",
    EtatMessage.ENVOYE: "envoyé",
    EtatMessage.DOUTEUX: "départ incertain, à vérifier",
}
COULEURS = {Couleur.VERTE: "dans les temps", Couleur.ORANGE: "à surveiller", Couleur.ROUGE: "en alerte"}
POSITIONS = {
    Position.PASSEE: "étape franchie",
    Position.EN_COURS: "étape en cours",
    Position.ARRETEE: "arrêtée à cette étape",
    Position.A_VENIR: "étape à venir",
}
MARQUES = {Position.PASSEE: "✓", Position.EN_COURS: "●", Position.ARRETEE: "■", Position.A_VENIR: ""}
