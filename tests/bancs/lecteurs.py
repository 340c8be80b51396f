"""Des lecteurs simultanés : chacun garde sa connexion et redemande la page dès qu'il l'a reçue.

Un client HTTP minuscule, pour que ce soit le serveur qu'on mesure et non le client.
"""

import asyncio
import time
from collections.abc import Sequence
from statistics import quantiles


async def _lire(flux: asyncio.StreamReader) -> int:
    """Lit une réponse entière ; rend son statut."""
    entetes = await flux.readuntil(b"\r\n\r\n")
    longueur = next(
        int(ligne.split(b":")[1])
        for ligne in entetes.split(b"\r\n")
        if ligne.lower().startswith(b"content-length")
    )
    await flux.readexactly(longueur)
    return int(entetes.split(b" ", 2)[1])


async def _un_lecteur(port: int, chemin: str, cookie: str, fois: int, durees: list[float]) -> None:
    flux, sortie = await asyncio.open_connection("127.0.0.1", port)
    demande = f"GET {chemin} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    for _ in range(fois):
        debut = time.perf_counter()
        sortie.write(demande)
        statut = await _lire(flux)
        durees.append(time.perf_counter() - debut)
        assert statut == 200, f"{chemin} : {statut}"
    sortie.close()
    await sortie.wait_closed()


def lire_ensemble(port: int, chemin: str, cookie: str, lecteurs: int, fois: int) -> list[float]:
    """`lecteurs` personnes lisent la page `fois` fois chacune, toutes ensemble ; rend chaque durée."""
    durees: list[float] = []

    async def tous() -> None:
        await asyncio.gather(*(_un_lecteur(port, chemin, cookie, fois, durees) for _ in range(lecteurs)))

    asyncio.run(tous())
    return durees


def centile_95(durees: Sequence[float]) -> float:
    return quantiles(durees, n=20)[-1]
