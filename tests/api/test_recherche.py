"""Chercher, par la page, l'API et le terminal."""

from tests.api.conftest import TestClient
from tests.api.terminal import en_json, jalons, preparer


def test_la_page_montre_ce_qui_est_trouve_et_garde_la_demande(client: TestClient) -> None:
    preparer()

    page = client.get("/recherche?q=GERS").text

    assert 'value="GERS"' in page
    assert 'href="/territoires/32"' in page
    assert "Territoires" in page


def test_une_page_sans_demande_n_a_que_le_formulaire(client_sqlite: TestClient) -> None:
    page = client_sqlite.get("/recherche")

    assert (page.status_code, "résultat" in page.text) == (200, False)


def test_une_demande_sans_mot_est_un_refus_en_francais(client_sqlite: TestClient) -> None:
    page = client_sqlite.get("/recherche?q=!!")

    assert page.status_code == 422
    assert "rien à chercher" in page.text


def test_une_demande_hostile_est_montree_comme_du_texte(client_sqlite: TestClient) -> None:
    page = client_sqlite.get("/recherche?q=%3Cscript%3Ealert(1)%3C/script%3E").text

    assert "<script>alert" not in page


def test_l_api_et_le_terminal_trouvent_la_meme_chose(client: TestClient) -> None:
    preparer()

    par_l_api = client.get("/api/v1/recherche?q=referent").json()

    assert par_l_api["total"] == 2
    assert par_l_api == en_json("recherche", "chercher", "référent")
    assert "2 choses" not in jalons("recherche", "chercher", "inexistant").stdout
    assert jalons("recherche", "reindexer").exit_code == 0
