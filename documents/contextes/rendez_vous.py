"""Les rendez-vous annuels d'un contrat, tels que les réglages de son type les fixent."""

from datetime import date

from documents.contextes.commun import Contexte
from documents.typographie import INSECABLE, MOIS
from modeles.demarche import Demarche
from modeles.reference.contrats import Echeance
from modeles.reference.registre import registre


class RendezVous(Contexte):
    """`indicateurs` et `rapport` : « 31 mars », de l'année qui suit l'exercice ; vides s'ils ne sont pas fixés."""

    indicateurs: str
    rapport: str
    evaluation_le: date | None


def rendez_vous_du_contrat(demarche: Demarche) -> RendezVous:
    """Une échéance que le type de contrat ne fixe pas ne s'invente pas."""
    echeances = {e.code: e for e in registre().type_de_contrat(demarche.type_contrat).echeances}
    evaluation = echeances.get("evaluation_mi_parcours")
    return RendezVous(
        indicateurs=_jour_et_mois(echeances.get("indicateurs")),
        rapport=_jour_et_mois(echeances.get("rapport_execution")),
        evaluation_le=evaluation.le if evaluation else None,
    )


def _jour_et_mois(echeance: Echeance | None) -> str:
    if echeance is None or echeance.jour is None or echeance.mois is None:
        return ""
    quantieme = "1er" if echeance.jour == 1 else str(echeance.jour)
    return f"{quantieme}{INSECABLE}{MOIS[echeance.mois - 1]}"
