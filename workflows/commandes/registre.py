"""Tous les gestes et toutes les saisies, réunis pour les portes (pages, API, terminal)."""

from modeles.etapes import Geste
from workflows.commandes.absences import SAISIES_DES_ABSENCES
from workflows.commandes.avenants import GESTES_DES_AVENANTS, SAISIES_DES_AVENANTS
from workflows.commandes.bordereau import GesteDefini, SaisieDefinie
from workflows.commandes.calendrier import SAISIES_DU_CALENDRIER
from workflows.commandes.commentaires import SAISIES_DES_COMMENTAIRES
from workflows.commandes.convention import GESTES_DE_LA_CONVENTION, SAISIES_DE_LA_CONVENTION
from workflows.commandes.deliberation import GESTES_DE_LA_DELIBERATION, SAISIES_DE_LA_DELIBERATION
from workflows.commandes.diagnostic import GESTES_DU_DIAGNOSTIC, SAISIES_DU_DIAGNOSTIC
from workflows.commandes.evaluation import SAISIES_DE_L_EVALUATION
from workflows.commandes.fiches import GESTES_DES_FICHES, SAISIES_DES_FICHES
from workflows.commandes.instruction import SAISIES_DE_L_INSTRUCTION
from workflows.commandes.lancement import SAISIES_DE_LANCEMENT
from workflows.commandes.pistes import GESTES_DES_PISTES, SAISIES_DES_PISTES
from workflows.commandes.retraits import SAISIES_DES_RETRAITS
from workflows.commandes.reunions import GESTES_DE_REUNION, SAISIES_DE_REUNION
from workflows.commandes.tenue import GESTES_DE_LA_TENUE, SAISIES_DE_LA_TENUE
from workflows.commandes.vie import GESTES_DE_LA_VIE, SAISIES_DE_LA_VIE

GESTES: dict[Geste, GesteDefini] = {
    Geste.OUVRIR: GesteDefini(),
    Geste.VALIDER_CADRAGE: GesteDefini(),
    **GESTES_DE_REUNION,
    **GESTES_DE_LA_TENUE,
    **GESTES_DU_DIAGNOSTIC,
    **GESTES_DES_PISTES,
    **GESTES_DES_FICHES,
    **GESTES_DE_LA_CONVENTION,
    **GESTES_DE_LA_DELIBERATION,
    **GESTES_DES_AVENANTS,
    **GESTES_DE_LA_VIE,
}
SAISIES: dict[str, SaisieDefinie] = {
    **SAISIES_DE_LANCEMENT,
    **SAISIES_DES_ABSENCES,
    **SAISIES_DU_CALENDRIER,
    **SAISIES_DE_REUNION,
    **SAISIES_DE_LA_TENUE,
    **SAISIES_DU_DIAGNOSTIC,
    **SAISIES_DES_PISTES,
    **SAISIES_DES_FICHES,
    **SAISIES_DES_COMMENTAIRES,
    **SAISIES_DE_L_INSTRUCTION,
    **SAISIES_DE_LA_CONVENTION,
    **SAISIES_DE_LA_DELIBERATION,
    **SAISIES_DES_AVENANTS,
    **SAISIES_DE_LA_VIE,
    **SAISIES_DE_L_EVALUATION,
    **SAISIES_DES_RETRAITS,
}
