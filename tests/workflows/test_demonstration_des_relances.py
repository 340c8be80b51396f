"""La démonstration raconte ses relances passées, sans rien envoyer, et en laisse à signer."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.relance import Relance
from tests.bases import reglages_relus
from tests.workflows.relances.dossiers_relances import (
    atelier,
    messages,
    ouvrir_les_indicateurs,
    relances,
    repondre,
)
from workflows.demonstration.relances import MENTION, raconter_les_relances, relances_a_raconter

LE = date(2026, 6, 20)


@pytest.fixture
def base_sqlite(base_sqlite_neuve: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copy(base_sqlite_neuve, tmp_path / "jalons.db")
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    with reglages_relus():
        yield tmp_path


def un_exemple() -> UUID:
    """Le Gers, marqué fictif, qui n'a rien remis."""
    (gers,) = ouvrir_les_indicateurs()
    with unite_de_travail() as session:
        session.get_one(Demarche, gers).fictive = True
    return gers


def test_les_relances_passees_sont_inscrites_a_leur_jour_et_rien_n_est_envoye(base_sqlite: Path) -> None:
    un_exemple()

    raconter_les_relances(LE, atelier())

    inscrites = relances()
    assert {n: (f"{r.etat_le:%d/%m}", r.etat.value) for n, r in inscrites.items()} == {
        "R0-1": ("02/03", "partie"),
        "R0-2": ("16/03", "partie"),
        "R0-3": ("24/03", "partie"),
        "R0-4": ("31/03", "partie"),
        "R1": ("07/04", "partie"),
        "R2": ("16/04", "partie"),
        "R3": ("04/05", "partie"),
        "R4": ("01/06", "caduque"),
        "D29M": ("01/06", "a_valider"),
    }
    assert inscrites["R1"].raison.endswith(MENTION)
    assert messages() == []
    with lecture() as session:
        lettres = session.exec(select(Document.code, Document.date_document)).all()
    assert sorted(lettres) == [
        ("D29M", date(2026, 6, 1)),
        ("R1", date(2026, 4, 7)),
        ("R2", date(2026, 4, 15)),
        ("R3", date(2026, 4, 30)),
        ("R4", date(2026, 5, 15)),
    ]


def test_une_reponse_racontee_arrete_les_relances(base_sqlite: Path) -> None:
    repondre(un_exemple(), date(2026, 3, 20))

    raconter_les_relances(LE, atelier())

    assert sorted(relances()) == ["R0-1", "R0-2"]


def test_racontees_une_fois_elles_ne_le_sont_plus(base_sqlite: Path) -> None:
    un_exemple()
    raconter_les_relances(LE, atelier())

    with lecture() as session:
        assert not relances_a_raconter(session)
        avant = len(session.exec(select(Relance)).all())
    raconter_les_relances(date(2026, 8, 1), atelier())

    assert len(relances()) == avant


def test_de_vraies_demarches_n_ont_pas_d_histoire_inventee(base_sqlite: Path) -> None:
    ouvrir_les_indicateurs("32")

    raconter_les_relances(LE, atelier())

    assert relances() == {}
