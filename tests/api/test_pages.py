"""Les pages : lisibles, échappées, sûres, utiles même vides."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.demandes import creer, ouvrir
from tests.api.fabriques import creer_des_demarches

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def test_sans_demarche_ma_region_dit_par_ou_commencer(client: TestClient) -> None:
    reponse = client.get("/")

    assert reponse.status_code == 200
    assert "/demarches/nouvelle" in reponse.text
    assert "<table" not in reponse.text


@pytest.mark.parametrize("nombre", [1, 16, 116])
def test_ma_region_montre_une_ligne_par_territoire(client_sqlite: TestClient, nombre: int) -> None:
    creer_des_demarches(nombre)

    page = client_sqlite.get("/").text

    regions = re.findall(r'<option value="(\d\d)"', page) or re.findall(r'name="region" value="(\d\d)"', page)
    lignes = sum(
        client_sqlite.get("/", params={"region": r}).text.count('<td class="marche">') for r in regions
    )
    assert lignes == nombre


def test_ma_region_dit_ou_en_est_chacun_a_la_date_demandee(client: TestClient) -> None:
    ouvrir(client)

    page = client.get("/", params={"region": "76", "le": "2024-03-05"}).text

    assert '<a href="/territoires/32?le=2024-03-05">Gers</a>' in page
    assert '50<span class="discret"> / 30</span>' in page
    assert "L&#39;État et la collectivité" in page
    assert 'fr-badge--warning">à surveiller</span>' in page
    assert "documents en préparation" in page
    assert "Sans démarche : Ariège, Aude" in page


def test_les_filtres_vides_d_un_formulaire_ne_filtrent_rien(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.get("/?region=&etape=&retard=&le=")

    assert reponse.status_code == 200
    assert "/territoires/32" in reponse.text


@pytest.mark.parametrize(("filtre", "visible"), [("true", False), ("false", True)])
def test_le_filtre_des_alertes_garde_ce_qu_on_demande(
    client_sqlite: TestClient, filtre: str, visible: bool
) -> None:
    creer(client_sqlite)

    page = client_sqlite.get("/", params={"retard": filtre}).text

    assert ('<th scope="row"><a href="/territoires/32">' in page) is visible
    assert ("Aucun territoire ne correspond à ces filtres." in page) is not visible


@pytest.mark.parametrize("adresse", ["/", "/territoires/32", "/territoires/Gerse", "/rien"])
def test_une_page_ne_charge_ni_n_execute_rien_d_ailleurs(client_sqlite: TestClient, adresse: str) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.get(adresse)

    assert reponse.headers["content-security-policy"] == CSP
    assert reponse.headers["x-content-type-options"] == "nosniff"
    assert '<html lang="fr" ' in reponse.text
    assert '<a class="fr-link" href="#contenu">Aller au contenu</a>' in reponse.text
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|https?://|javascript:", reponse.text)
    assert set(re.findall(r'<script[^>]*src="(/[a-z]+/)', reponse.text)) == {"/statiques/"}


def test_la_page_d_erreur_propose_les_noms_proches_et_le_retour(client_sqlite: TestClient) -> None:
    reponse = client_sqlite.get("/territoires/Gerse")

    assert reponse.status_code == 404
    assert reponse.headers["content-type"] == "text/html; charset=utf-8"
    assert "Vouliez-vous dire" in reponse.text
    assert 'href="/">Revenir à la liste des territoires</a>' in reponse.text


@pytest.mark.parametrize(
    ("adresse", "statut"), [("/?etape=rien", 422), ("/?region=99", 404), ("/?le=x", 422)]
)
def test_un_filtre_de_travers_donne_une_page_en_francais(
    client_sqlite: TestClient, adresse: str, statut: int
) -> None:
    reponse = client_sqlite.get(adresse)

    assert reponse.status_code == statut
    assert 'role="alert"' in reponse.text


def test_une_page_deja_connue_ne_repart_pas(client_sqlite: TestClient) -> None:
    creer(client_sqlite)
    etiquette = client_sqlite.get("/territoires/32").headers["etag"]

    assert client_sqlite.get("/territoires/32", headers={"If-None-Match": etiquette}).status_code == 304
