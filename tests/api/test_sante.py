"""La santé : la base compte, Prefect non ; une panne a un numéro que l'on retrouve."""

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.acces.gardien import OUVERTE
from api.acces.routes import ACCES
from api.application import creer_application
from modeles.base import moteur
from tests.api.demandes import ouvrir


def test_la_sante_est_bonne_quand_la_base_est_a_jour(client: TestClient, base: Path) -> None:
    reponse = client.get("/sante")

    assert reponse.status_code == 200
    assert reponse.json() == {
        "base": {"genre": moteur().dialect.name, "repond": True, "a_jour": True},
        "effets": {"en_attente": 0, "en_echec": 0},
        "messages": {"en_attente": 0, "incertains": 0, "refuses": 0, "raison": None},
        "demonstration": "attendue",
        "alarmes": [],
        "prefect": "inconnu",
    }


def test_la_sante_compte_ce_qui_reste_a_faire(client: TestClient) -> None:
    ouvrir(client)

    assert client.get("/sante").json()["effets"] == {"en_attente": 1, "en_echec": 0}


def test_une_demarche_ouverte_a_l_instant_n_a_pas_manque_sa_tournee(client: TestClient) -> None:
    ouvrir(client)

    assert client.get("/sante").json()["alarmes"] == []


def test_une_demarche_reelle_exclut_la_demonstration(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)

    assert client_sqlite.get("/sante").json()["demonstration"] == "absente"


def test_prefect_muet_ne_rend_pas_malade(
    client_sqlite: TestClient, monkeypatch: pytest.MonkeyPatch, base_sqlite: Path
) -> None:
    port = base_sqlite / "prefect" / "port"
    port.parent.mkdir()
    port.write_text("9", encoding="utf-8")

    reponse = client_sqlite.get("/sante")

    assert (reponse.status_code, reponse.json()["prefect"]) == (200, "ne_repond_pas")


def test_une_base_sans_schema_dit_comment_la_mettre_a_jour(client_sqlite: TestClient) -> None:
    with moteur().begin() as connexion:
        connexion.exec_driver_sql("DELETE FROM alembic_version")

    reponse = client_sqlite.get("/sante")

    assert reponse.status_code == 503
    assert reponse.json()["remede"] == "Lancez « jalons base migrer », puis recommencez."


def test_une_base_qui_ne_repond_pas_est_une_indisponibilite_numerotee(
    client_sqlite: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with moteur().begin() as connexion:
        connexion.exec_driver_sql("DROP TABLE demarche")

    with caplog.at_level(logging.ERROR):
        reponse = client_sqlite.get("/api/v1/territoires")

    assert reponse.status_code == 503
    assert f"Incident {reponse.json()['incident']}" in caplog.text


@pytest.mark.parametrize("adresse", ["/api/v1/panne", "/panne"])
def test_une_panne_donne_un_numero_retrouve_au_journal_et_jamais_de_trace(
    base_sqlite: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, adresse: str
) -> None:
    application = creer_application()

    @application.get(adresse)
    def tomber() -> None:
        raise RuntimeError("secret de fabrication")

    monkeypatch.setitem(ACCES, tomber, OUVERTE)

    with TestClient(application, raise_server_exceptions=False) as client, caplog.at_level(logging.ERROR):
        reponse = client.get(adresse)

    assert reponse.status_code == 500
    assert "secret" not in reponse.text
    incident = next(m.split()[1] for m in caplog.messages if m.startswith("Incident "))
    assert incident in reponse.text
    assert "secret de fabrication" in caplog.text
