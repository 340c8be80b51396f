"""Le calendrier d'une démarche : celui que le comité a adopté, et ce qu'un retard obligerait à changer."""

from datetime import date

from modeles.calendrier import EtapePrevue
from modeles.demarche import Demarche
from modeles.etapes import Etape
from modeles.vocabulaire import StatutCalendrier
from workflows.calculs.delais import limite_envoi
from workflows.calculs.retroplanning import EtapePlanifiee, Proposition, SeanceVisee, recaler
from workflows.regles.deliberation import regime_de


def calendrier_adopte(demarche: Demarche) -> list[EtapePrevue]:
    """Les étapes prévues en vigueur, dans l'ordre du parcours."""
    adoptees = [e for e in demarche.etapes_prevues if e.statut is StatutCalendrier.ADOPTE]
    return sorted(adoptees, key=lambda prevue: prevue.etape.rang)


def recalage_propose(demarche: Demarche, le: date) -> Proposition | None:
    """Le calendrier recalculé si l'étape en cours finissait le jour dit, quand elle dépasse sa date prévue.

    C'est une proposition : rien ne change tant que personne ne l'adopte (dossier de domaine, § 16).
    """
    etape = demarche.etape_de_retour or demarche.etape
    prevues = calendrier_adopte(demarche)
    courante = next((p for p in prevues if p.etape is etape), None)
    if courante is None or le <= courante.fin_le:
        return None
    planifiees = [_planifiee(prevue) for prevue in prevues]
    return recaler(planifiees, etape.value, le, _seance_visee(demarche, prevues))


def adopter_le_recalage(demarche: Demarche, proposition: Proposition) -> None:
    """La proposition devient le calendrier ; l'ancien reste, marqué remplacé."""
    for prevue in calendrier_adopte(demarche):
        prevue.statut = StatutCalendrier.REMPLACE
    demarche.etapes_prevues.extend(
        EtapePrevue(
            demarche_id=demarche.id,
            etape=Etape(e.etape),
            debut_le=e.debut,
            fin_le=e.fin,
            statut=StatutCalendrier.ADOPTE,
        )
        for e in proposition.etapes
    )


def _planifiee(prevue: EtapePrevue) -> EtapePlanifiee:
    duree = (prevue.fin_le - prevue.debut_le).days
    return EtapePlanifiee(prevue.etape.value, prevue.debut_le, prevue.fin_le, duree)


def _seance_visee(demarche: Demarche, prevues: list[EtapePrevue]) -> SeanceVisee | None:
    """La séance prévue à la fin de la délibération ; le projet doit être prêt quand le rapport part."""
    dates = {prevue.etape: prevue.fin_le for prevue in prevues}
    if Etape.DELIBERATION not in dates or Etape.CONTRACTUALISATION not in dates:
        return None
    seance = dates[Etape.DELIBERATION]
    return SeanceVisee(seance, limite_envoi(seance, regime_de(demarche)), Etape.CONTRACTUALISATION.value)
