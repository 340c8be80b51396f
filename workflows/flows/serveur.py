"""Le serveur Prefect, avec des écritures SQLite qui attendent leur tour au lieu d'échouer."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from prefect.server.api.server import create_app
from prefect.server.database import configurations
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction

from modeles.configuration import configuration

journal = logging.getLogger(__name__)


@asynccontextmanager
async def _commencer_en_ecriture(
    _self: object,
    session: AsyncSession,
    with_for_update: bool = False,
) -> AsyncIterator[AsyncSessionTransaction]:
    jeton = configurations.SQLITE_BEGIN_MODE.set("IMMEDIATE")
    try:
        async with session.begin() as transaction:
            yield transaction
    finally:
        configurations.SQLITE_BEGIN_MODE.reset(jeton)


def serialiser_les_ecritures() -> bool:
    """Fait commencer toute transaction de Prefect sur SQLite par `BEGIN IMMEDIATE`.

    D'origine, elle lit d'abord et écrit ensuite : si un autre a écrit entre-temps, SQLite refuse sans
    attendre, le serveur répond 503 et le client dort deux secondes (mesuré : dix fois plus lent).
    Rend `False`, et laisse le serveur d'origine, si Prefect a changé ce qu'on remplace.
    """
    remplacee: Any = getattr(configurations, "AioSqliteConfiguration", object)
    if not hasattr(remplacee, "begin_transaction") or not hasattr(configurations, "SQLITE_BEGIN_MODE"):
        journal.warning("Prefect a changé : son serveur garde ses transactions d'origine, plus lentes.")
        return False
    remplacee.begin_transaction = _commencer_en_ecriture
    return True


def servir(port: int) -> None:
    """Sert l'API et les pages de Prefect sur cette machine seulement, jusqu'à l'arrêt du processus."""
    serialiser_les_ecritures()
    uvicorn.run(
        create_app(final=True), host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=3
    )


if __name__ == "__main__":
    servir(urlsplit(configuration().api_prefect or "").port or 0)
