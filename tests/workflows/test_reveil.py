"""Le réveil rend service quand Prefect est là, et ne gêne personne quand il n'y est pas."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest

from modeles.configuration import configuration
from workflows.reveil import RunVivant, demarches_servies, reveiller

GERS = UUID(int=32)
LE_3_MARS = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
BAIL = timedelta(minutes=10)


class PrefectFactice(BaseHTTPRequestHandler):
    """Répond d'abord par les codes de `pannes`, puis comme le serveur Prefect."""

    pannes: ClassVar[list[int]] = []
    etat: ClassVar[str] = "SCHEDULED"
    demandes: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        self._repondre({"id": "d1"})

    def do_POST(self) -> None:
        self.demandes.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._repondre({"state_type": self.etat})

    def _repondre(self, corps: dict[str, str]) -> None:
        self.send_response(self.pannes.pop(0) if self.pannes else 200)
        self.end_headers()
        self.wfile.write(json.dumps(corps).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def prefect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[PrefectFactice]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), PrefectFactice) as serveur:
        threading.Thread(target=serveur.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setattr(PrefectFactice, "pannes", [])
        monkeypatch.setattr(PrefectFactice, "demandes", [])
        monkeypatch.setattr(PrefectFactice, "etat", "SCHEDULED")
        monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
        monkeypatch.setenv("JALONS_PORT_PREFECT", str(serveur.server_port))
        configuration.cache_clear()
        yield PrefectFactice
        serveur.shutdown()
        configuration.cache_clear()


def test_le_reveil_demande_une_execution_nommee_sous_une_cle(prefect: type[PrefectFactice]) -> None:
    assert reveiller(GERS, "passage-1", "Gers (32) · diagnostic", ["territoire:32"])

    assert prefect.demandes == [
        {
            "name": "Gers (32) · diagnostic",
            "parameters": {"demarche_id": str(GERS)},
            "idempotency_key": "passage-1",
            "tags": ["territoire:32"],
        }
    ]


def test_un_serveur_occupe_est_sollicite_de_nouveau(prefect: type[PrefectFactice]) -> None:
    prefect.pannes += [503, 503]

    assert reveiller(GERS, "passage-1", "Gers")


@pytest.mark.parametrize("pannes", [[503] * 9, [500], [404]])
def test_un_serveur_en_panne_n_interrompt_pas_le_geste(
    prefect: type[PrefectFactice], pannes: list[int]
) -> None:
    prefect.pannes += pannes

    assert not reveiller(GERS, "passage-1", "Gers")


def test_une_execution_deja_finie_sous_la_meme_cle_ne_compte_pas(prefect: type[PrefectFactice]) -> None:
    prefect.etat = "CRASHED"

    assert not reveiller(GERS, "passage-1", "Gers")


@pytest.mark.parametrize("port", [None, "1"])
def test_sans_serveur_le_geste_est_acquis(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, port: str | None
) -> None:
    monkeypatch.setenv("JALONS_DONNEES", str(tmp_path))
    if port:
        monkeypatch.setenv("JALONS_PORT_PREFECT", port)
    configuration.cache_clear()

    assert not reveiller(GERS, "passage-1", "Gers")


@pytest.mark.parametrize(
    ("attend", "age", "servie"),
    [
        (True, timedelta(days=9), True),
        (False, timedelta(minutes=9, seconds=59), True),
        (False, timedelta(minutes=10), False),
    ],
)
def test_seule_une_execution_en_cours_au_dela_de_son_bail_ne_sert_plus_sa_demarche(
    attend: bool, age: timedelta, servie: bool
) -> None:
    run = RunVivant(uuid4(), GERS, attend=attend, depuis=LE_3_MARS - age)

    assert demarches_servies([run], LE_3_MARS, BAIL) == ({GERS} if servie else set())
