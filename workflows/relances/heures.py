"""Les heures où une relance part : les jours ouvrés, pendant que les bureaux sont ouverts."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from modeles.configuration import Configuration
from workflows.relances.calendrier import Calendrier


class Plage(NamedTuple):
    """De telle heure à telle heure (non comprise), dans ce fuseau."""

    debut: int
    fin: int
    fuseau: ZoneInfo

    @classmethod
    def reglee(cls, reglages: Configuration) -> "Plage":
        """Celle des réglages."""
        return cls(reglages.relances_de, reglages.relances_a, ZoneInfo(reglages.fuseau))

    def jour(self, instant: datetime) -> date:
        return instant.astimezone(self.fuseau).date()

    def ouverture(self, jour: date) -> datetime:
        return datetime.combine(jour, time(self.debut), self.fuseau)

    def couvre(self, instant: datetime) -> bool:
        return self.debut <= instant.astimezone(self.fuseau).hour < self.fin


def prochain_depart(instant: datetime, plage: Plage, calendrier: Calendrier) -> datetime:
    """L'instant lui-même s'il est ouvré, sinon la prochaine ouverture."""
    jour = plage.jour(instant)
    if calendrier.est_ouvert(jour):
        if plage.couvre(instant):
            return instant
        if instant < plage.ouverture(jour):
            return plage.ouverture(jour)
    return plage.ouverture(calendrier.premier_ouvert(jour + timedelta(days=1)))
