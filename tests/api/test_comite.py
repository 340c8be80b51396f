"""Un comité d'un seul formulaire : programmé et convoqué ensemble, tenu, ses décisions suivies."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from api.temps import aujourd_hui
from tests.api.conftest import TestClient
from tests.api.demandes import faire, ouvrir, saisir
from tests.api.formulaires.envoi import cases_de

REUNIONS = "/territoires/32/reunions"
NOUVELLE = f"{REUNIONS}/nouvelle?nature=comite_lancement"


def _remplir(client: TestClient, **autres: Any) -> dict[str, Any]:
    """Le formulaire tel qu'il s'ouvre, avec ce qui manque : une date, une heure, un lieu."""
    cases: dict[str, Any] = dict(cases_de(client.get(NOUVELLE).text))
    return cases | {"prevue_le": "2024-03-20", "heure": "14:30", "lieu": "Auch"} | autres


def _envoyer(client: TestClient, cases: dict[str, Any], adresse: str = NOUVELLE) -> Any:
    return client.post(adresse, data=cases, follow_redirects=False)


@pytest.fixture
def gers(client: TestClient) -> TestClient:
    ouvrir(client)
    for partie in ("etat", "collectivite"):
        signataire = {"partie": partie, "role": "signataire", "nom": f"Signataire {partie}", "prenom": "Alix"}
        saisir(client, "contact", signataire | {"fonction": "préfète", "organisme": "Organisme fictif"})
    return client


def test_le_formulaire_s_ouvre_avec_l_ordre_du_jour_et_les_personnes(gers: TestClient) -> None:
    cases = cases_de(gers.get(NOUVELLE).text)

    assert cases["points.0.intitule"] == ["Cadre national et objectifs du contrat"]
    noms = {v[0] for c, v in cases.items() if c.startswith("participants.") and c.endswith(".nom")}
    assert {"Alix Signataire etat", "Alix Signataire collectivite", "Exemple"} <= noms
    assert sum(c.endswith(".preside") for c in cases) == 2


def test_la_date_montre_ce_qu_elle_impose_sans_script(gers: TestClient) -> None:
    dans_trois_jours = aujourd_hui() + timedelta(days=3)

    page = unescape(
        _envoyer(gers, _remplir(gers, prevue_le=dans_trois_jours.isoformat(), _agir="calculer")).text
    )

    invitation = dans_trois_jours - timedelta(days=15)
    assert f"{invitation:%d/%m/%Y}</span> Invitation partie, 15 jours avant" in page
    assert "L'invitation devait partir le" in page
    assert "Compte rendu validé par la collectivité" in page


def test_un_jour_ferie_se_dit(gers: TestClient) -> None:
    page = unescape(_envoyer(gers, _remplir(gers, prevue_le="2027-07-14", _agir="calculer")).text)

    assert "Ce jour est férié (Fête nationale)." in page


def test_programmer_et_convoquer_se_font_ensemble(gers: TestClient) -> None:
    reponse = _envoyer(gers, _remplir(gers, convoquee_le="2024-02-20"))

    assert reponse.headers["location"] == f"{REUNIONS}/1?fait=convoquer"
    page = unescape(gers.get(f"{REUNIONS}/1").text)
    assert "partie le 20\u00a0février 2024" in page
    assert "/territoires/32/gestes/tenir_reunion?reunion=1" in page
    effets = gers.get("/api/v1/territoires/32/effets").json()["elements"]
    assert [e["objet"] for e in effets if e["nature"] == "document"] == [
        "D01:reunion:1",
        "D02:reunion:1",
        "D03:reunion:1",
    ]


def test_une_convocation_refusee_ne_laisse_pas_de_reunion(gers: TestClient) -> None:
    refus = _envoyer(gers, _remplir(gers, convoquee_le="2024-03-18"))

    assert refus.status_code == 409
    assert 'name="levees.CAL-01.motif"' in refus.text
    assert 'value="2024-03-20"' in refus.text
    assert "Aucune réunion n'est programmée." in unescape(gers.get(REUNIONS).text)


def test_programmer_sans_convoquer(gers: TestClient) -> None:
    cases = {c: v for c, v in _remplir(gers).items() if c != "convoquer"}

    reponse = _envoyer(gers, cases)

    assert reponse.headers["location"] == f"{REUNIONS}/1?fait=reunion"
    assert "/territoires/32/gestes/convoquer?reunion=1" in gers.get(f"{REUNIONS}/1").text


def _tenir(client: TestClient, **autres: Any) -> Any:
    adresse = "/territoires/32/gestes/tenir_reunion?reunion=1"
    cases: dict[str, Any] = dict(cases_de(client.get(adresse).text))
    presences = [c for c in cases if c.startswith("presences.")]
    cases |= dict.fromkeys(presences, "present") | {"faits.le": "2024-03-20"} | autres
    return _envoyer(client, cases, adresse)


def test_le_compte_rendu_s_ouvre_prerempli_et_ses_decisions_deviennent_des_taches(gers: TestClient) -> None:
    _envoyer(gers, _remplir(gers, convoquee_le="2024-02-20"))

    reponse = _tenir(gers, **{"decisions.1.responsable": "référent", "decisions.1.echeance_le": "2024-04-15"})

    assert reponse.headers["location"] == f"{REUNIONS}/1?fait=tenir_reunion"
    page = unescape(gers.get(f"{REUNIONS}/1").text)
    assert "Périmètre, axes et composition du comité de suivi" in page
    assert page.count(">à faire</a>") == 1
    a_faire = unescape(gers.get("/a-faire?territoire=32").text)
    assert "Décision n° 2 du comité de lancement du 20/03/2024." in a_faire.replace("\u00a0", " ")
    assert "Méthode et calendrier" in a_faire


def test_un_releve_se_corrige_jusqu_a_sa_validation_et_la_tache_suit(gers: TestClient) -> None:
    _envoyer(gers, _remplir(gers, convoquee_le="2024-02-20"))
    _tenir(gers, **{"decisions.0.responsable": "référent"})
    adresse = "/territoires/32/saisies/releve?reunion=1"

    cases: dict[str, Any] = dict(cases_de(gers.get(adresse).text))
    assert cases["decisions.0.responsable"] == ["référent"]
    corrige = _envoyer(gers, cases | {"decisions.0.libelle": "Périmètre corrigé"}, adresse)

    assert corrige.headers["location"] == f"{REUNIONS}/1?fait=releve"
    assert "Périmètre corrigé" in unescape(gers.get("/a-faire?territoire=32").text)
    faire(gers, "valider_compte_rendu", le="2024-03-28", donnees={"reunion": 1})
    assert _envoyer(gers, cases | {"_cle": "autre"}, adresse).status_code == 422
    assert "saisies/releve" not in gers.get(f"{REUNIONS}/1").text


def test_une_reunion_se_met_a_l_agenda(gers: TestClient) -> None:
    _envoyer(gers, _remplir(gers, convoquee_le="2024-02-20"))

    reponse = gers.get(f"{REUNIONS}/1/agenda.ics")

    assert reponse.headers["content-type"].startswith("text/calendar")
    assert "DTSTART;TZID=Europe/Paris:20240320T143000" in reponse.text
    assert reponse.text.count("BEGIN:VEVENT") == 1
