"""Le journal des modifications, par l'API et par le terminal."""

from pathlib import Path

from sqlalchemy import text

from modeles.base import unite_de_travail
from tests.api.conftest import TestClient
from tests.api.terminal import en_json, jalons, preparer


def test_l_api_rend_les_modifications_de_la_plus_recente_a_la_plus_ancienne(client: TestClient) -> None:
    preparer()

    reponse = client.get("/api/v1/territoires/32/modifications?taille=2").json()

    assert len(reponse["elements"]) == 2
    assert reponse["total"] > 4
    assert reponse["elements"][0]["numero"] > reponse["elements"][1]["numero"]
    assert client.get("/api/v1/territoires/32/modifications?nature=contact").json()["total"] == 2


def test_le_terminal_raconte_et_verifie(base: Path) -> None:
    preparer()

    resultat = jalons("journal", "montrer", "Gers", "--nature", "contact")
    assert "contact Exemple créé" in resultat.stdout
    assert "fonction : non renseigné → référent" in resultat.stdout
    assert "Le journal est intact" in jalons("journal", "verifier").stdout
    assert en_json("journal", "montrer", "Gers", "--nature", "contact")["total"] == 2


def test_un_journal_altere_rend_le_code_1_et_dit_ou(base_sqlite: Path) -> None:
    preparer()
    with unite_de_travail() as session:
        session.connection().execute(text("DROP TRIGGER scelle_ligne_journal_delete"))
        session.connection().execute(text("DELETE FROM ligne_journal WHERE numero = 2"))

    resultat = jalons("journal", "verifier")

    assert resultat.exit_code == 1
    assert "il manque la ligne 2" in resultat.output
