"""La lecture locale : sur un poste, les programmes de la machine lisent l'état des territoires sans compte.

Elle cesse dès que Jalons peut servir quelqu'un d'autre : voir docs/decisions/0005-les-comptes.md.
"""

from ipaddress import ip_address

from fastapi import Request

from api.acces.agent import Agent, Titre
from modeles.acces import PorteeDeJeton
from modeles.compte import Role
from modeles.configuration import configuration

LECTEUR_LOCAL = Agent(
    "lecture-locale", "Lecture locale", titres=(Titre(Role.LECTEUR),), portees=frozenset({PorteeDeJeton.LIRE})
)
# Leur présence dit qu'un autre serveur est devant nous : l'adresse vue n'est plus celle de la personne.
EN_TETES_DE_RELAIS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def permise(requete: Request) -> bool:
    """Vrai si la demande vient de cette machine, et que Jalons n'est réglé pour servir personne d'autre."""
    reglages = configuration()
    return (
        reglages.lecture_locale
        and reglages.url_publique is None
        and reglages.oidc_emetteur is None
        and est_locale(reglages.hote)
        and requete.client is not None
        and est_locale(requete.client.host)
        # Un nom de domaine qui mène ici n'est pas cette machine : une page d'ailleurs pourrait s'en servir.
        and est_locale(requete.url.hostname or "")
        and requete.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        and not any(nom in requete.headers for nom in EN_TETES_DE_RELAIS)
    )


def est_locale(hote: str) -> bool:
    """Vrai pour « localhost », 127.0.0.1 et ::1."""
    if hote == "localhost":
        return True
    try:
        return ip_address(hote.strip("[]")).is_loopback
    except ValueError:
        return False
