"""Créer une démarche depuis le navigateur : dans son périmètre seulement, et une seule fois."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from documents.depot import Depot
from modeles.base import lecture
from modeles.compte import Role
from modeles.requetes import demarches
from tests.acces import entrer_comme
from tests.api.conftest import TestClient
from tests.api.demandes import creer
from tests.api.simultanes import pendant_que_l_autre
from tests.api.terminal import jalons
from tests.workflows.classeurs_de_reprise import AUTEUR, UN_GERS_EN_FICHES, lire, remplir
from workflows.dossier import creer_demarche
from workflows.reprise.application import importer

NOUVELLE = "/demarches/nouvelle"
QUOI = "« Gers » a déjà une démarche pour ce type de contrat."


def creer_le_gers(session: Session) -> None:
    creer_demarche(session, "32", date(2026, 1, 5))


def les_demarches() -> list[str]:
    with lecture() as session:
        return [d.territoire_code for d in demarches(session)]


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


@pytest.mark.parametrize("porte", ["api", "page"])
def test_celle_qu_un_autre_cree_au_meme_instant_est_refusee_clairement(
    client: TestClient, porte: str
) -> None:
    with pendant_que_l_autre(creer_le_gers):
        reponse = creer(client) if porte == "api" else client.post(NOUVELLE, data={"territoire": "32"})

    dit = reponse.text.replace("\u00a0", " ")
    assert (reponse.status_code, les_demarches()) == (422, ["32"])
    assert all(x in dit for x in (QUOI, "un import", "Poursuivez la démarche existante."))
    if porte == "page":
        assert '<a href="/territoires/32">Poursuivez' in dit


@pytest.mark.usefixtures("base")
def test_celle_qu_un_autre_cree_au_meme_instant_est_refusee_au_terminal() -> None:
    with pendant_que_l_autre(creer_le_gers):
        resultat = jalons("creer", "Gers")

    assert (resultat.exit_code, les_demarches()) == (1, ["32"])
    assert QUOI in resultat.stderr.replace("\u00a0", " ")


@pytest.mark.usefixtures("base")
def test_un_import_reprend_la_demarche_qu_un_autre_cree_au_meme_instant(tmp_path: Path) -> None:
    with pendant_que_l_autre(creer_le_gers):
        plan = importer(lire(UN_GERS_EN_FICHES), AUTEUR, None, Depot(tmp_path))

    assert (plan.ecrit, plan.fautes, les_demarches()) == (True, [], ["32"])


def test_un_import_et_des_clics_simultanes_ne_font_qu_une_demarche(client: TestClient) -> None:
    classeur = remplir(UN_GERS_EN_FICHES)
    clics = [lambda: creer(client), lambda: client.post(NOUVELLE, data={"territoire": "32"})] * 3
    gestes = [*clics[:2], lambda: client.post("/api/v1/reprise/depots", content=classeur), *clics[2:]]

    with ThreadPoolExecutor(len(gestes)) as fils:
        reponses = list(fils.map(lambda geste: geste(), gestes))

    assert reponses[2].status_code == 200, reponses[2].text
    assert {r.status_code for r in reponses} <= {200, 201, 422}
    assert les_demarches() == ["32"]
