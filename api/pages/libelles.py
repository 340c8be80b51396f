"""Les mots des pages, pour ce que la base garde en codes."""

from modeles.vocabulaire import EtatReunion
from workflows.suivi import Couleur, Position

ETATS_DE_REUNION = {
    EtatReunion.PROGRAMMEE: "programmée",
    EtatReunion.CONVOQUEE: "convoquée",
    EtatReunion.REPORTEE: "reportée",
    EtatReunion.TENUE: "tenue",
}
COULEURS = {Couleur.VERTE: "dans les temps", Couleur.ORANGE: "à surveiller", Couleur.ROUGE: "en alerte"}
POSITIONS = {
    Position.PASSEE: "étape franchie",
    Position.EN_COURS: "étape en cours",
    Position.ARRETEE: "arrêtée à cette étape",
    Position.A_VENIR: "étape à venir",
}
MARQUES = {Position.PASSEE: "✓", Position.EN_COURS: "●", Position.ARRETEE: "■", Position.A_VENIR: ""}
