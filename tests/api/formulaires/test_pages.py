"""Un formulaire à la page : il s'ouvre, garde ce qu'on y tape, dit toutes ses fautes, et n'écrit qu'une fois."""

import re
from typing import Any

import pytest

from modeles.compte import Role
from tests.acces import entrer_comme
from tests.api.conftest import TestClient
from tests.api.demandes import creer, faire, ouvrir, preparer

CONTACT = {
    "partie": "etat",
    "role": "membre",
    "nom": "EXEMPLE",
    "fonction": "directrice",
    "organisme": "DDETS",
}
SAISIES, GESTES = "/territoires/32/saisies", "/territoires/32/gestes"


def _envoyer(client: TestClient, adresse: str, **cases: Any) -> Any:
    return client.post(adresse, data=cases, follow_redirects=False)


def _modifications(client: TestClient, nature: str) -> int:
    total: int = client.get(f"/api/v1/territoires/32/modifications?nature={nature}").json()["total"]
    return total


def test_un_formulaire_mal_rempli_garde_ce_qui_est_tape_et_dit_tout(client: TestClient) -> None:
    creer(client)

    reponse = _envoyer(client, f"{SAISIES}/contact", partie="etat", nom="É & <b>", courriel="chez moi")

    assert reponse.status_code == 422
    assert 'value="É &amp; &lt;b&gt;"' in reponse.text
    assert 'value="chez moi"' in reponse.text
    assert "4\u00a0points à corriger" in reponse.text
    assert '<a href="#courriel">Courriel\u00a0: le texte n&#39;a pas la forme attendue.</a>' in reponse.text
    assert _modifications(client, "contact") == 0


def test_une_saisie_bien_remplie_mene_a_l_endroit_ou_elle_se_voit(client: TestClient) -> None:
    creer(client)

    reponse = _envoyer(client, f"{SAISIES}/contact", **CONTACT)

    assert reponse.status_code == 303
    assert reponse.headers["location"] == "/territoires/32/cadre?fait=contact#personnes"
    assert _modifications(client, "contact") == 1


def test_envoyer_deux_fois_la_meme_page_n_ecrit_qu_une_fois(client: TestClient) -> None:
    creer(client)

    premiere = _envoyer(client, f"{SAISIES}/contact", _cle="une-clé", **CONTACT)
    seconde = _envoyer(client, f"{SAISIES}/contact", _cle="une-clé", **CONTACT)

    assert premiere.headers["location"] == seconde.headers["location"]
    assert _modifications(client, "contact") == 1


def test_revenir_en_arriere_et_changer_ne_perd_rien_et_ne_double_rien(client: TestClient) -> None:
    creer(client)
    _envoyer(client, f"{SAISIES}/contact", _cle="une-clé", **CONTACT)

    reponse = _envoyer(client, f"{SAISIES}/contact", _cle="une-clé", **CONTACT | {"nom": "AUTRE"})
    cle = re.search(r'name="_cle" value="(\w+)"', reponse.text)

    assert "Ce formulaire avait déjà été enregistré" in reponse.text
    assert 'value="AUTRE"' in reponse.text
    assert _modifications(client, "contact") == 1
    assert cle
    _envoyer(client, f"{SAISIES}/contact", _cle=cle[1], **CONTACT | {"nom": "AUTRE"})
    assert _modifications(client, "contact") == 2


def test_un_geste_deja_fait_renvoie_la_ou_il_avait_mene(client: TestClient) -> None:
    preparer(client)
    cases = {"faits.le": "2024-01-15", "_cle": "une-clé"}

    premiere = _envoyer(client, f"{GESTES}/ouvrir", **cases)
    seconde = _envoyer(client, f"{GESTES}/ouvrir", **cases)

    assert premiere.status_code == 303
    assert seconde.headers["location"] == premiere.headers["location"] == "/territoires/32?fait=ouvrir"
    assert client.get("/api/v1/territoires/32/journal").json()["total"] == 1


def test_un_brouillon_se_retrouve_et_disparait_une_fois_enregistre(client: TestClient) -> None:
    creer(client)

    garde = _envoyer(client, f"{SAISIES}/contact", nom="Commencé", _agir="brouillon")
    assert "Brouillon gardé à" in garde.text
    repris = client.get(f"{SAISIES}/contact").text
    assert "Votre brouillon est là" in repris
    assert 'value="Commencé"' in repris
    assert 'value="Commencé"' not in client.get(f"{SAISIES}/contact?vierge=1").text
    _envoyer(client, f"{SAISIES}/contact", **CONTACT)

    assert "brouillon est là" not in client.get(f"{SAISIES}/contact").text


def test_le_brouillon_d_une_personne_n_est_qu_a_elle(client_sqlite: TestClient) -> None:
    creer(client_sqlite)
    _envoyer(client_sqlite, f"{SAISIES}/contact", nom="Secret", _agir="brouillon")

    entrer_comme(client_sqlite, Role.ETAT, "Dominique Modèle", territoire="32")

    assert "Secret" not in client_sqlite.get(f"{SAISIES}/contact").text


def test_le_script_garde_le_brouillon_sans_recharger_la_page(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.post(
        f"{SAISIES}/contact", data={"nom": "X", "_agir": "brouillon"}, headers={"X-Brouillon": "1"}
    )

    assert (reponse.status_code, reponse.content) == (204, b"")
    assert 'value="X"' in client_sqlite.get(f"{SAISIES}/contact").text


def test_ajouter_une_ligne_sans_script_garde_tout(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    page = _envoyer(
        client_sqlite,
        f"{SAISIES}/reunion",
        lieu="Auch",
        _agir="ajouter:points",
        **{"points.0.intitule": "Premier"},
    ).text

    assert 'value="Auch"' in page
    assert 'value="Premier"' in page
    assert 'name="points.1.intitule"' in page
    assert 'data-curseur="points.1"' in page


def test_un_geste_bloque_mene_la_ou_chaque_obstacle_se_regle(client: TestClient) -> None:
    creer(client)

    page = client.get(f"{GESTES}/ouvrir").text
    refus = _envoyer(client, f"{GESTES}/ouvrir", **{"faits.le": "2024-01-15"})

    assert '<a href="/territoires/32/cadre#personnes">' in page
    assert refus.status_code == 409
    assert '<a href="/territoires/32/finances#enveloppes">' in refus.text
    assert "Rien n'a été enregistré" in refus.text
    assert 'name="levees.' not in refus.text


def test_un_motif_exige_se_dit_a_sa_case(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)

    refus = _envoyer(
        client_sqlite, f"{GESTES}/suspendre", **{"jusqu_au": "2024-06-30", "faits.le": "2024-02-01"}
    )

    assert refus.status_code == 422
    assert '<a href="#faits.motif">Motif\u00a0: le champ est obligatoire.</a>' in refus.text
    assert 'value="2024-06-30"' in refus.text


def _convoquer_trop_tard(client: TestClient, **cases: str) -> Any:
    return _envoyer(
        client, f"{GESTES}/convoquer?reunion=1", reunion="1", **{"faits.le": "2024-02-15"} | cases
    )


REUNION = {
    "nature": "comite_lancement",
    "prevue_le": "2024-02-20",
    "heure": "14:30",
    "lieu": "Auch",
    "points.0.intitule": "Méthode",
    "participants.0.nom": "A. EXEMPLE",
    "participants.0.organisme": "DDETS",
}


def test_un_controle_qui_le_permet_se_leve_avec_motif_et_autorite(client: TestClient) -> None:
    ouvrir(client)
    assert _envoyer(client, f"{SAISIES}/reunion", **REUNION).status_code == 303

    refus = _convoquer_trop_tard(client)
    incomplet = _convoquer_trop_tard(client, **{"levees.CAL-01.motif": "Accord écrit"})
    leve = _convoquer_trop_tard(
        client, **{"levees.CAL-01.motif": "Accord écrit", "levees.CAL-01.autorite": "Préfet du Gers"}
    )

    assert refus.status_code == 409
    assert 'name="levees.CAL-01.motif"' in refus.text
    assert "dites quelle autorité l&#39;assume" in incomplet.text
    assert "Accord écrit" in incomplet.text
    assert leve.headers["location"] == "/territoires/32/reunions/1?fait=convoquer"


def test_un_geste_hors_de_son_etape_n_a_pas_de_formulaire(client_sqlite: TestClient) -> None:
    creer(client_sqlite)

    reponse = client_sqlite.get(f"{GESTES}/notifier")

    assert reponse.status_code == 409
    assert "<form" not in reponse.text.split("<main")[1]


@pytest.mark.parametrize("adresse", [f"{SAISIES}/rien", f"{GESTES}/rien"])
def test_une_adresse_inventee_ne_casse_rien(client_sqlite: TestClient, adresse: str) -> None:
    creer(client_sqlite)

    assert client_sqlite.get(adresse).status_code in (404, 422)
    assert client_sqlite.post(adresse, data={"a": "b"}).status_code in (404, 422)


def test_on_ne_saisit_que_ce_qui_vous_revient(client_sqlite: TestClient) -> None:
    creer(client_sqlite)
    entrer_comme(client_sqlite, Role.COLLECTIVITE, "Dominique Modèle", territoire="32")

    assert client_sqlite.get(f"{SAISIES}/contact").status_code == 200
    assert client_sqlite.get(f"{SAISIES}/enveloppe").status_code == 403
    assert _envoyer(client_sqlite, f"{SAISIES}/enveloppe", annee="2025").status_code == 403


def test_une_demarche_suspendue_ne_se_modifie_pas(client_sqlite: TestClient) -> None:
    ouvrir(client_sqlite)
    faire(client_sqlite, "suspendre", motif="Élections", donnees={"jusqu_au": "2024-06-30"})

    assert client_sqlite.get(f"{SAISIES}/contact").status_code == 409


def test_retirer_puis_remettre_se_fait_d_un_bouton(client: TestClient) -> None:
    ouvrir(client)
    _envoyer(client, f"{SAISIES}/constat", axe="DROITS", texte="Constat fictif")

    retire = _envoyer(client, f"{SAISIES}/retrait", nature="constat", objet="1")
    retour = re.search(r"fait=retrait&retrait=([0-9a-f-]{36})#constats", retire.headers["location"])
    assert retour
    remis = _envoyer(client, f"{SAISIES}/remise_en_place", retrait=retour[1])

    assert remis.headers["location"] == "/territoires/32/diagnostic?fait=remise_en_place#constats"
    assert _modifications(client, "constat") == 3
