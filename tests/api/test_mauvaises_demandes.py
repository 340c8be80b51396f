"""Ce qu'on nous envoie de travers : un refus en français, un statut 4xx, rien d'écrit à moitié."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.acces import ADMINISTRATEUR, entrer_comme, sortir
from tests.api.demandes import PAR, creer, faire, ouvrir, preparer

GESTE = "/api/v1/territoires/32/gestes/ouvrir"
FICHE = {"titre": "Une action", "axe": "DROITS", "annee_debut": 2024}


@pytest.mark.parametrize(
    "corps",
    [
        b"{",
        b"",
        b"pas du JSON",
        b'{"par": "\xff\xfe"}',
        b'{"par": NaN}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 10_000,
    ],
)
def test_un_corps_qui_n_est_pas_du_json_est_refuse(client_sqlite: TestClient, corps: bytes) -> None:
    preparer(client_sqlite)

    reponse = client_sqlite.post(GESTE, content=corps, headers={"Content-Type": "application/json"})

    assert reponse.status_code in (400, 422)
    assert reponse.headers["content-type"] == "application/problem+json"
    assert client_sqlite.get("/api/v1/territoires/32/journal").json()["total"] == 0


def test_le_json_mal_forme_dit_quoi_verifier(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.post(GESTE, content=b"{", headers={"Content-Type": "application/json"})

    assert reponse.json() == {
        "type": "urn:jalons:demande-illisible",
        "title": "La demande ne peut pas être lue.",
        "detail": "Son corps n'est pas du JSON bien formé.",
        "remede": "Vérifiez les guillemets, les virgules et l'encodage (UTF-8), puis recommencez.",
        "status": 400,
        "obstacles": [],
    }


def test_toutes_les_fautes_d_une_demande_sont_dites_a_la_fois(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.post(GESTE, json={"le": "2024-02-31", "motif": 3, "couleur": "bleu"})

    assert reponse.status_code == 422
    assert [o["message"] for o in reponse.json()["obstacles"]] == [
        "« le » : ce n'est pas une date (écrivez AAAA-MM-JJ)",
        "« motif » : ce n'est pas un texte",
        "« couleur » : ce champ n'existe pas",
    ]


@pytest.mark.parametrize(
    ("corps", "message"),
    [
        (b'{"par": "\\ud800"}', "« saisie » : un texte contient un caractère incomplet (demi-codet)"),
        (
            b'{"par": "Camille", "\\udfff": 1}',
            "« saisie » : un texte contient un caractère incomplet (demi-codet)",
        ),
        (b'{"par": "a\\u0000b"}', "« saisie » : un texte contient un caractère nul"),
        (
            b'{"par": "Camille", "donnees": {"n": 99999999999999999999}}',
            "« saisie » : un nombre est trop grand",
        ),
    ],
)
def test_ce_que_la_base_ne_peut_garder_est_refuse_a_la_porte(
    client: TestClient, corps: bytes, message: str
) -> None:
    preparer(client)

    reponse = client.post(GESTE, content=corps, headers={"Content-Type": "application/json"})

    assert reponse.status_code == 422
    assert [o["message"] for o in reponse.json()["obstacles"]] == [message]


def test_un_corps_geant_est_refuse_sans_etre_lu_en_entier(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.post(
        GESTE, content=b" " * 2_000_001, headers={"Content-Type": "application/json"}
    )

    assert reponse.status_code == 413
    assert reponse.headers["content-type"] == "application/problem+json"
    assert reponse.json()["title"] == "La demande est trop grande."


@pytest.mark.parametrize(
    ("methode", "adresse", "statut"),
    [("POST", "/reprise/depots", 413), ("GET", "/nulle-part", 404), ("DELETE", "/a-faire", 405)],
)
def test_une_page_refusee_avant_d_etre_servie_sait_qui_la_demande(
    client_sqlite: TestClient, methode: str, adresse: str, statut: int
) -> None:
    corps = b" " * 51_000_001 if methode == "POST" else None

    pages = [client_sqlite.request(methode, adresse, content=corps)]
    sortir(client_sqlite)
    pages.append(client_sqlite.request(methode, adresse, content=corps))

    assert [p.status_code for p in pages] == [statut, statut]
    assert [("Se connecter" in p.text, ADMINISTRATEUR in p.text) for p in pages] == [
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(
    ("le", "detail"),
    [
        ("2999-01-01", None),
        ("2090-01-01", "Le 01/01/2090 n'est pas encore arrivé."),
        ("0001-01-01", None),
        ("hier", None),
    ],
)
def test_une_date_impossible_est_refusee(client_sqlite: TestClient, le: str, detail: str | None) -> None:
    preparer(client_sqlite)

    reponse = faire(client_sqlite, "ouvrir", le=le)

    assert reponse.status_code == 422
    assert detail in (None, reponse.json()["detail"])


def test_une_date_qui_precede_le_journal_est_refusee(client: TestClient) -> None:
    ouvrir(client)

    reponse = faire(
        client, "suspendre", le="2024-01-14", motif="Élections", donnees={"jusqu_au": "2024-06-30"}
    )

    assert reponse.status_code == 422
    assert reponse.json()["detail"] == (
        "Le 14/01/2024 précède le dernier geste du journal, « Ouvrir la démarche », fait le 15/01/2024."
    )


@pytest.mark.parametrize(
    "adresse",
    [
        "/api/v1/territoires?page=0",
        "/api/v1/territoires?taille=501",
        "/api/v1/territoires?taille=beaucoup",
        "/api/v1/territoires?page=999999999999999999999999",
        "/api/v1/territoires?etape=inconnue",
        "/api/v1/territoires?le=2024-02-31",
        "/api/v1/territoires?le=9999-12-31",
        "/api/v1/territoires?depuis=2024-01-01T00:00:00",
        "/api/v1/territoires?depuis=hier",
        "/api/v1/territoires?retard=peut-etre",
        "/api/v1/territoires/32/documents/pas-un-identifiant/fichier",
    ],
)
def test_un_parametre_de_travers_est_dit_en_francais(client_sqlite: TestClient, adresse: str) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.get(adresse)

    assert reponse.status_code == 422
    assert reponse.json()["title"] == "La demande est mal remplie."
    assert "nput" not in reponse.text


@pytest.mark.parametrize(
    ("adresse", "statut"),
    [
        ("/api/v1/territoires?region=99", 404),
        ("/api/v1/territoires?region=%00", 404),
        ("/api/v1/territoires/%00", 404),
        ("/api/v1/territoires/%ff%fe", 404),
        ("/api/v1/territoires/" + "x" * 201, 404),
        ("/api/v1/territoires/<script>", 404),
        ("/api/v1/inconnu", 404),
        ("/api/v1/reference/axes?millesime=1789", 404),
    ],
)
def test_une_adresse_inconnue_est_un_refus_propre(client: TestClient, adresse: str, statut: int) -> None:
    reponse = client.get(adresse)

    assert reponse.status_code == statut
    assert reponse.headers["content-type"] == "application/problem+json"


def test_une_methode_refusee_est_dite_en_francais(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.delete("/api/v1/territoires")

    assert (reponse.status_code, reponse.json()["type"]) == (405, "urn:jalons:methode-refusee")


def test_un_geste_qui_n_existe_pas_est_refuse(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    reponse = faire(client_sqlite, "sauter")

    assert reponse.status_code == 422
    assert reponse.json()["obstacles"][0]["ou"] == "geste"


@pytest.mark.parametrize(
    ("nature", "donnees", "statut"),
    [
        ("inconnue", {}, 404),
        (
            "enveloppe",
            {"annee": 2024, "plafond_centimes": -1, "statut": "notifie", "notifiee_le": "2024-01-01"},
            422,
        ),
        ("contact", {"partie": "etat"}, 422),
        ("fiche", FICHE | {"titre": "x" * 100_000}, 422),
        ("fiche", FICHE | {"description": "x" * 100_000}, 422),
        ("fiche", FICHE | {"budget": [{"annee": 2024, "part_etat_centimes": -5}]}, 422),
        ("calendrier", {"cible_le": "2024-01-11"}, 422),
        ("vote", {"presents": 1, "pour": 1, "contre": 0, "abstentions": 0}, 422),
    ],
)
def test_une_saisie_de_travers_ne_laisse_rien(
    client: TestClient, nature: str, donnees: dict[str, Any], statut: int
) -> None:
    creer(client)
    avant = client.get("/api/v1/territoires/32").json()

    reponse = client.post(
        f"/api/v1/territoires/32/saisies/{nature}", json={"par": PAR, "le": "2024-01-12", "donnees": donnees}
    )

    assert reponse.status_code == statut
    assert reponse.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/territoires/32").json() == avant


def test_un_nom_aux_caracteres_rares_est_garde_tel_quel(client: TestClient) -> None:
    preparer(client)
    nom = "Zoé <b>&amp;</b> « L'Œil » 👩🏽‍⚖️ \u202etest"
    entrer_comme(client, nom=nom)

    faire(client, "ouvrir", par=nom)

    assert client.get("/api/v1/territoires/32/journal").json()["elements"][0]["par"] == nom
    assert "<b>&amp;</b>" not in client.get("/territoires/32").text


def test_une_cle_de_demande_trop_longue_est_refusee(client_sqlite: TestClient) -> None:
    preparer(client_sqlite)

    assert faire(client_sqlite, "ouvrir", cle="x" * 121).status_code == 422
