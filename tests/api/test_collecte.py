"""Le classeur des indicateurs, par l'API et par le terminal."""

from pathlib import Path

import pytest

from modeles.base import unite_de_travail
from modeles.vocabulaire_annuel import GenreCampagne
from tests.api.classeurs import rempli
from tests.api.conftest import TestClient
from tests.api.terminal import en_json, jalons
from tests.workflows.contrats_d_essai import auteur, un_contrat
from workflows.campagnes import ouvrir_campagne

ADRESSE = "/api/v1/territoires/32/indicateurs/2025/classeur"
DEPOTS = "/api/v1/indicateurs/classeurs/depots"


@pytest.fixture
def campagne(base: Path) -> None:
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur())


def test_le_classeur_se_telecharge_se_montre_puis_se_garde(campagne: None, client: TestClient) -> None:
    depart = client.get(ADRESSE)
    assert "32_Gers_indicateurs_2025.xlsx" in depart.headers["content-disposition"]

    octets = rempli(depart.content)
    apercu = client.post(f"{DEPOTS}?apercu=true", content=octets).json()
    garde = client.post(DEPOTS, content=octets).json()

    attendu = {"avant": "rien", "apres": "90\u00a0foyers", "statut": "saisi"}
    for retour, ecrit in ((apercu, False), (garde, True)):
        assert retour["ecrit"] is ecrit
        (changement,) = retour["feuilles"][0]["changements"]
        assert {c: changement[c] for c in attendu} == attendu
    assert client.post(DEPOTS, content=octets).json()["deja_recu"] is True


def test_un_fichier_quelconque_est_un_refus_en_francais(campagne: None, client: TestClient) -> None:
    refus = client.post(DEPOTS, content=b"bonjour")

    assert refus.status_code == 422
    assert "ne peut pas être lu" in refus.json()["title"]


def test_un_exercice_sans_campagne_est_dit(campagne: None, client: TestClient) -> None:
    refus = client.get(ADRESSE.replace("2025", "2026"))

    assert refus.status_code == 404
    assert "remontée des indicateurs 2025" in refus.json()["detail"]


def test_le_terminal_montre_puis_garde_et_rend_1_s_il_reste_une_faute(campagne: None, tmp_path: Path) -> None:
    dossier = tmp_path / "sortie"
    dossier.mkdir()
    assert jalons("collecte", "classeur", "Gers", "--exercice", "2025", "--vers", str(dossier)).exit_code == 0
    fichier = dossier / "32_Gers_indicateurs_2025.xlsx"
    neuf = fichier.read_bytes()

    fichier.write_bytes(rempli(neuf, "beaucoup"))
    refuse = jalons("collecte", "importer", str(fichier), "--confirmer")
    assert (refuse.exit_code, "32 Gers!J7" in refuse.stdout) == (1, True)

    fichier.write_bytes(rempli(neuf))
    assert "Rien n'est écrit" in jalons("collecte", "importer", str(fichier)).stdout
    retour = en_json("collecte", "importer", str(fichier), "--confirmer")
    assert retour["feuilles"][0]["changements"][0]["apres"] == "90\u00a0foyers"
