"""Les types de colonnes que tout le monde emploie : énumérations en texte, instants, listes."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Posée ici, avant toute table : une contrainte reçoit son nom quand sa table la reçoit.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def enum_texte(enumeration: type[StrEnum]) -> Any:
    """Range la *valeur* de l'énumération (SQLAlchemy range son nom), sous forme de texte."""
    return Enum(
        enumeration,
        values_callable=lambda membres: [m.value for m in membres],
        native_enum=False,
        length=40,
    )


class Instant(TypeDecorator[datetime]):
    """Un instant en temps universel. SQLite perd le fuseau : on le remet à la lecture."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Un instant sans fuseau ne peut pas être rangé.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def donnees_json() -> Any:
    """Une valeur structurée (liste ou dictionnaire) rangée telle quelle."""
    return JSON(none_as_null=True)


def maintenant() -> datetime:
    """L'instant présent, pour les dates de saisie ; les dates légales, elles, sont des arguments."""
    return datetime.now(UTC)
