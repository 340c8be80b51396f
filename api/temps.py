"""Le jour et l'instant, lus aux portes seulement : en dessous, ce sont des paramètres."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from modeles.configuration import configuration
from modeles.erreurs import SaisieInvalide


def instant_present() -> datetime:
    """L'instant, à l'heure d'ici : juste après minuit, le jour saisi est bien celui du calendrier local."""
    return datetime.now(ZoneInfo(configuration().fuseau))


def aujourd_hui() -> date:
    """Le jour, dans le fuseau réglé."""
    return instant_present().date()


def lire_jour(texte: str) -> date:
    """La date écrite « 2026-03-31 » ou « 31/03/2026 ». Lève `SaisieInvalide`."""
    jour, separateur, reste = texte.partition("/")
    mois, _, annee = reste.partition("/")
    try:
        return date.fromisoformat(f"{annee}-{mois:0>2}-{jour:0>2}" if separateur else texte)
    except ValueError:
        raise SaisieInvalide(
            f"« {texte[:40]} » n'est pas une date.",
            "Ce jour n'existe pas au calendrier, ou n'est pas écrit comme attendu.",
            "Écrivez-la AAAA-MM-JJ, par exemple 2026-03-31.",
        ) from None
