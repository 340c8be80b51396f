"""Ce qui est gardé l'est jusqu'à la première écriture, d'où qu'elle vienne ; jamais une réponse périmée."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from api.memoire import Memoire
from api.pages.rendu import CLE_A_DONNER, Page
from modeles.base import lecture, unite_de_travail
from modeles.compte import Role
from modeles.configuration import configuration
from modeles.version import version_des_donnees
from tests.acces import entrer_comme
from tests.api.demandes import creer, faire, ouvrir
from workflows.taches import ouvrir_tache

AILLEURS = """
from modeles.base import unite_de_travail
from workflows.taches import ouvrir_tache
with unite_de_travail() as session:
    ouvrir_tache(session, "ailleurs", "Une tâche", "Un autre processus l'écrit.")
"""


def ecrire(cle: str) -> None:
    with unite_de_travail() as session:
        ouvrir_tache(session, cle, "Une tâche", "Parce que.")


def test_la_version_change_des_qu_on_ecrit(base: Path) -> None:
    avant = version_des_donnees()

    ecrire("ici")

    assert version_des_donnees() != avant


# PostgreSQL compte les écritures de toutes ses bases : la version peut y changer sans raison, jamais l'inverse.
def test_lire_ne_change_pas_la_version(base_sqlite: Path) -> None:
    avant = version_des_donnees()
    with lecture() as session:
        session.connection()
    with pytest.raises(ZeroDivisionError), unite_de_travail() as session:
        ouvrir_tache(session, "defaite", "Une tâche", "Elle est défaite.")
        raise ZeroDivisionError

    assert version_des_donnees() == avant


def test_la_version_change_quand_un_autre_processus_ecrit(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALONS_URL_BASE", configuration().url_base)
    avant = version_des_donnees()

    subprocess.run([sys.executable, "-c", AILLEURS], check=True)

    assert version_des_donnees() != avant


def test_une_chose_n_est_recalculee_qu_apres_une_ecriture(base_sqlite: Path) -> None:
    calculs: list[int] = []
    memoire = Memoire(10)

    def lire() -> int:
        return memoire.garder("chose", lambda: calculs.append(1) or len(calculs))

    assert [lire(), lire()] == [1, 1]
    ecrire("une")
    assert [lire(), lire()] == [2, 2]


def test_une_ecriture_pendant_le_calcul_n_est_pas_manquee(base: Path) -> None:
    memoire = Memoire(10)

    def calculer() -> str:
        ecrire("pendant")
        return "lue avant l'écriture, peut-être"

    memoire.garder("chose", calculer)

    assert memoire.garder("chose", lambda: "relue") == "relue"


def test_cinquante_demandes_a_la_fois_ne_font_qu_un_calcul(base_sqlite: Path) -> None:
    memoire, calculs, depart = Memoire(10), list[int](), Barrier(20)

    def demander(_: int) -> int:
        depart.wait()
        return memoire.garder("chose", lambda: calculs.append(1) or 7)

    with ThreadPoolExecutor(20) as fils:
        assert set(fils.map(demander, range(20))) == {7}
    assert len(calculs) == 1


def test_un_calcul_qui_echoue_n_est_pas_garde(base_sqlite: Path) -> None:
    memoire = Memoire(10)

    with pytest.raises(ZeroDivisionError):
        memoire.garder("chose", lambda: 1 // 0)

    assert memoire.garder("chose", lambda: 3) == 3


def test_la_memoire_ne_grandit_pas_sans_fin(base_sqlite: Path) -> None:
    memoire = Memoire(3)
    for n in range(10):
        memoire.garder(n, lambda n=n: n)

    assert memoire.garder(9, lambda: -1) == 9
    assert memoire.garder(0, lambda: -1) == -1


def test_ma_region_montre_aussitot_ce_qui_vient_d_etre_fait(client: TestClient) -> None:
    creer(client)
    avant = client.get("/", params={"region": "76"}).text
    assert '<td data-titre="Étape">Lancement</td>' not in avant

    ouvrir(client, "11")
    page = client.get("/", params={"region": "76"}).text
    faire(client, "suspendre", "11", motif="Élections", donnees={"jusqu_au": "2024-06-30"})
    suspendue = client.get("/", params={"region": "76"}).text

    assert '<td data-titre="Étape">Lancement</td>' in page
    assert '<td data-titre="Étape">Suspendu</td>' in suspendue


def test_une_page_gardee_donne_une_cle_d_envoi_neuve_a_chaque_lecture(base_sqlite: Path) -> None:
    page = Page(Request({"type": "http", "path": "/essai", "query_string": b"", "headers": []}))

    def lire() -> str:
        return page.gardee("jour", lambda: HTMLResponse(f"la clé : {CLE_A_DONNER}")).body.decode()

    premiere, seconde = lire(), lire()

    assert re.fullmatch(r"la clé : [0-9a-f]{32}", premiere)
    assert premiere != seconde


def test_une_page_gardee_pour_l_un_n_est_pas_donnee_a_l_autre(client: TestClient) -> None:
    ouvrir(client)
    de_camille = client.get("/territoires/32").text
    entrer_comme(client, Role.COLLECTIVITE, "Dominique Fictif", territoire="32")

    de_dominique = client.get("/territoires/32").text
    entrer_comme(client, Role.COLLECTIVITE, "Claude Fictif", territoire="11")

    assert "Camille Exemple" in de_camille
    assert "Dominique Fictif" in de_dominique
    assert client.get("/territoires/32").status_code in (403, 404)
