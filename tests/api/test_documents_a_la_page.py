"""Les documents à la page : leurs versions, ce qui manque aux prochains, ce que l'on dépose et compare."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from documents.production import TYPE_MIME
from modeles.compte import Role
from tests.acces import entrer_comme
from tests.api.conftest import TestClient
from tests.api.demandes import creer, ouvrir, saisir
from tests.api.fabriques import deposer_un_document
from tests.api.test_depots import SAISIE
from tests.api.test_pdf import ranger_un_courrier
from tests.documents.exemplaires_signes import un_pdf_a_champs
from tests.documents.formulaires_abimes import remplacer

TERRITOIRE = "/territoires/32"
FICHE = f"{TERRITOIRE}/fiches/32-DRO-EXP-01"


def _deposer(client: TestClient, adresse: str, octets: bytes, nom: str = "reçu.docx") -> Any:
    return client.post(
        adresse,
        files={"fichier": (nom, octets, TYPE_MIME)},
        data={"_agir": "enregistrer"},
        follow_redirects=False,
    )


@pytest.fixture
def formulaire(client: TestClient) -> bytes:
    creer(client)
    saisir(client, "fiche", SAISIE)
    octets: bytes = client.get(f"{FICHE}/formulaire").content
    return octets


def test_un_formulaire_revenu_se_compare_et_s_accepte_champ_par_champ(
    client: TestClient, formulaire: bytes
) -> None:
    recu = remplacer(formulaire, "Le constat de départ.", "Un autre constat.")
    recu = remplacer(recu, "Association fictive", "Autre association")

    depot = _deposer(client, f"{FICHE}/depots", recu)
    comparaison = unescape(client.get(depot.headers["location"]).text)
    accepte = client.post(depot.headers["location"], data={"champs": ["constat"]}, follow_redirects=False)

    assert depot.status_code == 303
    assert re.search(r'value="constat" checked', comparaison)
    assert all(t in comparaison for t in ("Le constat de départ.", "Un autre constat.", "Autre association"))
    assert accepte.headers["location"] == f"{FICHE}?fait=acceptation"
    page = unescape(client.get(FICHE).text)
    assert "Un autre constat." in page
    assert "Association fictive" in page


def test_ne_rien_cocher_ne_change_rien(client: TestClient, formulaire: bytes) -> None:
    depot = _deposer(client, f"{FICHE}/depots", remplacer(formulaire, "Association fictive", "Autre"))

    refus = client.post(depot.headers["location"], data={"_agir": "enregistrer"}, follow_redirects=False)

    assert refus.headers["location"] == f"{FICHE}?fait=refus"
    assert "Association fictive" in client.get(FICHE).text


@pytest.mark.parametrize("octets", [b"pas un document", b""])
def test_un_fichier_illisible_se_refuse_sur_la_page_du_depot(
    client_sqlite: TestClient, octets: bytes
) -> None:
    creer(client_sqlite)
    saisir(client_sqlite, "fiche", SAISIE)

    reponse = _deposer(client_sqlite, f"{FICHE}/depots", octets)

    assert reponse.status_code == 422
    assert 'role="alert"' in reponse.text
    assert 'type="file"' in reponse.text


def test_un_document_repris_a_la_main_se_garde_a_cote_avec_ses_differences(
    client: TestClient, base: Path
) -> None:
    creer(client)
    ranger_un_courrier(base)
    (vue,) = client.get("/api/v1/territoires/32/documents").json()["elements"]
    original = client.get(f"{TERRITOIRE}/documents/{vue['id']}/fichier").content
    texte = re.search(r"<w:t[^>]*>([A-Za-zé ]{12,})</w:t>", _corps(original))
    assert texte
    repris = remplacer(original, texte[1], "Une phrase toute neuve")

    depot = _deposer(client, f"{TERRITOIRE}/documents/{vue['id']}/depots", repris, "repris.docx")
    encore = _deposer(client, f"{TERRITOIRE}/documents/{vue['id']}/depots", repris, "repris.docx")
    page = unescape(client.get(depot.headers["location"]).text)

    assert "?fait=depot" in depot.headers["location"]
    assert "?fait=deja" in encore.headers["location"]
    assert "Une phrase toute neuve" in page
    assert "sous le nom « repris.docx »" in page
    assert "repris.docx" not in client.get(f"{TERRITOIRE}/documents/{vue['id']}").text.split("<h1>")[0]
    assert client.get(f"{TERRITOIRE}/documents/{vue['id']}/fichier").content == original


def _corps(docx: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()


def test_un_exemplaire_signe_se_depose_et_ses_signatures_se_lisent(client: TestClient, base: Path) -> None:
    creer(client)
    ranger_un_courrier(base)
    signe = un_pdf_a_champs("État", "Collectivité", signes=1)

    depot = _deposer(client, f"{TERRITOIRE}/exemplaires/depots", signe, "signé.pdf")
    page = unescape(client.get(depot.headers["location"]).text)
    encore = _deposer(client, f"{TERRITOIRE}/exemplaires/depots", signe, "signé.pdf")

    assert "Signatures lues dans le fichier" in page
    assert "Collectivité : place laissée vide" in page
    assert encore.status_code == 409
    assert "signé" in client.get(f"{TERRITOIRE}/signature").text


def test_ce_qui_manque_aux_prochains_documents_mene_ou_le_renseigner(client: TestClient) -> None:
    ouvrir(client)
    reunion = {
        "nature": "comite_lancement",
        "prevue_le": "2024-03-20",
        "heure": "14:30",
        "lieu": "Auch",
        "points": [{"intitule": "Méthode"}],
        "participants": [{"organisme": "DDETS", "nom": "A. EXEMPLE"}],
    }
    saisir(client, "reunion", reunion)

    page = unescape(client.get(f"{TERRITOIRE}/documents").text)
    brouillon = client.get(f"{TERRITOIRE}/documents/brouillons/D02?sujet=reunion:1")

    assert "Ordre du jour" in page
    assert f'href="{TERRITOIRE}/documents/brouillons/D01?sujet=reunion%3A1"' in page
    assert re.search(rf'<a href="{TERRITOIRE}/[a-z#/?=]+">', page.split("À venir à cette étape")[1])
    assert brouillon.headers["content-type"] == TYPE_MIME


def test_les_versions_d_un_document_menent_l_une_a_l_autre(client: TestClient, base: Path) -> None:
    ouvrir(client)
    premier = deposer_un_document(base)
    second = deposer_un_document(base, version=2)

    page = client.get(f"{TERRITOIRE}/documents/{second}").text

    assert f'<a href="{TERRITOIRE}/documents/{premier}">Version 1</a>' in page
    assert client.get(f"{TERRITOIRE}/documents/{premier}/fichier").status_code == 200


def test_le_document_d_un_autre_territoire_reste_introuvable(client: TestClient, base: Path) -> None:
    ouvrir(client)
    document = deposer_un_document(base)
    creer(client, "31")

    assert client.get(f"/territoires/31/documents/{document}").status_code == 404
    assert client.get(f"/territoires/31/documents/{document}/fichier").status_code == 404


def test_qui_ne_depose_pas_n_a_pas_de_depot(client_sqlite: TestClient, base_sqlite: Path) -> None:
    ouvrir(client_sqlite)
    document = deposer_un_document(base_sqlite)
    assert 'type="file"' in client_sqlite.get(f"{TERRITOIRE}/documents/{document}").text

    entrer_comme(client_sqlite, Role.LECTEUR, "Dominique Modèle", territoire="32")

    assert client_sqlite.get(f"{TERRITOIRE}/documents/{document}").status_code == 403
