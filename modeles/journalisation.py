"""Ce qui écrit le journal : à chaque écriture de la base, les champs changés, avant et après.

Rien ne peut l'oublier : c'est la session qui l'écrit, dans la même transaction que ce qu'elle raconte.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, event, insert, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from modeles.colonnes import maintenant
from modeles.journal import CHAINE_COMMUNE, LigneJournal, Operation, TeteDeJournal, empreinte_de
from modeles.rattachement import Memoire, demarche_de_l_objet

AUTEUR = "auteur"
SANS_AUTEUR = "Jalons"
LONGUEUR_GARDEE = 20_000
Changement = tuple[str, Operation, str, str, dict[str, list[Any]]]
"""(chaîne, opération, nature, objet, champs)"""


def signer(session: Session, par: str) -> None:
    """Dit qui écrit dans cette session ; sans cela, le journal nomme Jalons."""
    session.info[AUTEUR] = par


def valeur_gardee(valeur: Any) -> Any:
    """La valeur telle que le journal la garde : en JSON ; d'une valeur trop longue, son empreinte."""
    if isinstance(valeur, Enum):
        return valeur.value
    if isinstance(valeur, datetime) and valeur.tzinfo is not None:
        return valeur.astimezone(UTC).isoformat()
    if isinstance(valeur, date | time):
        return valeur.isoformat()
    if isinstance(valeur, UUID):
        return str(valeur)
    ecrite = json.dumps(valeur, ensure_ascii=False, sort_keys=True, default=str)
    if len(ecrite) > LONGUEUR_GARDEE:
        return f"sha256:{sha256(ecrite.encode()).hexdigest()}"
    return json.loads(ecrite)


@event.listens_for(Session, "after_flush")
def _journaliser(session: Session, flush: UOWTransaction) -> None:
    par_chaine: dict[str, list[Changement]] = {}
    for changement in _changements(session, flush):
        par_chaine.setdefault(changement[0], []).append(changement)
    # Toujours dans le même ordre : deux transactions ne s'attendent pas l'une l'autre.
    for chaine in sorted(par_chaine):
        _inscrire(session, chaine, par_chaine[chaine])


def _changements(session: Session, flush: UOWTransaction) -> Iterator[Changement]:
    # `session.deleted` oublie ce qu'une cascade supprime : une ligne ôtée d'un budget, par exemple.
    supprimes = [etat.obj() for etat, (supprime, liste) in flush.states.items() if supprime and not liste]
    memoire: Memoire = {}
    for operation, objets in (
        (Operation.CREATION, session.new),
        (Operation.MODIFICATION, session.dirty),
        (Operation.SUPPRESSION, supprimes),
    ):
        for objet in objets:
            etat = inspect(objet)
            table = etat.mapper.local_table
            if not isinstance(table, Table) or table.info.get("hors_journal"):
                continue
            if champs := dict(_champs(etat, operation)):
                demarche = demarche_de_l_objet(session, objet, memoire)
                chaine = CHAINE_COMMUNE if demarche is None else str(demarche)
                yield chaine, operation, table.name, _identite(etat), champs


def _champs(etat: InstanceState[Any], operation: Operation) -> Iterator[tuple[str, list[Any]]]:
    for attribut in etat.mapper.column_attrs:
        if operation is Operation.MODIFICATION:
            histoire = etat.attrs[attribut.key].history
            if not histoire.has_changes():
                continue
            avant, apres = next(iter(histoire.deleted or [None])), next(iter(histoire.added or [None]))
        else:
            valeur = getattr(etat.obj(), attribut.key)
            avant, apres = (None, valeur) if operation is Operation.CREATION else (valeur, None)
        if avant != apres:
            yield attribut.key, [valeur_gardee(avant), valeur_gardee(apres)]


def _identite(etat: InstanceState[Any]) -> str:
    return ":".join(str(valeur_gardee(v)) for v in etat.mapper.primary_key_from_instance(etat.obj()))


def _inscrire(session: Session, chaine: str, changements: list[Changement]) -> None:
    numero, precedente = _reserver_la_tete(session, chaine)
    par, instant = session.info.get(AUTEUR, SANS_AUTEUR), maintenant()
    lignes = []
    for _, operation, nature, objet, champs in changements:
        numero += 1
        ligne = {
            "chaine": chaine,
            "numero": numero,
            "instant": instant,
            "par": par,
            "operation": operation,
            "nature": nature,
            "objet": objet,
            "champs": champs,
            "precedente": precedente,
        }
        precedente = empreinte_de(ligne)
        lignes.append({**ligne, "id": uuid4(), "empreinte": precedente})
    connexion = session.connection()
    connexion.execute(insert(LigneJournal), lignes)
    connexion.execute(
        update(TeteDeJournal)
        .where(TeteDeJournal.chaine == chaine)  # type: ignore[arg-type]
        .values(numero=numero, empreinte=precedente)
    )


def _reserver_la_tete(session: Session, chaine: str) -> tuple[int, str]:
    connexion = session.connection()
    nouveau = postgresql.insert if connexion.dialect.name == "postgresql" else sqlite.insert
    connexion.execute(
        nouveau(TeteDeJournal).values(chaine=chaine, numero=0, empreinte="").on_conflict_do_nothing()
    )
    tete = connexion.execute(
        select(TeteDeJournal.numero, TeteDeJournal.empreinte)  # type: ignore[call-overload]
        .where(TeteDeJournal.chaine == chaine)
        .with_for_update()
    ).one()
    return tete.numero, tete.empreinte
