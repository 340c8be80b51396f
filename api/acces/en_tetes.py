"""Les en-têtes de protection, sur toute réponse : ce qu'une route a déjà dit n'est pas changé."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.acces.cookies import servi_chiffre

PARTOUT = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
UN_AN = "max-age=31536000"
STATIQUES = "/statiques/"


class Proteger:
    """Ce qui est répondu à une personne ne se garde chez aucun intermédiaire, et ne s'encadre nulle part."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def proteger(message: Message) -> None:
            if message["type"] == "http.response.start":
                _completer(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, proteger)


def _completer(en_tetes: MutableHeaders, scope: Scope) -> None:
    for nom, valeur in PARTOUT.items():
        en_tetes.setdefault(nom, valeur)
    if servi_chiffre(scope["scheme"]):
        en_tetes.setdefault("Strict-Transport-Security", UN_AN)
    if not scope["path"].startswith(STATIQUES):
        # « no-cache » vient de l'étiquette : le navigateur peut garder la page, il redemandera si elle a changé.
        garde = "private, no-cache" if en_tetes.get("cache-control") == "no-cache" else "no-store"
        en_tetes["Cache-Control"] = garde
        en_tetes.add_vary_header("Cookie")
        en_tetes.add_vary_header("Authorization")
