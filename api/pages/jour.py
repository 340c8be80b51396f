"""La page placée à un autre jour (`?le=`) : ses liens et ses formulaires y restent, sans que chacun y pense."""

import re
from datetime import date
from html import escape, unescape

from starlette.datastructures import URL, QueryParams

from api.acces.courant import courant
from api.temps import aujourd_hui

# Là, le jour où l'on s'est placé ne veut rien dire.
SANS_JOUR = ("/api/", "/statiques/", "/connexion", "/deconnexion")
BALISE = re.compile(r"<(?:a|form)\s[^>]*>")
ADRESSE = re.compile(r'(?<=\s)(href|action)="([^"]*)"')
# Le lien qui revient à aujourd'hui.
AUJOURD_HUI = "data-aujourd-hui"


def autre_jour() -> date | None:
    """Le jour où l'on s'est placé, si ce n'est pas aujourd'hui."""
    jour = courant().jour
    return date.fromisoformat(jour) if jour and jour != str(aujourd_hui()) else None


def au_jour(adresse: str) -> str:
    """Cette adresse, au jour où la demande en cours s'est placée ; telle quelle si c'est aujourd'hui."""
    jour = courant().jour
    return _placer(adresse, jour) if jour else adresse


def rester_au_jour(page: str) -> str:
    """La page, dont chaque lien et chaque formulaire mène au jour où l'on s'est placé."""
    jour = courant().jour
    return BALISE.sub(lambda trouvee: _balise_placee(trouvee[0], jour), page) if jour else page


def _balise_placee(balise: str, jour: str) -> str:
    if AUJOURD_HUI in balise:
        return balise
    if balise.startswith("<form") and 'method="post"' not in balise:
        # Le navigateur remplace ce que porte l'adresse d'un formulaire de recherche par ses champs.
        return f'{balise}<input type="hidden" name="le" value="{escape(jour)}">'
    return ADRESSE.sub(lambda a: f'{a[1]}="{escape(_placer(unescape(a[2]), jour))}"', balise, count=1)


def _placer(adresse: str, jour: str) -> str:
    lue = URL(adresse)
    chez_nous = adresse.startswith(("/", "?")) and not adresse.startswith(("//", *SANS_JOUR))
    if not chez_nous or "le" in QueryParams(lue.query):
        return adresse
    return str(lue.include_query_params(le=jour))
