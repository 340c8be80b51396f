"""« Chiffres » : chaque graphique dit sur combien il porte, et se lit aussi en tableau."""

import re
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from api.chiffres.graphiques import Mesure, barres, histogramme, series
from modeles.compte import Role
from modeles.etapes import Etape
from tests.acces import entrer_comme
from tests.api.demandes import creer, ouvrir, preparer, saisir
from tests.api.fabriques import creer_des_demarches
from tests.api.test_territoires import requetes_comptees
from workflows.calculs.durees import Changement, temps_par_etape

E = Etape


def histoire(*etapes: tuple[int, Etape, Etape]) -> list[Changement]:
    """Des changements d'étape, aux jours dits à partir du 1er janvier 2025."""
    return [Changement(de, vers, date(2025, 1, 1) + timedelta(days=jour)) for jour, de, vers in etapes]


def figure(page: str, cle: str) -> str:
    return page.split(f'aria-labelledby="{cle}"')[1].split("</figure>", maxsplit=1)[0]


def test_le_temps_d_une_etape_est_celui_entre_son_entree_et_sa_sortie() -> None:
    une = histoire(
        (0, E.A_LANCER, E.LANCEMENT), (20, E.LANCEMENT, E.DIAGNOSTIC), (80, E.DIAGNOSTIC, E.ATELIERS)
    )
    autre = histoire((0, E.A_LANCER, E.LANCEMENT), (41, E.LANCEMENT, E.DIAGNOSTIC))

    temps = temps_par_etape([une, autre])

    assert [(t.etape, t.jours) for t in temps] == [(E.LANCEMENT, (20, 41)), (E.DIAGNOSTIC, (60,))]
    assert temps[0].mediane == 30


def test_une_suspension_ne_compte_pas_et_un_retour_s_ajoute() -> None:
    suspendue = histoire(
        (0, E.A_LANCER, E.LANCEMENT),
        (10, E.LANCEMENT, E.SUSPENDU),
        (100, E.SUSPENDU, E.LANCEMENT),
        (105, E.LANCEMENT, E.DIAGNOSTIC),
    )
    encore = histoire((0, E.A_LANCER, E.LANCEMENT), (10, E.LANCEMENT, E.SUSPENDU))

    assert [(t.etape, t.jours) for t in temps_par_etape([suspendue, encore])] == [(E.LANCEMENT, (15,))]


def test_sans_changement_il_n_y_a_pas_de_temps() -> None:
    assert temps_par_etape([[], []]) == []


def test_des_barres_sont_a_la_meme_echelle_et_un_zero_ne_se_dessine_pas() -> None:
    les_series = series(["a", "b"])

    une, deux = barres([Mesure("x", (3, 1), "4"), Mesure("y", (0, 2), "2", repere=1)], les_series)

    assert [(s.debut, s.largeur) for s in une.segments] == [("0.00%", "75.00%"), ("75.00%", "25.00%")]
    assert [(s.debut, s.largeur, s.motif) for s in deux.segments] == [
        ("0.00%", "50.00%", les_series[1].motif)
    ]
    assert deux.repere == "25.00%"


def test_un_histogramme_dit_les_memes_nombres() -> None:
    dit = histogramme(
        [Mesure("2024", (1250, 0), ""), Mesure("2025", (100, 300), "")], series(["a", "b"]), "€", 100
    )

    assert (dit.x, dit.y) == ('[["2024", "2025"], ["2024", "2025"]]', "[[12.5, 1.0], [0.0, 3.0]]")


def test_sans_demarche_la_page_le_dit(client: TestClient) -> None:
    page = client.get("/chiffres").text

    assert "aucun chiffre à montrer" in page
    assert "<figure" not in page


def test_une_region_sans_montant_ni_campagne_le_dit_au_lieu_de_zero(client: TestClient) -> None:
    creer(client)

    page = client.get("/chiffres").text

    assert "aucun montant à montrer" in figure(page, "argent")
    assert "aucune durée à montrer" in figure(page, "temps")
    assert "aucune réponse n&#39;est attendue" in figure(page, "reponses")
    assert "<table" not in figure(page, "argent")


def test_l_argent_se_lit_par_annee_et_par_axe(client: TestClient) -> None:
    preparer(client)
    fiche = {"titre": "Action", "axe": "DROITS", "annee_debut": 2024}
    ligne = {"annee": 2024, "part_etat_centimes": 1_000_000, "part_collectivite_centimes": 1_000_000}
    saisir(client, "fiche", fiche | {"budget": [ligne, ligne | {"annee": 2025}]})
    saisir(client, "fiche", fiche | {"titre": "Sans budget"})

    argent = figure(client.get("/chiffres", params={"region": "76"}).text, "argent")

    assert "20\u00a0000\u00a0€ de l&#39;État" in argent
    assert "1 fiches chiffrées sur 2" not in argent
    assert "1\u00a0fiche chiffrée sur 2" in argent
    assert len(re.findall(r'<th scope="row">202[45]</th>', argent)) == 2
    assert "<bar-chart" in argent


def test_toutes_les_regions_se_comparent(client: TestClient) -> None:
    creer(client, "32")
    creer(client, "13")

    etapes = figure(client.get("/chiffres", params={"region": "france"}).text, "etapes")

    assert "0\u00a0contrat signé sur 2\u00a0territoires suivis, dans 2\u00a0régions." in etapes
    assert re.findall(r'<th scope="row">([^<]+)</th>', etapes) == [
        "Occitanie",
        "Provence-Alpes-Côte d&#39;Azur",
    ]


def test_chacun_ne_compte_que_ses_territoires(client: TestClient) -> None:
    ouvrir(client, "32")
    creer(client, "11")
    entrer_comme(client, Role.COLLECTIVITE, "Dominique Fictif", territoire="11")

    page = client.get("/chiffres").text

    assert "1\u00a0territoire suivi" in page
    assert "Lancement" not in figure(page, "etapes")


@pytest.mark.parametrize("region", ["99", "%00", "x" * 81])
def test_une_region_inconnue_est_refusee(client: TestClient, region: str) -> None:
    creer(client)

    assert client.get(f"/chiffres?region={region}").status_code in (404, 422)


def test_autant_de_requetes_a_1_et_30_territoires(client_sqlite: TestClient) -> None:
    comptes = []
    for deja, nombre in ((0, 1), (1, 30)):
        creer_des_demarches(nombre - deja, apres=deja)
        with requetes_comptees() as envoyees:
            assert client_sqlite.get("/chiffres?region=france").status_code == 200
        comptes.append(len(envoyees))

    assert comptes[0] == comptes[1]
