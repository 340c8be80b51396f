"""Le jour et l'instant, lus aux portes seulement : en dessous, ce sont des paramètres."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from modeles.configuration import configuration
from modeles.erreurs import SaisieInvalide

# Au-delà, ce n'est plus une date de démarche mais une faute de frappe.
PREMIER_JOUR, DERNIER_JOUR = date(2000, 1, 1), date(2100, 12, 31)
Jour = Annotated[date, Field(ge=PREMIER_JOUR, le=DERNIER_JOUR)]


def instant_present() -> datetime:
    """L'instant, à l'heure d'ici : juste après minuit, le jour saisi est bien celui du calendrier local."""
    return datetime.now(ZoneInfo(configuration().fuseau))


def aujourd_hui() -> date:
    """Le jour, dans le fuseau réglé."""
    return instant_present().date()


def jour_d_ecriture(le: date) -> date:
    """Le jour inscrit à ce qu'on écrit quand on s'est placé à `le` : on n'écrit rien de l'avenir."""
    return min(le, aujourd_hui())


def lire_jour(texte: str) -> date:
    """La date écrite « 2026-03-31 » ou « 31/03/2026 ». Lève `SaisieInvalide`."""
    jour, separateur, reste = texte.partition("/")
    mois, _, annee = reste.partition("/")
    try:
        lu = date.fromisoformat(f"{annee}-{mois:0>2}-{jour:0>2}" if separateur else texte)
    except ValueError:
        lu = None
    if lu is None or not PREMIER_JOUR <= lu <= DERNIER_JOUR:
        raise SaisieInvalide(
            f"« {texte[:40]} » n'est pas une date possible.",
            f"Ce jour n'existe pas, n'est pas entre {PREMIER_JOUR.year} et {DERNIER_JOUR.year}, "
            "ou n'est pas écrit comme attendu.",
            "Écrivez-le AAAA-MM-JJ, par exemple 2026-03-31.",
        )
    return lu
