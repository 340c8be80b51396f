"""Autour de chaque requête : borner ce qu'on reçoit, ne pas renvoyer ce que l'autre a déjà."""

from asyncio import Semaphore
from collections.abc import Iterable
from contextlib import AsyncExitStack
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.erreurs import repondre
from api.refus import DemandeTropGrande

CORPS_MAXIMAL_OCTETS = 2_000_000
# Un fichier déposé pèse plus qu'une saisie ; sa réception a ses propres bornes.
LIMITES_DES_DEPOTS = {
    "/exemplaires/depots": 51_000_000,
    "/reprise/depots": 51_000_000,
    "/depots": 21_000_000,
}
# Chaque demande peut tenir deux connexions : `modeles.base.CONNEXIONS` en laisse assez pour toutes ces places.
PLACES = 24
SANS_ATTENTE = ("/statiques/", "/sante")
GARDES_AVEC_304 = {b"cache-control", b"content-security-policy", b"link", b"vary"}


class BornerLeCorps:
    """Lit le corps avant l'application, et refuse (413) celui qui dépasse la limite."""

    def __init__(self, app: ASGIApp, limite_octets: int = CORPS_MAXIMAL_OCTETS) -> None:
        self.app = app
        self.limite_octets = limite_octets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        recus: list[Message] = []
        taille = 0
        limite = self._limite(scope["path"])
        while not recus or recus[-1].get("more_body", False):
            recus.append(await receive())
            taille += len(recus[-1].get("body", b""))
            if taille > limite:
                # La page lit la base, pour nommer la personne : ce n'est pas au fil des demandes de l'attendre.
                refus = await run_in_threadpool(repondre, Request(scope), DemandeTropGrande(limite))
                await refus(scope, receive, send)
                return

        async def rejouer() -> Message:
            return recus.pop(0) if recus else await receive()

        await self.app(scope, rejouer, send)

    def _limite(self, adresse: str) -> int:
        depots = (octets for fin, octets in LIMITES_DES_DEPOTS.items() if adresse.endswith(fin))
        return next(depots, self.limite_octets)


class Guichet:
    """Au plus `places` demandes à la fois ; les autres attendent leur tour sans tenir ni fil ni connexion.

    Sans lui, cent demandes prendraient toutes les connexions en attendant un fil, et tous les fils en attendant
    une connexion : plus personne n'avancerait.
    """

    def __init__(self, app: ASGIApp, places: int = PLACES) -> None:
        self.app = app
        self._places = Semaphore(places)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(SANS_ATTENTE):
            await self.app(scope, receive, send)
            return
        async with AsyncExitStack() as place:
            await place.enter_async_context(self._places)
            retenus: list[Message] = []

            async def retenir(message: Message) -> None:
                retenus.append(message)
                if message["type"] == "http.response.body" and not message.get("more_body", False):
                    # La réponse est prête : qui la lit lentement, et ce qui la suit, ne tiennent plus la place.
                    await place.aclose()
                    for sortant in retenus:
                        await send(sortant)

            await self.app(scope, receive, retenir)


class Etiqueter:
    """Étiquette chaque lecture par l'empreinte de son corps ; un corps déjà connu ne repart pas (304)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        retenus: list[Message] = []

        async def retenir(message: Message) -> None:
            retenus.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                for sortant in _etiquetes(retenus, _connues(scope["headers"])):
                    await send(sortant)

        await self.app(scope, receive, retenir)


def _connues(en_tetes: Iterable[tuple[bytes, bytes]]) -> set[bytes]:
    valeurs = [valeur for nom, valeur in en_tetes if nom == b"if-none-match"]
    return {e.strip().removeprefix(b"W/") for valeur in valeurs for e in valeur.split(b",")}


def _etiquetes(messages: list[Message], connues: set[bytes]) -> list[Message]:
    debut, *corps = messages
    en_tetes = list(debut["headers"])
    if debut["status"] != 200 or any(nom == b"etag" for nom, _ in en_tetes):
        return messages
    empreinte = sha256(b"".join(m.get("body", b"") for m in corps)).hexdigest()
    etiquette = f'"{empreinte[:32]}"'.encode()
    en_tetes += [(b"etag", etiquette), (b"cache-control", b"no-cache")]
    if etiquette not in connues:
        return [{**debut, "headers": en_tetes}, *corps]
    gardes = [(n, v) for n, v in en_tetes if n in GARDES_AVEC_304 | {b"etag"}]
    return [
        {"type": "http.response.start", "status": 304, "headers": gardes},
        {"type": "http.response.body", "body": b""},
    ]
