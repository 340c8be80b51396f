"""La page des indicateurs d'un territoire : saisir, contrôler, aménager, passer par le classeur, donner un lien."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Amenagement
from modeles.colonnes import maintenant
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import GenreCampagne
from tests.api.classeurs import empreinte_a_confirmer, rempli
from tests.api.conftest import TestClient
from tests.workflows.contrats_d_essai import FICHE, auteur, saisie, un_contrat
from workflows.attendus import attendu_designe
from workflows.campagnes import ouvrir_campagne
from workflows.valeurs import enregistrer_valeurs

PAGE = "/territoires/32/indicateurs/2025"
MEN = f"{FICHE}/MEN"


@pytest.fixture
def campagne(base_sqlite: Path) -> None:
    """Le Gers répond 80 ménages pour 2025 ; l'échéance est à venir."""
    with unite_de_travail() as session:
        gers = un_contrat(session)
        echeance = maintenant().date() + timedelta(days=40)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur(), echeance_le=echeance)
        attendu = attendu_designe(session, gers, GenreCampagne.INDICATEURS, 2025)
        enregistrer_valeurs(session, attendu, [saisie("MEN", 80)], auteur(par="Dominique Modèle"), "agent")


def _csrf(client: TestClient) -> str:
    trouve = re.search(r'name="csrf" value="([^"]*)"', client.get(PAGE).text)
    return trouve[1] if trouve else ""


def _poster(client: TestClient, suite: str, **donnees: object) -> str:
    reponse = client.post(f"{PAGE}/{suite}", data={"csrf": _csrf(client), **donnees})
    assert reponse.status_code in (200, 409, 422), reponse.text
    return reponse.text


def _statuts() -> dict[str, str]:
    with lecture() as session:
        valeurs = session.exec(select(ValeurIndicateur)).all()
        return {v.indicateur.code: v.statut.value for v in sorted(valeurs, key=lambda v: v.numero)}


def test_la_page_montre_les_valeurs_leurs_cibles_et_ce_qui_manque(
    campagne: None, client_sqlite: TestClient
) -> None:
    page = client_sqlite.get(PAGE).text

    assert "1 sur 3" in page
    assert "80\u00a0foyers" in page
    assert "non renseigné" in page
    assert client_sqlite.get("/territoires/32/indicateurs").url.path == PAGE


def test_saisir_garde_ce_qui_tient_et_rend_le_reste(campagne: None, client_sqlite: TestClient) -> None:
    page = _poster(
        client_sqlite, "valeurs", **{f"valeur:{FICHE}/MONO": "30", f"valeur:{FICHE}/RELOG": "trente"}
    )

    assert 'value="trente"' in page
    assert _statuts() == {"MEN": "saisi", "MONO": "saisi"}


def test_controler_verifie_ce_qu_un_autre_a_saisi(campagne: None, client_sqlite: TestClient) -> None:
    _poster(client_sqlite, "controle", controle="verifier", indicateur=[MEN])
    _poster(client_sqlite, "controle", controle="valider")

    assert _statuts() == {"MEN": "valide"}


def test_contester_sans_motif_est_refuse_sur_la_page(campagne: None, client_sqlite: TestClient) -> None:
    page = _poster(client_sqlite, "controle", controle="contester", indicateur=[MEN])

    assert "la contestation n&#39;a pas de motif" in page or "contestation n’a pas de motif" in page
    assert _statuts() == {"MEN": "saisi"}


def test_un_report_s_inscrit_et_un_report_sans_motif_garde_ce_qui_etait_tape(
    campagne: None, client_sqlite: TestClient
) -> None:
    jour = (maintenant().date() + timedelta(days=60)).isoformat()

    refuse = _poster(client_sqlite, "amenagements", nature="report", jusqu_au=jour, motif="")
    assert f'value="{jour}"' in refuse
    _poster(client_sqlite, "amenagements", nature="report", jusqu_au=jour, motif="Changement de logiciel")

    with lecture() as session:
        (report,) = session.exec(select(Amenagement)).all()
    assert report.jusqu_au >= date.fromisoformat(jour)


def test_le_classeur_se_montre_puis_se_confirme(campagne: None, client_sqlite: TestClient) -> None:
    depart = client_sqlite.get("/api/v1/territoires/32/indicateurs/2025/classeur").content

    apercu = client_sqlite.post(
        f"{PAGE}/classeur/depots",
        data={"csrf": _csrf(client_sqlite)},
        files={"fichier": ("gers.xlsx", rempli(depart))},
    ).text
    assert "90\u00a0foyers" in apercu
    recu = _poster(
        client_sqlite, "classeur/confirmation", empreinte=empreinte_a_confirmer(apercu), nom="gers.xlsx"
    )

    assert "Classeur reçu" in recu
    with lecture() as session:
        valeurs = session.exec(select(ValeurIndicateur)).all()
    assert sorted(v.valeur_centiemes or 0 for v in valeurs) == [8000, 9000]


@pytest.mark.parametrize("octets", [b"", b"bonjour"])
def test_un_mauvais_fichier_est_dit_sur_la_page(
    campagne: None, client_sqlite: TestClient, octets: bytes
) -> None:
    page = client_sqlite.post(
        f"{PAGE}/classeur/depots", data={"csrf": _csrf(client_sqlite)}, files={"fichier": ("x.xlsx", octets)}
    )

    assert page.status_code == 422
    assert 'id="refus"' in page.text


def test_un_lien_se_donne_et_se_ferme(campagne: None, client_sqlite: TestClient) -> None:
    contact = re.search(r'<option value="([0-9a-f-]{36})"', client_sqlite.get(PAGE).text)
    assert contact is not None

    page = _poster(client_sqlite, "liens", contact=contact[1])
    adresse = re.search(r"<code>http://[^/]+(/reponse/[^<]+)</code>", page)
    assert adresse is not None
    assert client_sqlite.get(adresse[1]).status_code == 200

    lien = re.search(r"/liens/([0-9a-f-]{36})/revoquer", page)
    assert lien is not None
    _poster(client_sqlite, f"liens/{lien[1]}/revoquer")
    assert client_sqlite.get(adresse[1]).status_code == 404


def test_l_histoire_d_un_indicateur_dit_qui_et_quand(campagne: None, client_sqlite: TestClient) -> None:
    page = client_sqlite.get(f"{PAGE}/histoire/{MEN}").text

    assert "Dominique Modèle" in page
    assert client_sqlite.get(f"{PAGE}/histoire/{FICHE}/INCONNU").status_code == 404
