"""La lecture locale : les programmes de la machine lisent l'état des territoires, et elle cesse à temps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.acces import entrer_comme, sortir
from tests.api.demandes import creer
from tests.bases import reglages_relus

ETAT = "/api/v1/territoires?region=76"
ICI = "http://127.0.0.1:8000"


@pytest.fixture
def programme(base_sqlite: Path, application: FastAPI) -> Iterator[TestClient]:
    """Un programme de la machine, sans compte ; la démarche du Gers existe."""
    with TestClient(application, base_url=ICI, client=("127.0.0.1", 50000)) as ouvert:
        entrer_comme(ouvert)
        creer(ouvert)
        sortir(ouvert)
        yield ouvert


@pytest.mark.parametrize(
    "adresse",
    [
        ETAT,
        "/api/v1/territoires/32",
        "/api/v1/territoires/32/gestes",
        "/api/v1/territoires/32/echeances",
        "/api/v1/territoires/32/calendrier",
        "/api/v1/reference/regions",
        "/api/v1/reference/axes",
    ],
)
def test_l_etat_des_territoires_se_lit_sans_compte(programme: TestClient, adresse: str) -> None:
    assert programme.get(adresse).status_code == 200


@pytest.mark.parametrize(
    "adresse",
    [
        "/api/v1/territoires/32/journal",
        "/api/v1/territoires/32/modifications",
        "/api/v1/territoires/32/documents",
        "/api/v1/territoires/32/messages",
        "/api/v1/regions/76/synthese",
        "/api/v1/messages",
        "/api/v1/recherche?q=Gers",
    ],
)
def test_ni_fichiers_ni_messages_ni_noms(programme: TestClient, adresse: str) -> None:
    assert programme.get(adresse).status_code == 401


def test_elle_n_ecrit_rien_et_n_ouvre_aucune_page(programme: TestClient) -> None:
    assert programme.post("/api/v1/territoires", json={"territoire": "31"}).status_code == 401
    assert programme.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "en_tetes",
    [
        {"Host": "jalons.exemple.fr"},
        {"Host": "127.0.0.1.exemple.fr"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 relais"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_elle_cesse_des_qu_un_autre_peut_etre_devant(programme: TestClient, en_tetes: dict[str, str]) -> None:
    assert programme.get(ETAT, headers=en_tetes).status_code == 401


@pytest.mark.parametrize(
    "reglage",
    [
        {"JALONS_LECTURE_LOCALE": "non"},
        {"JALONS_URL_PUBLIQUE": "https://jalons.exemple.fr"},
        {"JALONS_HOTE": "0.0.0.0"},
        {
            "JALONS_OIDC_EMETTEUR": "https://identite.exemple.fr",
            "JALONS_OIDC_CLIENT": "jalons",
            "JALONS_OIDC_SECRET": "secret",
        },
    ],
)
def test_elle_cesse_des_que_jalons_sert_quelqu_un_d_autre(
    programme: TestClient, monkeypatch: pytest.MonkeyPatch, reglage: dict[str, str]
) -> None:
    for nom, valeur in reglage.items():
        monkeypatch.setenv(nom, valeur)
    with reglages_relus():
        assert programme.get(ETAT).status_code == 401


def test_une_autre_machine_ne_lit_rien(programme: TestClient) -> None:
    autre = TestClient(programme.app, base_url=ICI, client=("192.0.2.7", 50000))

    assert autre.get(ETAT).status_code == 401


def test_localhost_et_l_ipv6_sont_aussi_cette_machine(programme: TestClient) -> None:
    en_ipv6 = TestClient(programme.app, base_url="http://[::1]:8000", client=("::1", 50000))

    assert en_ipv6.get(ETAT).status_code == 200
    assert programme.get(ETAT, headers={"Host": "localhost:8000"}).status_code == 200


def test_la_sante_ne_dit_les_details_qu_a_la_machine_et_aux_personnes_connectees(
    programme: TestClient,
) -> None:
    autre = TestClient(programme.app, base_url=ICI, client=("192.0.2.7", 50000))

    assert set(autre.get("/sante").json()) == {"base"}
    assert {"base", "effets", "prefect"} <= set(programme.get("/sante").json())
