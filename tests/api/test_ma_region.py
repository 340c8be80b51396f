"""« Ma région ce matin » : chaque filtre garde ce qu'on demande, l'adresse le retient, l'export dit la même chose."""

import re
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.ma_region import fonds
from api.ma_region.carte import Palier, palier_de
from api.ma_region.classeur import COLONNES
from modeles.compte import Role
from modeles.etapes import Etape
from tests.acces import entrer_comme
from tests.api.demandes import creer, ouvrir, saisir

LE = "2024-03-05"


@pytest.fixture
def region(client_sqlite: TestClient) -> TestClient:
    """Le Gers en lancement depuis le 15 janvier, l'Aude et Toulouse Métropole à lancer."""
    ouvrir(client_sqlite, "32")
    for territoire in ("11", "243100518"):
        creer(client_sqlite, territoire)
    return client_sqlite


def lignes(client: TestClient, **filtres: Any) -> list[str]:
    """Les territoires du tableau, dans l'ordre."""
    page = client.get("/", params={"region": "76", "le": LE, **filtres}).text
    corps = page.split('<section class="region-tableau"')[1]
    return [re.split('[?"]', m)[0] for m in corps.split('<th scope="row"><a href="/territoires/')[1:]]


@pytest.mark.parametrize(
    ("filtres", "gardees"),
    [
        ({}, ["11", "243100518", "32"]),
        ({"etape": "lancement"}, ["32"]),
        ({"type": "metropole"}, ["243100518"]),
        ({"retard": "true"}, ["32"]),
        ({"alerte": "orange"}, ["32"]),
        ({"axe": "DROITS"}, ["32"]),
        ({"axe": "ENFANCE"}, []),
        ({"referent": "Exemple"}, ["32"]),
        ({"main": "partenaire"}, []),
        ({"main": "collectivite"}, ["32"]),
        ({"etape": "lancement", "type": "metropole"}, []),
        ({"tri": "etape"}, ["11", "243100518", "32"]),
        ({"tri": "jours"}, ["32", "11", "243100518"]),
        ({"tri": "alerte"}, ["32", "11", "243100518"]),
        ({"tri": "reunion"}, ["11", "243100518", "32"]),
    ],
)
def test_un_filtre_garde_ce_qu_on_demande(
    region: TestClient, filtres: dict[str, str], gardees: list[str]
) -> None:
    assert lignes(region, **filtres) == gardees


def test_l_adresse_d_un_chiffre_ou_de_l_export_garde_les_filtres(region: TestClient) -> None:
    page = region.get("/", params={"region": "76", "le": LE, "axe": "DROITS", "tri": "jours"}).text

    assert f'href="/ma-region.xlsx?region=76&amp;axe=DROITS&amp;tri=jours&amp;le={LE}"' in page
    assert f'href="/?region=76&amp;axe=DROITS&amp;main=etat&amp;tri=jours&amp;le={LE}"' in page


def test_une_intercommunalite_suit_son_departement(region: TestClient) -> None:
    creer(region, "31")

    assert lignes(region) == ["11", "31", "243100518", "32"]


def test_la_prochaine_reunion_est_celle_a_venir_ou_celle_qu_on_a_oublie_de_consigner(
    region: TestClient,
) -> None:
    reunion = {"nature": "comite_lancement", "prevue_le": "2024-03-20", "heure": "14:00", "lieu": "Auch"}
    reunion |= {
        "points": [{"intitule": "Ouverture"}],
        "participants": [{"organisme": "DDETS", "nom": "Exemple"}],
    }
    saisir(region, "reunion", reunion)

    avant = region.get("/", params={"region": "76", "le": "2024-03-05"}).text
    apres = region.get("/", params={"region": "76", "le": "2024-04-05"}).text

    assert '20/03/2024<br><span class="discret">comité de lancement</span>' in avant
    assert '20/03/2024 <span class="discret">(à consigner)</span>' in apres


def test_toute_la_france_montre_toutes_les_regions(region: TestClient) -> None:
    creer(region, "13")

    assert lignes(region, region="france")[-1] == "13"
    assert "13" not in lignes(region)


def test_chacun_ne_voit_que_ses_territoires(region: TestClient) -> None:
    entrer_comme(region, Role.COLLECTIVITE, "Dominique Fictif", territoire="11")

    page = region.get("/").text

    assert lignes(region) == ["11"]
    assert "Gers" not in page


def test_l_export_contient_exactement_les_lignes_filtrees_en_cellules_typees(region: TestClient) -> None:
    demande = {"region": "76", "le": LE, "retard": "true"}
    reponse = region.get("/ma-region.xlsx", params=demande)

    classeur = load_workbook(BytesIO(reponse.content))
    entete, *corps = classeur["Territoires"].iter_rows(values_only=True)
    par_titre = [dict(zip(entete, ligne, strict=True)) for ligne in corps]

    assert [ligne["Code"] for ligne in par_titre] == lignes(region, retard="true")
    gers = next(ligne for ligne in par_titre if ligne["Code"] == "32")
    assert f"{gers['Depuis le']:%d/%m/%Y}" == "15/01/2024"
    assert (gers["Jours à l'étape"], gers["Durée cible (jours)"]) == (50, 30)
    assert gers["Prochaine réunion"] is None
    assert gers["Raison"].startswith("50\u00a0jours à l'étape « Lancement »")
    assert reponse.headers["content-disposition"].endswith("Ma%20r%C3%A9gion%202024-03-05.xlsx")
    assert classeur["Lecture"]["B3"].value == "retard : True"


def test_les_colonnes_de_l_export_ne_changent_pas() -> None:
    assert [c.titre for c in COLONNES] == [
        "Code",
        "Territoire",
        "Type",
        "Région",
        "Référent de l'État",
        "Référent de la collectivité",
        "Axes",
        "Étape",
        "Depuis le",
        "Jours à l'étape",
        "Durée cible (jours)",
        "À qui la main",
        "Prochain geste",
        "Prochaine réunion",
        "Date de la réunion",
        "Prochaine échéance",
        "Date de l'échéance",
        "Alerte",
        "Raison",
        "Signé le",
        "Données fictives",
    ]


def test_un_nom_qui_commence_par_egal_reste_un_texte(region: TestClient) -> None:
    contact = {"partie": "etat", "role": "referent", "nom": "=1+1", "fonction": "x", "organisme": "DDETS"}
    saisir(region, "contact", contact)

    octets = region.get("/ma-region.xlsx", params={"region": "76", "etape": "lancement"}).content

    cellule = load_workbook(BytesIO(octets))["Territoires"]["E2"]
    assert (cellule.data_type, "=1+1" in cellule.value) == ("s", True)


def test_une_region_sans_demarche_s_exporte_vide(client_sqlite: TestClient) -> None:
    octets = client_sqlite.get("/ma-region.xlsx").content

    assert load_workbook(BytesIO(octets))["Territoires"].max_row == 1


@pytest.mark.skipif(not fonds.PAQUET.is_dir(), reason="les contours ne sont pas installés (npm ci)")
def test_la_carte_montre_chaque_contractant_avec_son_tableau(region: TestClient) -> None:
    page = region.get("/", params={"region": "76", "le": LE}).text
    carte = page.split('<figure class="carte">')[1].split("</figure>")[0]

    assert carte.count('<path class="fond"') == 13
    assert carte.count('<circle class="fond"') == 3
    assert carte.count('<th scope="row">') == 16
    assert "1 : à lancer, lancement" in carte
    assert "<title>Gers : Lancement</title>" in carte


@pytest.mark.skipif(not fonds.PAQUET.is_dir(), reason="les contours ne sont pas installés (npm ci)")
def test_la_carte_de_france_place_tous_les_contractants_une_seule_fois(region: TestClient) -> None:
    page = region.get("/", params={"region": "france"}).text
    carte = page.split('<figure class="carte">')[1].split("</figure>")[0]

    assert carte.count('<th scope="row">') == 104
    assert carte.count('<rect class="fond" x=') == 5


def test_sans_contours_installes_la_page_se_passe_de_carte(
    region: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("api.ma_region.carte.PAQUET", tmp_path / "absent")

    page = region.get("/", params={"region": "76"}).text

    assert '<figure class="carte">' not in page
    assert lignes(region) == ["11", "243100518", "32"]


@pytest.mark.parametrize("etape", Etape)
def test_chaque_etape_a_son_palier(etape: Etape) -> None:
    assert palier_de(etape) is not Palier.AUCUN


@pytest.mark.parametrize(
    "question", ["tri=rien", "main=personne", "alerte=bleue", "type=%00", "region=" + "9" * 90]
)
def test_un_filtre_inconnu_est_refuse_en_francais(region: TestClient, question: str) -> None:
    reponse = region.get(f"/?{question}")

    assert reponse.status_code in (200, 404, 422)
    assert "Internal" not in reponse.text


def test_ce_qui_presse_vient_en_tete_avec_sa_raison(region: TestClient) -> None:
    page = region.get("/", params={"region": "76", "le": LE}).text
    urgences = page.split('id="urgences"')[1].split("</section>")[0]

    assert "50\u00a0jours à l&#39;étape «\u00a0Lancement\u00a0»" in urgences
    assert "Valider le cadrage" in urgences
    assert "Aude" not in urgences
