"""Un seul à la fois : le temps d'une transaction, personne d'autre ne prend la même décision."""

from hashlib import sha256

from sqlalchemy import text
from sqlmodel import Session


def un_seul_a_la_fois(session: Session, quoi: str) -> None:
    """Attend que celui qui fait la même chose ait fini. SQLite n'a qu'un écrivain : il n'y a rien à demander."""
    if session.get_bind().dialect.name == "postgresql":
        numero = int.from_bytes(sha256(quoi.encode()).digest()[:8], signed=True)
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:numero)"), {"numero": numero})
