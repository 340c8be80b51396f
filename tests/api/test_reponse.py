"""Le lien personnel : une personne, un territoire, pas de compte ; il expire, se remplace et se ferme."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from api.acces.debit import tout_oublier
from modeles.base import lecture, unite_de_travail
from modeles.campagne import Attendu
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.lien_de_reponse import LienDeReponse
from modeles.secret import secret_de_l_installation
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire_annuel import GenreCampagne
from tests.api.conftest import TestClient
from tests.workflows.contrats_d_essai import FICHE, auteur, un_contrat
from workflows.campagnes import ouvrir_campagne
from workflows.collecte.liens import chemin_du_lien, lien_pour, remplacer, revoquer
from workflows.commandes.bordereau import Auteur

MEN, MONO, RELOG = (f"{FICHE}/{code}" for code in ("MEN", "MONO", "RELOG"))


def _maintenant() -> Auteur:
    return Auteur("Camille Exemple", maintenant().date(), maintenant())


@pytest.fixture
def adresse(base: Path) -> str:
    """L'adresse du lien du référent du Gers, pour les indicateurs de 2025."""
    tout_oublier()
    with unite_de_travail() as session:
        un_contrat(session)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur())
        attendu = session.exec(select(Attendu)).one()
        contact = attendu.demarche.contacts[0]
        lien = lien_pour(session, attendu, contact, _maintenant())
        return chemin_du_lien(lien, secret_de_l_installation(configuration().donnees))


@pytest.fixture
def visiteur(adresse: str, client: TestClient) -> TestClient:
    """Un navigateur où personne n'est connecté."""
    client.cookies.clear()
    client.headers.pop("authorization", None)
    return client


def _valeurs() -> dict[str, tuple[str, int | None, str]]:
    with lecture() as session:
        valeurs = session.exec(select(ValeurIndicateur)).all()
        return {v.indicateur.code: (v.statut.value, v.valeur_centiemes, v.origine) for v in valeurs}


def test_la_page_se_lit_sans_compte_et_ne_montre_que_ce_territoire(
    adresse: str, visiteur: TestClient
) -> None:
    page = visiteur.get(adresse)

    assert page.status_code == 200
    assert "Ménages accompagnés" in page.text
    assert "Dominique EXEMPLE" in page.text
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("same-origin", "no-store")


def test_une_reponse_est_gardee_au_nom_de_la_personne(adresse: str, visiteur: TestClient) -> None:
    envoi = {f"valeur:{MEN}": "1 080,5", f"valeur:{MONO}": "0", f"statut:{MONO}": "zero_reel"}

    reponse = visiteur.post(adresse, data=envoi)

    assert reponse.status_code == 200
    assert "2\u00a0valeurs gardées" in reponse.text
    assert _valeurs() == {
        "MEN": ("saisi", 108050, "lien personnel"),
        "MONO": ("zero_reel", 0, "lien personnel"),
    }
    with lecture() as session:
        assert session.exec(select(ValeurIndicateur.par)).first() == "Dominique EXEMPLE (lien personnel)"


def test_ce_qui_est_faux_est_dit_a_sa_place_et_reste_ecrit(adresse: str, visiteur: TestClient) -> None:
    reponse = visiteur.post(adresse, data={f"valeur:{MEN}": "80", f"valeur:{RELOG}": "une centaine"})

    assert reponse.status_code == 422
    assert 'value="une centaine"' in reponse.text
    assert 'aria-invalid="true"' in reponse.text
    assert _valeurs()["MEN"][1] == 8000
    assert "RELOG" not in _valeurs()


def test_un_champ_d_un_autre_contrat_est_ignore(adresse: str, visiteur: TestClient) -> None:
    visiteur.post(adresse, data={"valeur:46-DRO-EXP-01/MEN": "80"})

    assert _valeurs() == {}


def test_en_direct_chaque_indicateur_se_garde_et_dit_sa_faute(adresse: str, visiteur: TestClient) -> None:
    direct = {"x-en-direct": "1"}

    garde = visiteur.post(adresse, data={f"valeur:{MEN}": "80"}, headers=direct).json()
    refuse = visiteur.post(adresse, data={f"valeur:{MONO}": "90"}, headers=direct).json()

    assert garde == {"gardees": 1, "fautes": {}}
    assert list(refuse["fautes"]) == [f"valeur-{MONO.replace('/', '_')}"]


@pytest.mark.parametrize("abime", ["x", "", "W10.abc", "é" * 20])
def test_un_lien_abime_est_un_refus_qui_n_apprend_rien(
    adresse: str, visiteur: TestClient, abime: str
) -> None:
    refus = visiteur.get(f"{adresse[:-6]}{abime}")

    assert refus.status_code == 404
    assert "ne permet plus de répondre" in refus.text


def _agir(visiteur: TestClient, adresse: str, comment: str) -> int:
    with unite_de_travail() as session:
        lien = session.exec(select(LienDeReponse)).one()
        match comment:
            case "revoquer":
                revoquer(session, lien, _maintenant())
            case "remplacer":
                remplacer(session, lien, _maintenant())
            case "expirer":
                lien.expire_le = _maintenant().saisi_le - timedelta(seconds=1)
    return visiteur.get(adresse).status_code


@pytest.mark.parametrize("comment", ["revoquer", "remplacer", "expirer"])
def test_un_lien_ferme_ne_permet_plus_de_repondre(adresse: str, visiteur: TestClient, comment: str) -> None:
    assert _agir(visiteur, adresse, comment) == 404
    assert visiteur.post(adresse, data={f"valeur:{MEN}": "80"}).status_code == 404
    assert _valeurs() == {}


def test_redonner_le_lien_rend_le_meme_et_reprendre_un_lien_ferme_en_change(
    adresse: str, visiteur: TestClient
) -> None:
    secret = secret_de_l_installation(configuration().donnees)

    def redonner() -> str:
        with unite_de_travail() as session:
            attendu = session.exec(select(Attendu)).one()
            return chemin_du_lien(
                lien_pour(session, attendu, attendu.demarche.contacts[0], _maintenant()), secret
            )

    assert redonner() == adresse
    _agir(visiteur, adresse, "revoquer")
    assert redonner() != adresse


def test_un_envoi_venu_d_un_autre_site_est_refuse(adresse: str, visiteur: TestClient) -> None:
    refus = visiteur.post(adresse, data={f"valeur:{MEN}": "80"}, headers={"sec-fetch-site": "cross-site"})

    assert refus.status_code == 403
    assert _valeurs() == {}


def test_essayer_des_liens_au_hasard_est_limite(adresse: str, visiteur: TestClient) -> None:
    codes = [visiteur.get(f"/reponse/essai{n}").status_code for n in range(25)]

    assert (codes[0], codes[-1]) == (404, 429)
    tout_oublier()


def test_le_secret_ne_change_pas_et_n_est_lisible_que_de_son_proprietaire(tmp_path: Path) -> None:
    premier = secret_de_l_installation(tmp_path)

    assert secret_de_l_installation(tmp_path) == premier
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [f.name for f in tmp_path.iterdir()] == ["secret"]
