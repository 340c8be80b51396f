"""La liste et la fiche des territoires : filtres, pages, étiquettes, et le compte des requêtes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from modeles.base import moteur
from tests.api.demandes import creer, faire, ouvrir
from tests.api.fabriques import creer_des_demarches

LISTE = "/api/v1/territoires"


def test_sans_demarche_la_liste_est_vide(client: TestClient) -> None:
    reponse = client.get(LISTE, params={"region": "76"})

    assert reponse.status_code == 200
    assert reponse.json() == {"elements": [], "total": 0}


def test_un_territoire_dit_ou_il_en_est_a_la_date_demandee(client: TestClient) -> None:
    ouvrir(client)

    (gers,) = client.get(LISTE, params={"region": "76", "le": "2024-03-05"}).json()["elements"]

    assert (gers["code"], gers["nom"], gers["libelle"]) == ("32", "Gers", "Lancement")
    assert (gers["jours"], gers["duree_cible_jours"]) == (50, 30)
    assert gers["alerte"] == {
        "couleur": "orange",
        "raison": "50\u00a0jours à l'étape « Lancement », pour une durée cible de 30\u00a0jours.",
    }
    assert gers["a_la_main"] == {"parties": ["etat", "collectivite"], "libelle": "L'État et la collectivité"}
    assert gers["fictif"] is False


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        ({"region": "76"}, ["31", "32"]),
        ({"region": "27"}, ["21"]),
        ({}, ["21", "31", "32"]),
        ({"etape": "a_lancer"}, ["21", "31"]),
        ({"etape": "clos"}, []),
        ({"retard": "true", "le": "2024-06-01"}, ["32"]),
        ({"retard": "false", "le": "2024-06-01"}, ["21", "31"]),
        ({"retard": "true", "le": "2024-01-16"}, []),
    ],
)
def test_les_filtres_gardent_ce_qu_on_demande(
    client_sqlite: TestClient, filtre: dict[str, str], attendus: list[str]
) -> None:
    ouvrir(client_sqlite)
    creer(client_sqlite, "31")
    creer(client_sqlite, "21")

    reponse = client_sqlite.get(LISTE, params=filtre).json()

    assert [t["code"] for t in reponse["elements"]] == attendus
    assert reponse["total"] == len(attendus)


def test_depuis_ne_garde_que_ce_qui_a_change(client: TestClient) -> None:
    creer(client)
    avant = client.get(f"{LISTE}/32").json()["modifie_le"]
    apres = (datetime.fromisoformat(avant) + timedelta(microseconds=1)).astimezone(UTC).isoformat()

    assert client.get(LISTE, params={"depuis": avant}).json()["total"] == 1
    assert client.get(LISTE, params={"depuis": apres}).json()["total"] == 0


def test_depuis_rend_aussi_les_gestes_nouveaux_du_journal(client: TestClient) -> None:
    ouvrir(client)
    (premier,) = client.get(f"{LISTE}/32/journal").json()["elements"]
    apres = datetime.fromisoformat(premier["saisi_le"]) + timedelta(microseconds=1)
    faire(client, "suspendre", motif="Élections", donnees={"jusqu_au": "2024-06-30"})

    journal = client.get(f"{LISTE}/32/journal", params={"depuis": apres.isoformat()}).json()

    assert [p["geste"] for p in journal["elements"]] == ["suspendre"]


def test_les_pages_se_suivent_sans_trou_ni_double(client_sqlite: TestClient) -> None:
    codes = sorted(creer_des_demarches(7))

    premiere = client_sqlite.get(LISTE, params={"taille": 3})
    lues = [t["code"] for t in premiere.json()["elements"]]
    reponse = premiere
    while suite := reponse.links.get("next"):
        reponse = client_sqlite.get(suite["url"])
        lues += [t["code"] for t in reponse.json()["elements"]]

    assert lues == codes
    assert premiere.json()["total"] == 7
    assert sorted(premiere.links) == ["first", "last", "next"]


def test_une_page_au_dela_de_la_fin_est_vide(client_sqlite: TestClient) -> None:
    creer_des_demarches(2)

    reponse = client_sqlite.get(LISTE, params={"page": 9})

    assert reponse.json() == {"elements": [], "total": 2}


def test_une_lecture_deja_connue_ne_repart_pas(client: TestClient) -> None:
    creer(client)
    premiere = client.get(LISTE)
    connue = {"If-None-Match": premiere.headers["etag"]}

    seconde = client.get(LISTE, headers=connue)
    creer(client, "31")
    troisieme = client.get(LISTE, headers=connue)

    assert (seconde.status_code, seconde.content) == (304, b"")
    assert seconde.headers["etag"] == premiere.headers["etag"]
    assert troisieme.status_code == 200
    assert troisieme.headers["etag"] != premiere.headers["etag"]


@pytest.mark.parametrize("texte", ["32", "Gers", "gers", "GERS", "le Gers"])
def test_un_territoire_se_trouve_par_son_code_ou_son_nom(client_sqlite: TestClient, texte: str) -> None:
    creer(client_sqlite)

    assert client_sqlite.get(f"{LISTE}/{texte}").json()["code"] == "32"


def test_un_territoire_inconnu_propose_les_noms_proches(client: TestClient) -> None:
    reponse = client.get(f"{LISTE}/Gerse")

    assert reponse.status_code == 404
    assert reponse.headers["content-type"] == "application/problem+json"
    assert reponse.json() == {
        "type": "urn:jalons:introuvable",
        "title": "Le territoire « Gerse » n'existe pas.",
        "detail": "Rien ne porte ce code ni ce nom dans les données de référence.",
        "remede": "Vouliez-vous dire : « Gers », « Eure », « Meuse » ?",
        "status": 404,
        "obstacles": [],
    }


def test_un_territoire_connu_sans_demarche_le_dit(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.get(f"{LISTE}/Gers")

    assert reponse.status_code == 404
    assert reponse.json()["title"] == "« Gers » n'a pas de démarche."


def test_la_fiche_d_un_territoire_dit_son_parcours_et_ce_qui_l_empeche(client: TestClient) -> None:
    creer(client)

    fiche = client.get(f"{LISTE}/32").json()

    assert fiche["collectivite"] == "Département du Gers"
    assert fiche["et_ensuite"]["geste"] == "ouvrir"
    assert len(fiche["et_ensuite"]["obstacles"]) == 4
    assert fiche["parcours"][0] == {"etape": "a_lancer", "libelle": "À lancer", "position": "en_cours"}
    assert {e["position"] for e in fiche["parcours"][1:]} == {"a_venir"}


@contextmanager
def requetes_comptees() -> Iterator[list[str]]:
    """Les requêtes envoyées à la base pendant le bloc."""
    envoyees: list[str] = []

    def noter(_connexion: Any, _curseur: Any, requete: str, *_reste: Any) -> None:
        envoyees.append(requete)

    event.listen(moteur(), "before_cursor_execute", noter)
    yield envoyees
    event.remove(moteur(), "before_cursor_execute", noter)


@pytest.mark.parametrize("adresse", [LISTE, "/"])
def test_la_liste_demande_autant_de_requetes_a_1_16_et_116_territoires(
    client_sqlite: TestClient, adresse: str
) -> None:
    comptes = []
    for deja, nombre in ((0, 1), (1, 16), (16, 116)):
        creer_des_demarches(nombre - deja, apres=deja)
        with requetes_comptees() as envoyees:
            reponse = client_sqlite.get(adresse, params={"le": "2024-07-15"})
        assert reponse.status_code == 200
        comptes.append(len(envoyees))

    assert comptes[0] == comptes[1] == comptes[2]
