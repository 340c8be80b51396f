"""La personne de la requête en cours, à la portée de tous les gabarits de page."""

from contextvars import ContextVar
from typing import NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from api.acces.agent import Agent


class Courant(NamedTuple):
    """Qui demande, le jeton que ses formulaires doivent porter, et le jour où elle s'est placée (`?le=`)."""

    agent: Agent | None = None
    csrf: str = ""
    jour: str = ""


PERSONNE = Courant()
_courant: ContextVar[Courant] = ContextVar("courant", default=PERSONNE)


def courant() -> Courant:
    """La personne de cette requête ; personne, tant qu'on ne l'a pas reconnue."""
    return _courant.get()


def poser(reconnu: Courant) -> None:
    """Retient la personne reconnue pour la suite de cette requête."""
    _courant.set(reconnu)


class Oublier:
    """Chaque requête commence sans personne : rien ne passe de l'une à l'autre."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _courant.set(PERSONNE)
        await self.app(scope, receive, send)
