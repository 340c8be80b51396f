"""Faire avancer un territoire par l'API : une fois, entièrement, ou avec toutes les raisons du refus."""

from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

from tests.api.demandes import OUVERTURE, PAR, creer, faire, ouvrir, preparer, saisir


def test_creer_une_demarche_rend_le_territoire_a_lancer_et_son_adresse(client: TestClient) -> None:
    reponse = creer(client, "gers")

    assert reponse.status_code == 201
    assert reponse.headers["location"] == "/api/v1/territoires/32"
    assert (reponse.json()["code"], reponse.json()["libelle"]) == ("32", "À lancer")


def test_une_demarche_ne_se_cree_pas_deux_fois(client: TestClient) -> None:
    creer(client)

    reponse = creer(client)

    assert reponse.status_code == 422
    assert reponse.json()["title"] == "« Gers » a déjà une démarche pour ce type de contrat."


def test_un_geste_fait_avancer_et_laisse_sa_ligne_au_journal(client: TestClient) -> None:
    preparer(client)

    reponse = faire(client, "ouvrir")

    assert reponse.status_code == 201
    passage = reponse.json()
    assert (passage["libelle"], passage["de"], passage["vers"]) == (
        "Ouvrir la démarche",
        "a_lancer",
        "lancement",
    )
    assert (passage["par"], passage["survenu_le"], passage["sequence"]) == (PAR, OUVERTURE, 1)
    journal = client.get("/api/v1/territoires/32/journal").json()
    assert journal == {"elements": [passage], "total": 1}


def test_un_geste_bloque_dit_tous_ses_obstacles_et_ne_change_rien(client: TestClient) -> None:
    creer(client)

    reponse = faire(client, "ouvrir")

    assert reponse.status_code == 409
    assert reponse.headers["content-type"] == "application/problem+json"
    probleme = reponse.json()
    assert probleme["type"] == "urn:jalons:passage-bloque"
    assert probleme["title"] == "« Gers » : le geste « Ouvrir la démarche » ne peut pas encore être fait."
    assert [o["message"] for o in probleme["obstacles"]] == [
        "aucun référent n'est désigné pour l'État",
        "aucun référent n'est désigné pour la collectivité",
        "aucun axe du référentiel n'est retenu",
        "l'enveloppe n'est ni pré-notifiée ni déclarée inconnue",
    ]
    assert client.get("/api/v1/territoires/32").json()["etape"] == "a_lancer"
    assert client.get("/api/v1/territoires/32/journal").json()["total"] == 0


def test_un_geste_hors_de_son_etape_est_refuse_avec_l_etape_attendue(client: TestClient) -> None:
    creer(client)

    reponse = faire(client, "notifier")

    assert reponse.status_code == 409
    assert reponse.json()["type"] == "urn:jalons:geste-hors-etape"
    assert reponse.json()["detail"] == (
        "La démarche en est à « À lancer » ; ce geste se fait à l'étape « Signature »."
    )


def test_la_meme_demande_renvoyee_rend_le_meme_passage_sans_rien_refaire(client: TestClient) -> None:
    preparer(client)

    premiere = faire(client, "ouvrir", cle="demande-1")
    seconde = faire(client, "ouvrir", cle="demande-1")

    assert (premiere.status_code, seconde.status_code) == (201, 200)
    assert premiere.json() == seconde.json()
    assert client.get("/api/v1/territoires/32/journal").json()["total"] == 1


def test_une_cle_deja_employee_pour_un_autre_geste_est_refusee(client: TestClient) -> None:
    preparer(client)
    faire(client, "ouvrir", cle="demande-1")

    reponse = faire(
        client, "suspendre", cle="demande-1", motif="Élections", donnees={"jusqu_au": "2024-06-30"}
    )

    assert reponse.status_code == 422
    assert reponse.json()["title"] == "La clé de demande « demande-1 » a déjà servi."


def test_deux_clics_simultanes_ne_font_qu_un_passage(client: TestClient) -> None:
    preparer(client)

    with ThreadPoolExecutor(2) as fils:
        reponses = list(fils.map(lambda _: faire(client, "ouvrir"), range(2)))

    assert sorted(r.status_code for r in reponses) == [201, 409]
    assert client.get("/api/v1/territoires/32/journal").json()["total"] == 1


def test_deux_envois_simultanes_de_la_meme_demande_rendent_le_meme_passage(client: TestClient) -> None:
    preparer(client)

    with ThreadPoolExecutor(2) as fils:
        reponses = list(fils.map(lambda _: faire(client, "ouvrir", cle="demande-1"), range(2)))

    assert sorted(r.status_code for r in reponses) == [200, 201]
    assert reponses[0].json() == reponses[1].json()


def test_un_controle_levable_se_leve_avec_son_motif_et_son_autorite(client: TestClient) -> None:
    ouvrir(client)
    reunion = {
        "nature": "comite_lancement",
        "prevue_le": "2024-01-20",
        "heure": "14:00",
        "lieu": "Préfecture",
        "points": [{"intitule": "Ouverture"}],
        "participants": [{"organisme": "DDETS", "nom": "Camille Exemple"}],
    }
    saisir(client, "reunion", reunion)
    refus = faire(client, "convoquer", donnees={"reunion": 1})
    levee = {"code": "CAL-01", "motif": "Urgence", "autorite": "Le préfet"}

    reponse = faire(client, "convoquer", donnees={"reunion": 1}, derogations=[levee])

    assert (refus.status_code, refus.json()["obstacles"][0]["code"]) == (409, "CAL-01")
    assert reponse.status_code == 201


def test_les_gestes_possibles_disent_ce_qui_manque_et_ce_qu_il_faut_remplir(client: TestClient) -> None:
    creer(client)

    gestes = {g["geste"]: g for g in client.get("/api/v1/territoires/32/gestes").json()["elements"]}

    assert list(gestes) == ["ouvrir", "abandonner", "suspendre"]
    assert (gestes["ouvrir"]["possible"], gestes["ouvrir"]["motif_exige"]) == (False, False)
    assert len(gestes["ouvrir"]["obstacles"]) == 4
    assert (gestes["suspendre"]["possible"], gestes["suspendre"]["motif_exige"]) == (True, True)
    assert gestes["suspendre"]["schema_des_donnees"]["required"] == ["jusqu_au"]


def test_les_saisies_possibles_donnent_leur_schema(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    saisies = {s["nature"]: s for s in client_sqlite.get("/api/v1/territoires/32/saisies").json()["elements"]}

    assert saisies["contact"]["libelle"] == "une personne et son rôle"
    assert "partie" in saisies["contact"]["schema_des_donnees"]["required"]


def test_un_geste_inscrit_ce_qui_doit_suivre(client: TestClient) -> None:
    ouvrir(client)

    effets = client.get("/api/v1/territoires/32/effets?etat=a_faire").json()["elements"]

    assert [(e["nature"], e["etat"]) for e in effets] == [("echeance", "a_faire")]
    assert client.get("/api/v1/territoires/32").json()["en_preparation"] == 1
