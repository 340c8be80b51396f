"""Rendre une page : gabarits échappés, en-têtes stricts, formats français."""

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.background import BackgroundTask

from api.acces.courant import courant
from api.acces.csrf import SANS_EFFET
from api.memoire import Memoire
from api.pages.jour import au_jour, autre_jour, rester_au_jour
from api.pages.navigation import ENTREES
from api.pages.statiques import adresse_du_dsfr, adresse_du_dsfr_chart, adresse_statique
from api.schemas.commun import Probleme
from documents.formats import FILTRES, octets_lisibles

ICI = Path(__file__).resolve().parent
# Une page n'exécute et ne charge que ce que nous servons, et ne se laisse pas encadrer. « data: » : le DSFR
# dessine ses coches et ses chevrons dans sa feuille.
EN_TETES = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


# Ce qu'une page écrit à la place de sa clé d'envoi ; la clé elle-même se donne à chaque lecture.
CLE_A_DONNER = f"cle-{uuid4().hex}"
# Les dernières pages lues, une par personne : à 50 lecteurs, chacun retrouve les siennes.
PAGES = Memoire(200)


def _couples(noms: Sequence[str]) -> list[tuple[str, str]]:
    """Les choix d'une liste dont la valeur est le libellé."""
    return [(nom, nom) for nom in noms]


_gabarits = Environment(
    loader=FileSystemLoader(ICI / "gabarits"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_gabarits.filters |= {**FILTRES, "octets_lisibles": octets_lisibles}
_gabarits.globals |= {
    "dsfr": adresse_du_dsfr,
    "dsfr_chart": adresse_du_dsfr_chart,
    "statique": adresse_statique,
    "entrees": ENTREES,
    "couples": _couples,
}


def _donner_les_cles(contenu: str) -> str:
    """Chaque exemplaire d'une page a sa clé d'envoi : deux envois, l'un de chaque, ne se confondent pas."""
    return contenu.replace(CLE_A_DONNER, uuid4().hex)


def renvoyer(vers: str, ensuite: Callable[[], Any] | None = None) -> RedirectResponse:
    """Ce qui est écrit l'est : mène à cette page, au même jour. `ensuite` se fait une fois la réponse partie."""
    return RedirectResponse(au_jour(vers), 303, background=BackgroundTask(ensuite) if ensuite else None)


def fragment(gabarit: str, **contexte: Any) -> Markup:
    """Un morceau de page, écrit d'avance."""
    return Markup(_gabarits.get_template(gabarit).render(**contexte))


class Page:
    """Ce que toute page sait de la demande : où l'on est, d'où l'on vient."""

    def __init__(self, requete: Request) -> None:
        self.requete = requete
        self.se_garde = False

    def rendre(self, gabarit: str, statut: int = 200, **contexte: Any) -> HTMLResponse:
        """La page de ce gabarit. Une variable oubliée lève `jinja2.UndefinedError`.

        Tout gabarit reçoit `agent` (qui demande, ou `None`) et `csrf` (le jeton de ses formulaires).
        """
        qui = courant()
        commun: dict[str, Any] = {"chemin": self.requete.url.path, "agent": qui.agent, "csrf": qui.csrf}
        commun |= {"autre_jour": autre_jour(), "aujourd_hui_ici": self._aujourd_hui_ici()}
        contenu = rester_au_jour(_gabarits.get_template(gabarit).render(**commun, **contexte))
        return HTMLResponse(contenu if self.se_garde else _donner_les_cles(contenu), statut, EN_TETES)

    def _aujourd_hui_ici(self) -> str:
        """Cette page, sans le jour où l'on s'est placé ; l'accueil, si elle répond à un envoi."""
        ici = self.requete.url.remove_query_params("le")
        return f"{ici.path}?{ici.query}".rstrip("?") if self.requete.method in SANS_EFFET else "/"

    def gardee(self, cle: Hashable, composer: Callable[[], HTMLResponse]) -> Response:
        """La page que cette personne a déjà reçue, si rien n'a été écrit depuis ; sinon, une neuve.

        `cle` est ce dont la page dépend en plus de l'adresse, de la personne et de la base : le jour.
        """
        qui = courant()
        entiere = (self.requete.url.path, self.requete.url.query, qui.agent, qui.csrf, cle)
        self.se_garde = True
        contenu = PAGES.garder(entiere, lambda: bytes(composer().body).decode())
        return HTMLResponse(_donner_les_cles(contenu), headers=EN_TETES)


async def _page(requete: Request) -> Page:
    return Page(requete)


PageDemandee = Annotated[Page, Depends(_page)]


def page_d_erreur(requete: Request, probleme: Probleme) -> HTMLResponse:
    """Le refus ou la panne, avec son remède et le chemin du retour."""
    return Page(requete).rendre("erreur.html", probleme.status, probleme=probleme, retour=_retour(requete))


def page_de_renvoi(requete: Request, probleme: Probleme, saisie: Sequence[tuple[str, str]]) -> HTMLResponse:
    """Ce qui a été tapé, gardé, et de quoi le renvoyer une fois la session retrouvée."""
    adresse = requete.url.path + (f"?{requete.url.query}" if requete.url.query else "")
    connecte = courant().agent is not None
    return Page(requete).rendre(
        "renvoi.html", probleme.status, adresse=adresse, saisie=saisie, connecte=connecte
    )


def _retour(requete: Request) -> str | None:
    """La page de chez nous d'où l'on vient, s'il y en a une autre que celle-ci."""
    venue = urlsplit(requete.headers.get("referer", ""))
    chez_nous = venue.netloc == requete.url.netloc and not venue.path.startswith("/api/")
    if not chez_nous or venue.path == requete.url.path:
        return None
    return venue.path + (f"?{venue.query}" if venue.query else "")
