"""Chercher, par la page, l'API et le terminal."""

import re

import pytest

from modeles.base import unite_de_travail
from modeles.compte import Role
from modeles.indexation import normaliser
from modeles.recherche import TexteCherche
from tests.acces import entrer_comme
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


@pytest.fixture
def beaucoup(client: TestClient) -> TestClient:
    """505 constats et trois pistes parlent de logement dans le Gers, un constat dans l'Ariège."""
    lignes = [("constat", "32", n) for n in range(505)]
    lignes += [("piste", "32", n) for n in range(3)] + [("constat", "09", 900)]
    with unite_de_travail() as session:
        session.add_all(
            TexteCherche(
                nature=nature,
                objet=f"{territoire}-{n}",
                territoire=territoire,
                titre=f"{nature} n° {n}",
                texte=f"Le logement n° {n}",
                normalise=normaliser(f"{nature} le logement {n}"),
                lien=f"/territoires/{territoire}/{nature}#{n}",
            )
            for nature, territoire, n in lignes
        )
    return client


def trouvailles(page: str) -> list[str]:
    """Les liens des trouvailles montrées, dans l'ordre."""
    return re.findall(r'<a href="(/territoires/\d+/(?:constat|piste)#\d+)">', page)


def test_chaque_nature_montre_ses_vingt_premieres_et_dit_combien_restent(beaucoup: TestClient) -> None:
    page = beaucoup.get("/recherche?q=logement").text.replace("\u00a0", " ")

    assert len(trouvailles(page)) == 20 + 3
    assert "<strong>509 résultats</strong>" in page
    assert "Et 486 autres" in page
    assert 'href="/recherche?q=logement&amp;nature=constat"' in page
    assert "nature=piste" not in page


def test_une_nature_se_voit_entiere_page_par_page(beaucoup: TestClient) -> None:
    pages = [
        beaucoup.get(f"/recherche?q=logement&nature=constat&page={n}").text.replace("\u00a0", " ")
        for n in range(1, 8)
    ]

    assert [len(trouvailles(p)) for p in pages] == [100] * 5 + [6, 0]
    assert len({lien for p in pages for lien in trouvailles(p)}) == 506
    assert not any("/piste#" in lien for p in pages for lien in trouvailles(p))
    assert 'href="/recherche?q=logement&amp;nature=constat&amp;page=2"' in pages[0]
    assert "<strong>509 résultats</strong>" in pages[0]
    assert 'href="/recherche?q=logement"' in pages[0]
    assert "Aucun n'est de cette sorte." in beaucoup.get("/recherche?q=logement&nature=contact").text


def test_le_compte_ne_dit_que_ce_que_la_personne_peut_ouvrir(beaucoup: TestClient) -> None:
    entrer_comme(beaucoup, Role.ETAT, "Dominique Exemple", territoire="09")

    page = beaucoup.get("/recherche?q=logement").text.replace("\u00a0", " ")

    assert "<strong>1 résultat</strong>" in page
    assert trouvailles(page) == ["/territoires/09/constat#900"]


def test_l_api_borne_ce_qu_elle_rend_et_compte_tout(beaucoup: TestClient) -> None:
    rendu = beaucoup.get("/api/v1/recherche?q=logement").json()

    assert (rendu["total"], len(rendu["elements"])) == (509, 503)


@pytest.mark.parametrize("suite", ["nature=inconnue", "nature=constat&page=0", "nature=constat&page=x"])
def test_une_nature_ou_une_page_impossible_est_refusee(client_sqlite: TestClient, suite: str) -> None:
    assert client_sqlite.get(f"/recherche?q=logement&{suite}").status_code == 422


def test_la_demande_passe_telle_quelle_dans_les_liens(beaucoup: TestClient) -> None:
    page = beaucoup.get("/recherche", params={"q": "logement & l'"}).text

    assert 'href="/recherche?q=logement%20%26%20l%27&amp;nature=constat"' in page
