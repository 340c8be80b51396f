"""Le dossier d'un territoire par l'API : documents vérifiés, échéances, messages, référence."""

from pathlib import Path
from uuid import uuid4

from fastapi.testclient import TestClient

from tests.api.demandes import creer, ouvrir
from tests.api.fabriques import OCTETS, creer_des_demarches, deposer_un_document

DOCUMENTS = "/api/v1/territoires/32/documents"


def test_les_documents_sont_listes_avec_leurs_versions(client: TestClient, base: Path) -> None:
    creer(client)
    deposer_un_document(base)
    deposer_un_document(base, version=2)

    documents = client.get(DOCUMENTS).json()

    assert [(d["code"], d["version"]) for d in documents["elements"]] == [("D04", 1), ("D04", 2)]
    assert documents["total"] == 2


def test_un_document_se_telecharge_avec_son_nom_et_ses_octets(client: TestClient, base: Path) -> None:
    creer(client)
    deposer_un_document(base)
    (document,) = client.get(DOCUMENTS).json()["elements"]

    reponse = client.get(document["fichier"])

    assert (reponse.status_code, reponse.content) == (200, OCTETS)
    assert reponse.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Compte%20rendu%20%C2%AB%20%C3%A9t%C3%A9%20%C2%BB%20v1.docx"
    )
    assert reponse.headers["x-content-type-options"] == "nosniff"
    assert (
        client.get(document["fichier"], headers={"If-None-Match": reponse.headers["etag"]}).status_code == 304
    )


def test_un_fichier_altere_n_est_pas_servi(client_sqlite: TestClient, base_sqlite: Path) -> None:
    creer(client_sqlite)
    identifiant = deposer_un_document(base_sqlite)
    (fichier,) = (chemin for chemin in (base_sqlite / "fichiers").rglob("*") if chemin.is_file())
    fichier.chmod(0o644)
    fichier.write_bytes(b"autre chose")

    reponse = client_sqlite.get(f"{DOCUMENTS}/{identifiant}/fichier")

    assert (reponse.status_code, reponse.json()["type"]) == (409, "urn:jalons:fichier-altere")


def test_un_document_d_un_autre_territoire_est_introuvable(
    client_sqlite: TestClient, base_sqlite: Path
) -> None:
    creer(client_sqlite)
    creer(client_sqlite, "31")
    identifiant = deposer_un_document(base_sqlite, "31")

    autre = client_sqlite.get(f"{DOCUMENTS}/{identifiant}/fichier")
    inconnu = client_sqlite.get(f"{DOCUMENTS}/{uuid4()}/fichier")

    assert (autre.status_code, inconnu.status_code) == (404, 404)
    assert autre.json() == inconnu.json()


def test_les_echeances_disent_lesquelles_sont_depassees_a_la_date_demandee(client: TestClient) -> None:
    (code,) = creer_des_demarches(1)
    adresse = f"/api/v1/territoires/{code}/echeances"

    (avant,) = client.get(adresse, params={"le": "2024-06-30"}).json()["elements"]
    (apres,) = client.get(adresse, params={"le": "2024-07-01", "etat": "ouverte"}).json()["elements"]

    assert (avant["depassee"], apres["depassee"]) == (False, True)
    assert client.get(adresse, params={"etat": "caduque"}).json()["total"] == 0


def test_un_territoire_sans_message_a_une_boite_vide(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)

    assert client_sqlite.get("/api/v1/territoires/32/messages").json() == {"elements": [], "total": 0}


def test_la_reference_se_lit_par_l_api(client_sqlite: TestClient) -> None:
    reference = "/api/v1/reference"

    regions = {r["code"]: r for r in client_sqlite.get(f"{reference}/regions").json()["elements"]}
    axes = client_sqlite.get(f"{reference}/axes").json()["elements"]
    types = client_sqlite.get(f"{reference}/types-de-contrat").json()["elements"]
    etapes = client_sqlite.get(f"{reference}/etapes").json()

    assert len(regions["76"]["territoires"]) == 16
    assert "DROITS" in [a["code"] for a in axes]
    assert [t["durees"][0]["etape"] for t in types if t["code"] == "cls"] == ["lancement"]
    assert etapes["elements"][0] == {"etape": "a_lancer", "libelle": "À lancer"}


def test_la_description_de_l_api_est_en_francais_et_complete(client_sqlite: TestClient) -> None:
    description = client_sqlite.get("/api/v1/openapi.json").json()

    assert description["openapi"].startswith("3.1")
    for chemin, operations in description["paths"].items():
        for operation in operations.values():
            assert operation["summary"], chemin
            assert "Validation Error" not in str(operation["responses"])
            assert "Successful" not in str(operation["responses"])
    assert description["components"]["schemas"]["DemandeDeGeste"]["examples"][0]["par"] == "Camille Exemple"
    assert "Probleme" in description["components"]["schemas"]
    assert "HTTPValidationError" not in description["components"]["schemas"]
