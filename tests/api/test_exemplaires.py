"""Ce qui revient signé ou repris à la main : l'API le garde, le lit, et montre ce qui diffère."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from documents.differences import Nature
from documents.pdf import TYPE_MIME_PDF, en_pdf
from documents.production import TYPE_MIME
from tests.api.demandes import creer
from tests.api.terminal import jalons
from tests.api.test_pdf import ranger_un_courrier
from tests.documents.exemplaires_signes import un_pdf_a_champs
from tests.documents.formulaires_abimes import remplacer
from tests.documents.test_moteur_ouverture import sans_libreoffice

TERRITOIRE = "/api/v1/territoires/32"
SIGNE = un_pdf_a_champs("État", "Collectivité", signes=1)


@pytest.fixture
def convention(client: TestClient, base: Path) -> dict[str, Any]:
    """La convention du Gers, telle que l'outil l'a produite."""
    assert creer(client).status_code == 201
    ranger_un_courrier(base)
    (vue,) = client.get(f"{TERRITOIRE}/documents").json()["elements"]
    return {**vue, "octets": client.get(vue["fichier"]).content}


def signer(client: TestClient, octets: bytes, genre: str = TYPE_MIME_PDF, **parametres: str) -> Any:
    return client.post(
        f"{TERRITOIRE}/exemplaires/depots",
        content=octets,
        params={"nom": "signé.pdf", **parametres},
        headers={"Content-Type": genre},
    )


def test_un_exemplaire_signe_se_depose_par_l_api_et_ses_signatures_sont_lues(
    client: TestClient, convention: dict[str, Any]
) -> None:
    depot = signer(client, SIGNE, le="2026-03-02")
    encore = signer(client, SIGNE)

    assert depot.status_code == 201, depot.text
    vu = depot.json()
    assert vu["document"]["nom_fichier"] == "20260302_D16S_32_convention projet 1_v1.pdf"
    assert vu["document"]["origine"] == "depose"
    assert [(c["nom"], c["rempli"]) for c in vu["examen"]["champs"]] == [
        ("État", True),
        ("Collectivité", False),
    ]
    assert vu["reference"]["id"] == convention["id"]
    assert vu["avertissements"] == ["Ce PDF est une image : son texte ne peut pas être comparé, relisez-le."]
    assert client.get(vu["document"]["fichier"]).content == SIGNE
    assert (encore.status_code, encore.json()["title"]) == (409, "Cet exemplaire est déjà au dossier.")


def test_l_image_d_un_exemplaire_papier_se_depose_aussi(
    client: TestClient, convention: dict[str, Any]
) -> None:
    vu = signer(client, b"\x89PNG\r\n\x1a\nune page", "image/png").json()

    assert vu["document"]["type_mime"] == "image/png"
    assert vu["avertissements"] == [
        "Ce fichier est une image : son texte ne peut pas être comparé, relisez-le."
    ]


@pytest.mark.lent
@sans_libreoffice
def test_le_texte_signe_qui_differe_du_texte_de_reference_est_montre(
    client_sqlite: TestClient, base_sqlite: Path
) -> None:
    creer(client_sqlite)
    ranger_un_courrier(base_sqlite)
    (vue,) = client_sqlite.get(f"{TERRITOIRE}/documents").json()["elements"]
    produite = client_sqlite.get(vue["fichier"]).content
    (signe,) = en_pdf([remplacer(produite, "30 juin 2024", "31 juillet 2024")])

    vu = signer(client_sqlite, signe).json()

    assert {d["nature"] for d in vu["differences"]} == {Nature.MODIFIE.value}
    assert all("31 juillet 2024" in d["apres"] for d in vu["differences"])
    assert vu["avertissements"] == []


def test_ce_qui_n_est_pas_un_exemplaire_est_refuse_et_rien_n_est_garde(
    client: TestClient, convention: dict[str, Any]
) -> None:
    word = signer(client, convention["octets"], TYPE_MIME)
    vide = signer(client, b"")
    enorme = signer(client, bytes(52_000_000))

    assert [r.status_code for r in (word, vide, enorme)] == [422, 422, 413]
    assert word.json()["title"] == "Ce fichier ne peut pas être déposé."
    assert client.get(f"{TERRITOIRE}/documents").json()["total"] == 1


def test_un_document_repris_a_la_main_se_depose_a_cote_et_se_compare(
    client: TestClient, convention: dict[str, Any]
) -> None:
    recu = remplacer(convention["octets"], "30 juin 2024", "31 juillet 2024")
    adresse = f"{TERRITOIRE}/documents/{convention['id']}/depots"
    parametres = {"nom": "repris.docx"}

    premier, second, original = (
        client.post(adresse, content=octets, params=parametres)
        for octets in (recu, recu, convention["octets"])
    )
    inconnu = client.post(
        f"{TERRITOIRE}/documents/{'0' * 8}-0000-0000-0000-{'0' * 12}/depots", content=recu, params=parametres
    )

    assert [r.status_code for r in (premier, second, original, inconnu)] == [201, 200, 200, 404]
    assert [d["apres"] for d in premier.json()["differences"]] == [
        d["avant"].replace("30 juin", "31 juillet") for d in premier.json()["differences"]
    ]
    assert second.json()["document"]["id"] == premier.json()["document"]["id"]
    assert (original.json()["deja"], original.json()["document"]["id"]) == (True, convention["id"])
    assert client.get(convention["fichier"]).content == convention["octets"]


def test_un_fichier_altere_sur_le_disque_n_est_rendu_par_aucune_porte(
    client_sqlite: TestClient, base_sqlite: Path, tmp_path: Path
) -> None:
    creer(client_sqlite)
    identifiant = ranger_un_courrier(base_sqlite)
    (vue,) = client_sqlite.get(f"{TERRITOIRE}/documents").json()["elements"]
    empreinte = vue["empreinte_fichier"]
    fichier = base_sqlite / "fichiers" / empreinte[:2] / empreinte[2:]
    fichier.chmod(0o644)
    fichier.write_bytes(fichier.read_bytes() + b" ")

    reponses = [
        client_sqlite.get(vue["fichier"]),
        client_sqlite.get(f"{TERRITOIRE}/documents/{identifiant}/pdf"),
        client_sqlite.post(f"{TERRITOIRE}/documents/{identifiant}/depots", content=b"%PDF-1.7\nx"),
        signer(client_sqlite, SIGNE),
    ]
    commandes = [
        jalons("documents", "Gers", "--vers", str(tmp_path / "copies")),
        jalons("documents", "archiver", "Gers", "--vers", str(tmp_path / "tout.zip")),
        jalons("documents", "pdf", "Gers", "--vers", str(tmp_path / "pdf")),
    ]

    assert {(r.status_code, r.json()["type"]) for r in reponses} == {(409, "urn:jalons:fichier-altere")}
    assert [c.exit_code for c in commandes] == [1, 1, 1]
    assert all("a été modifié depuis qu'il a été rangé" in c.stderr for c in commandes)
    assert not (tmp_path / "tout.zip").exists()
    assert client_sqlite.get(f"{TERRITOIRE}/documents").json()["total"] == 1
