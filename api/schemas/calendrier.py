"""Le calendrier d'une démarche, tel que l'API et le terminal le rendent."""

from datetime import date

from pydantic import Field

from api.schemas.commun import Vue
from modeles.demarche import Demarche
from modeles.etapes import Etape
from workflows.planification import calendrier_adopte, recalage_propose


class EtapeAuCalendrier(Vue):
    etape: Etape
    libelle: str
    debut_le: date
    fin_le: date
    fin_proposee_le: date | None = Field(description="La fin recalculée, si l'étape en cours est en retard.")


class CalendrierVu(Vue):
    """Vide tant qu'aucun calendrier n'est adopté."""

    etapes: list[EtapeAuCalendrier]
    seance_manquee: str | None = Field(description="La séance que le retard ferait manquer, en une phrase.")

    @classmethod
    def depuis(cls, demarche: Demarche, le: date) -> "CalendrierVu":
        recalage = recalage_propose(demarche, le)
        fins = {e.etape: e.fin for e in recalage.etapes} if recalage else {}
        manquee = recalage.seance_manquee if recalage else None
        return cls(
            etapes=[
                EtapeAuCalendrier(
                    etape=prevue.etape,
                    libelle=prevue.etape.libelle,
                    debut_le=prevue.debut_le,
                    fin_le=prevue.fin_le,
                    fin_proposee_le=fins.get(prevue.etape.value),
                )
                for prevue in calendrier_adopte(demarche)
            ],
            seance_manquee=manquee.explication if manquee else None,
        )
