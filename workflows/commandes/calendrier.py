"""Le calendrier : calculé à rebours d'une signature visée, puis recalé quand une étape glisse."""

from datetime import date

from pydantic import Field

from modeles.calendrier import EtapePrevue
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.etapes import Etape
from modeles.reference.registre import registre
from modeles.vocabulaire import StatutCalendrier
from workflows.calculs.retroplanning import retroplanning
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie, SansDonnees
from workflows.planification import adopter_le_recalage, recalage_propose


class SaisieCalendrier(Bordereau):
    cible_le: date = Field(
        title="Signature visée le", description="Le calendrier se calcule à rebours de cette date."
    )
    adopte: bool = Field(
        default=True, title="Ce calendrier est adopté", description="Il remplace alors le précédent."
    )


def fixer_calendrier(demarche: Demarche, saisie: SaisieCalendrier, auteur: Auteur) -> None:
    """Calcule le calendrier à rebours de la signature visée ; adopté, il remplace le précédent.

    Lève `SaisieInvalide` si la cible est intenable, avec la première date qui tiendrait.
    """
    durees = [(e.value, duree) for e, duree in durees_restantes(demarche)]
    calcul = retroplanning(saisie.cible_le, durees, auteur.le)
    if calcul.intenable is not None:
        raise SaisieInvalide(
            "Ce calendrier ne peut pas être tenu.",
            calcul.intenable.explication,
            "Choisissez une date de signature plus lointaine.",
        )
    if saisie.adopte:
        for prevue in demarche.etapes_prevues:
            prevue.statut = StatutCalendrier.REMPLACE
    statut = StatutCalendrier.ADOPTE if saisie.adopte else StatutCalendrier.PROPOSE
    demarche.etapes_prevues.extend(
        EtapePrevue(
            demarche_id=demarche.id, etape=Etape(e.etape), debut_le=e.debut, fin_le=e.fin, statut=statut
        )
        for e in calcul.etapes
    )


def durees_restantes(demarche: Demarche) -> list[tuple[Etape, int]]:
    """Les étapes encore à vivre, avec leur durée cible en jours (dossier de domaine, § 6.2 bis)."""
    durees = registre().type_de_contrat(demarche.type_contrat).durees
    return [(d.etape, d.cible_jours) for d in durees if d.etape.rang >= demarche.etape.rang]


def recaler_le_calendrier(demarche: Demarche, saisie: SansDonnees, auteur: Auteur) -> None:
    """Adopte le calendrier recalculé que l'outil propose à la date du jour (§ 16)."""
    proposition = recalage_propose(demarche, auteur.le)
    if proposition is None:
        raise SaisieInvalide(
            "Il n'y a rien à recaler.",
            "L'étape en cours n'a pas dépassé sa date prévue, ou aucun calendrier n'est adopté.",
            "Pour changer de cible, saisissez un nouveau calendrier.",
        )
    adopter_le_recalage(demarche, proposition)


SAISIES_DU_CALENDRIER = {
    "calendrier": SaisieDefinie(
        "le calendrier, à rebours de la signature", SaisieCalendrier, fixer_calendrier
    ),
    "recalage": SaisieDefinie("l'adoption du calendrier recalé", SansDonnees, recaler_le_calendrier),
}
