"""Créer une démarche depuis le navigateur : dans son périmètre seulement, et une seule fois."""

from modeles.compte import Role
from tests.acces import entrer_comme
from tests.api.conftest import TestClient

NOUVELLE = "/demarches/nouvelle"


def test_la_demarche_creee_s_ouvre_sur_sa_page(client: TestClient) -> None:
    assert 'value="32"' in client.get(NOUVELLE).text

    reponse = client.post(NOUVELLE, data={"territoire": "32"}, follow_redirects=False)

    assert reponse.headers["location"] == "/territoires/32?fait=creation"
    assert "La démarche est créée." in client.get(reponse.headers["location"]).text
    assert 'value="32"' not in client.get(NOUVELLE).text


def test_creer_deux_fois_mene_a_la_demarche_qui_existe(client_sqlite: TestClient) -> None:
    client_sqlite.post(NOUVELLE, data={"territoire": "32"})

    reponse = client_sqlite.post(NOUVELLE, data={"territoire": "32"}, follow_redirects=False)

    assert reponse.status_code == 303
    assert reponse.headers["location"] == "/territoires/32"


def test_sans_territoire_la_page_dit_de_choisir(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.post(NOUVELLE, data={"territoire": ""})

    assert reponse.status_code == 422
    assert "Choisissez un territoire" in reponse.text


def test_l_etat_d_un_territoire_ne_cree_que_chez_lui(client_sqlite: TestClient) -> None:
    entrer_comme(client_sqlite, Role.ETAT, "Dominique Modèle", territoire="32")

    page = client_sqlite.get(NOUVELLE).text

    assert 'value="32"' in page
    assert 'value="82"' not in page
    assert client_sqlite.post(NOUVELLE, data={"territoire": "82"}).status_code in (403, 404)


def test_la_collectivite_ne_cree_pas(client_sqlite: TestClient) -> None:
    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Claude Modèle", territoire="32")

    assert client_sqlite.get(NOUVELLE).status_code == 403
