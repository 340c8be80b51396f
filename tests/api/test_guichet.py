"""Cent demandes à la fois sont servies toutes, chacune à son tour."""

import asyncio

import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Send

from api.application import creer_application
from api.garde import Guichet
from tests.api.demandes import ouvrir


def test_cent_cinquante_demandes_simultanees_sont_toutes_servies(client: TestClient) -> None:
    ouvrir(client)
    entetes = {"Cookie": "; ".join(f"{c.name}={c.value}" for c in client.cookies.jar)}

    async def toutes() -> list[int]:
        transport = httpx.ASGITransport(creer_application())
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as lecteurs:
            demandes = (lecteurs.get("/api/v1/territoires/32", headers=entetes) for _ in range(150))
            return [reponse.status_code for reponse in await asyncio.gather(*demandes)]

    assert set(asyncio.run(toutes())) == {200}


def test_une_reponse_lue_lentement_rend_sa_place() -> None:
    envois = 0

    async def application(_scope: object, _receive: object, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def lentement(_message: Message) -> None:
        nonlocal envois
        envois += 1
        await asyncio.sleep(0.05)

    async def toutes() -> float:
        guichet, debut = Guichet(application, places=1), asyncio.get_running_loop().time()
        scope = {"type": "http", "path": "/"}
        await asyncio.gather(*(guichet(scope, None, lentement) for _ in range(6)))  # type: ignore[arg-type]
        return asyncio.get_running_loop().time() - debut

    assert asyncio.run(toutes()) < 0.4
    assert envois == 12


@pytest.mark.parametrize(("chemin", "ensemble"), [("/", 2), ("/statiques/x", 6)])
def test_au_plus_deux_demandes_entrent_a_la_fois_sauf_les_fichiers(chemin: str, ensemble: int) -> None:
    dedans, au_plus = 0, 0

    async def application(_scope: object, _receive: object, _send: object) -> None:
        nonlocal dedans, au_plus
        dedans += 1
        au_plus = max(au_plus, dedans)
        await asyncio.sleep(0.01)
        dedans -= 1

    async def toutes() -> None:
        guichet = Guichet(application, places=2)
        scope = {"type": "http", "path": chemin}
        await asyncio.gather(*(guichet(scope, None, None) for _ in range(6)))  # type: ignore[arg-type]

    asyncio.run(toutes())

    assert au_plus == ensemble
