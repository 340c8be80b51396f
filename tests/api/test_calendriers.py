"""S'abonner à l'agenda : l'adresse suffit, se retire, et ne montre que ce que la personne peut voir ce jour-là."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from sqlmodel import select

from modeles.base import unite_de_travail
from modeles.compte import Role
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes_acces import compte_de_courriel
from tests.acces import creer_compte, entrer_comme, sortir
from tests.api.demandes import ouvrir, preparer, saisir
from tests.api.terminal import jalons
from workflows.taches import ouvrir_tache

REUNION = {
    "nature": "comite_lancement",
    "prevue_le": "2024-03-20",
    "heure": "14:30",
    "lieu": "Préfecture",
    "points": [{"intitule": "Méthode"}],
    "participants": [{"partie": "etat", "organisme": "Préfecture", "nom": "A. EXEMPLE"}],
}


def s_abonner(client: TestClient, **demande: str) -> Any:
    reponse = client.post("/api/v1/calendriers", json=demande)
    assert reponse.status_code == 201, reponse.text
    return reponse.json()


def titres(client: TestClient, adresse: str) -> list[str]:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.text
    return [str(e["SUMMARY"]) for e in Calendar.from_ical(reponse.content).events]


def deux_territoires(client: TestClient) -> None:
    for territoire in ("32", "31"):
        ouvrir(client, territoire)
        saisir(client, "reunion", REUNION, territoire)


def tache_du_gers() -> None:
    with unite_de_travail() as session:
        demarche = session.exec(select(Demarche).where(Demarche.territoire_code == "32")).one()
        le = date(2024, 3, 1)
        ouvrir_tache(
            session, "essai:1", "Rappeler", "Pas de réponse.", demarche_id=demarche.id, echeance_le=le
        )


def test_l_adresse_se_lit_sans_compte_et_se_retire(client: TestClient) -> None:
    ouvrir(client)
    saisir(client, "reunion", REUNION)
    lien = s_abonner(client)
    assert lien["adresse"].startswith("http://testserver/calendriers/") and lien["adresse"].endswith(".ics")

    en_session = dict(client.cookies), dict(client.headers)
    sortir(client)
    reponse = client.get(lien["adresse"])
    assert reponse.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "Comité de lancement · Gers" in titres(client, lien["adresse"])
    inchange = client.get(lien["adresse"], headers={"If-None-Match": reponse.headers["etag"]})
    assert inchange.status_code == 304

    client.cookies.update(en_session[0])
    client.headers.update(en_session[1])
    assert [v["id"] for v in client.get("/api/v1/calendriers").json()["elements"]] == [lien["id"]]
    assert "adresse" not in client.get("/api/v1/calendriers").json()["elements"][0]
    assert client.delete(f"/api/v1/calendriers/{lien['id']}").status_code == 204
    assert client.get(lien["adresse"]).status_code == 404
    assert client.get("/api/v1/calendriers").json()["total"] == 0


@pytest.mark.parametrize("secret", ["", "x", "../sante", "a" * 43])
def test_une_adresse_inventee_ne_dit_rien(client_sqlite: TestClient, secret: str) -> None:
    assert client_sqlite.get(f"/calendriers/{secret}.ics").status_code == 404


def test_chacun_ne_voit_que_ses_territoires_et_l_etat_seul_ses_taches(client_sqlite: TestClient) -> None:
    deux_territoires(client_sqlite)
    tache_du_gers()

    entrer_comme(client_sqlite, Role.ETAT, "Dominique Exemple", territoire="32")
    etat = titres(client_sqlite, s_abonner(client_sqlite)["adresse"])
    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Claude Exemple", territoire="32")
    collectivite = titres(client_sqlite, s_abonner(client_sqlite)["adresse"])

    assert etat == ["À faire : Rappeler · Gers", "Comité de lancement · Gers"]
    assert collectivite == ["Comité de lancement · Gers"]


def test_un_lien_de_territoire_demande_de_voir_ce_territoire(client_sqlite: TestClient) -> None:
    deux_territoires(client_sqlite)
    entrer_comme(client_sqlite, Role.REGION, "Dominique Exemple", region="76")
    adresse = s_abonner(client_sqlite, territoire="Gers")["adresse"]
    assert titres(client_sqlite, adresse) == ["Comité de lancement · Gers"]

    entrer_comme(client_sqlite, Role.ETAT, "Claude Exemple", territoire="31")
    assert client_sqlite.post("/api/v1/calendriers", json={"territoire": "32"}).status_code == 404


def test_un_compte_ferme_ferme_ses_calendriers(client_sqlite: TestClient) -> None:
    preparer(client_sqlite)
    entrer_comme(client_sqlite, Role.ETAT, "Dominique Exemple", territoire="32")
    adresse = s_abonner(client_sqlite)["adresse"]
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, "dominique.exemple@exemple.fr")
        assert compte is not None
        compte.actif = False

    assert client_sqlite.get(adresse).status_code == 404


def test_on_ne_retire_pas_le_lien_d_un_autre(client_sqlite: TestClient) -> None:
    lien = s_abonner(client_sqlite)
    entrer_comme(client_sqlite, Role.ETAT, "Dominique Exemple", territoire="32")

    assert client_sqlite.delete(f"/api/v1/calendriers/{lien['id']}").status_code == 404
    assert client_sqlite.get(lien["adresse"]).status_code == 200


def test_sans_compte_on_ne_s_abonne_pas(client_sqlite: TestClient) -> None:
    sortir(client_sqlite)

    assert client_sqlite.post("/api/v1/calendriers", json={}).status_code == 401


def test_le_terminal_exporte_et_abonne(
    client_sqlite: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ouvrir(client_sqlite)
    saisir(client_sqlite, "reunion", REUNION)
    fichier = tmp_path / "gers.ics"

    assert "Aucun calendrier n'est adopté" in jalons("calendrier", "Gers").output
    resultat = jalons("calendrier", "exporter", "Gers", "--vers", str(fichier))
    assert resultat.exit_code == 0, resultat.output
    assert Calendar.from_ical(fichier.read_bytes()).events[0]["UID"]

    courriel = creer_compte(Role.ADMINISTRATEUR, "Dominique Exemple")
    monkeypatch.setenv("JALONS_URL_PUBLIQUE", "https://jalons.exemple.fr")
    configuration.cache_clear()
    adresse = jalons("calendrier", "abonner", courriel, "--territoire", "Gers").output.strip()
    assert adresse.startswith("https://jalons.exemple.fr/calendriers/")
    assert "Comité de lancement · Gers" in titres(
        client_sqlite, adresse.removeprefix("https://jalons.exemple.fr")
    )
    assert "n'a pas de compte" in jalons("calendrier", "abonner", "personne@exemple.fr").output


def test_la_page_montre_l_adresse_une_fois_et_la_retire(client: TestClient) -> None:
    ouvrir(client)
    saisir(client, "reunion", REUNION)
    assert "Aucune adresse" in client.get("/mes-calendriers").text

    creee = client.post("/mes-calendriers", data={"territoire": "32"}).text
    adresse = re.search(r'value="(http://testserver/calendriers/[^"]+)"', creee)
    assert adresse is not None
    assert titres(client, adresse[1]) == ["Comité de lancement · Gers"]
    page = client.get("/mes-calendriers").text
    assert adresse[1] not in page and "Gers" in page

    retrait = re.search(r'action="(/mes-calendriers/[^"]+/retrait)"', page)
    assert retrait is not None
    assert client.post(retrait[1], follow_redirects=False).status_code == 303
    assert client.get(adresse[1]).status_code == 404
