"""De quelle démarche dépend un objet, en remontant ses clés étrangères, au moment où la session l'écrit.

Par des lectures simples, jamais par la session : à cet instant, elle ne sait pas encore ce qu'elle vient d'écrire.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ForeignKey, Table, select
from sqlalchemy.orm import Session, object_mapper
from sqlmodel import col

from modeles.demarche import Demarche

T = TypeVar("T")
Memoire = dict[tuple[str, Any], UUID | None]


def demarche_de_l_objet(session: Session, objet: object, memoire: Memoire) -> UUID | None:
    """La démarche dont dépend cet objet, ou None. `memoire` sert le temps d'une écriture."""
    colonnes = object_mapper(objet).column_attrs
    return _remonter(session, _table(objet), {c.key: getattr(objet, c.key) for c in colonnes}, memoire)


def territoire_de_la_demarche(session: Session, demarche_id: UUID) -> str | None:
    """Le code du territoire d'une démarche."""
    requete = select(col(Demarche.territoire_code)).where(col(Demarche.id) == demarche_id)
    return session.connection().execute(requete).scalar()


def _table(objet: object) -> Table:
    table = object_mapper(objet).local_table
    assert isinstance(table, Table), "chaque modèle a sa table"
    return table


def _remonter(session: Session, table: Table, valeurs: Mapping[str, Any], memoire: Memoire) -> UUID | None:
    if table.name == "demarche":
        return valeurs["id"]  # type: ignore[no-any-return]
    if valeurs.get("demarche_id") is not None:
        return valeurs["demarche_id"]  # type: ignore[no-any-return]
    for cle in table.foreign_keys:
        valeur = valeurs.get(cle.parent.name)
        if valeur is not None and (trouvee := _du_parent(session, cle, valeur, memoire)) is not None:
            return trouvee
    return None


def _du_parent(session: Session, cle: ForeignKey, valeur: Any, memoire: Memoire) -> UUID | None:
    parent = cle.column.table
    assert isinstance(parent, Table), "une clé étrangère vise une table"
    connue = (parent.name, valeur)
    if connue not in memoire:
        utiles = {cle.column, *(c.parent for c in parent.foreign_keys)}
        ligne = session.connection().execute(select(*utiles).where(cle.column == valeur)).mappings().first()
        memoire[connue] = _remonter(session, parent, dict(ligne), memoire) if ligne else None
    return memoire[connue]
