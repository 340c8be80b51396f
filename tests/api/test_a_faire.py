"""« À faire » : ce qui revient à chacun, fait, défait, remis à plus tard ; rien de tapé ne se perd."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.temps import aujourd_hui
from modeles.base import lecture, unite_de_travail
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.echeance import Echeance
from modeles.tache import Tache
from modeles.vocabulaire import EtatEcheance, Partie
from tests.acces import entrer_comme
from tests.api.demandes import ouvrir
from tests.api.fabriques import creer_des_demarches
from tests.api.test_territoires import requetes_comptees
from workflows.taches import ouvrir_tache

DEMAIN = aujourd_hui() + timedelta(days=1)


def une_tache(libelle: str, territoire: str | None = "32", **autres: Any) -> str:
    """Une tâche de l'État sur ce territoire ; rend son identifiant."""
    with unite_de_travail() as session:
        requete = select(Demarche).where(Demarche.territoire_code == territoire)
        demarche = session.exec(requete).first() if territoire else None
        autres |= {"demarche_id": demarche.id if demarche else None}
        return str(ouvrir_tache(session, f"essai:{libelle}", libelle, "Parce que.", **autres).id)


def section(page: str, identifiant: str) -> str:
    """Le contenu d'une section ; vide si elle n'est pas là."""
    morceaux = page.split(f'id="{identifiant}"')
    return morceaux[1].split("</section>")[0] if len(morceaux) > 1 else ""


def en_base(identifiant: str) -> Tache:
    with lecture() as session:
        return next(t for t in session.exec(select(Tache)).all() if str(t.id) == identifiant)


@pytest.fixture
def gers(client: TestClient) -> TestClient:
    ouvrir(client)
    return client


def test_les_choses_se_rangent_par_urgence(gers: TestClient) -> None:
    jours = {"passée": -1, "du jour": 0, "de la semaine": 7, "du mois": 30}
    for nom, n in jours.items():
        une_tache(f"Tâche {nom}", echeance_le=aujourd_hui() + timedelta(days=n))
    une_tache("Tâche sans date")
    une_tache("Tâche lointaine", echeance_le=aujourd_hui() + timedelta(days=31))

    page = gers.get("/a-faire").text

    assert "Tâche passée" in section(page, "en_retard")
    assert re.findall(r"Tâche (du jour|de la semaine)</a>", section(page, "cette_semaine")) == [
        "du jour",
        "de la semaine",
    ]
    assert "Tâche du mois" in section(page, "ce_mois")
    assert "Tâche sans date" in section(page, "sans_date")
    assert "Tâche lointaine" not in page


def test_une_echeance_du_parcours_est_la_avec_son_etape(client_sqlite: TestClient) -> None:
    creer_des_demarches(1)

    page = client_sqlite.get("/a-faire").text

    assert "Reprendre la démarche" in section(page, "en_retard")
    assert "à l&#39;étape «\u00a0Suspendu\u00a0»." in section(page, "en_retard")


def test_fait_puis_defait(gers: TestClient) -> None:
    tache = une_tache("Rappeler le conseil départemental")

    assert gers.post(f"/a-faire/{tache}/faite", follow_redirects=False).headers["location"] == "/a-faire"
    page = gers.get("/a-faire").text
    assert "Rappeler" not in section(page, "sans_date")
    assert "par Camille Exemple" in section(page, "traitees")
    gers.post(f"/a-faire/{tache}/reprise")

    assert "Rappeler" in section(gers.get("/a-faire").text, "sans_date")
    assert en_base(tache).faite_le is None


def test_faire_deux_fois_dit_que_c_est_deja_fait(gers: TestClient) -> None:
    tache = une_tache("Rappeler")
    gers.post(f"/a-faire/{tache}/faite")

    reponse = gers.post(f"/a-faire/{tache}/faite")

    assert reponse.status_code == 409
    assert "«\u00a0Rappeler\u00a0» est déjà fait." in reponse.text


def test_une_tache_remise_revient_le_jour_dit(gers: TestClient) -> None:
    tache = une_tache("Rappeler")

    gers.post(f"/a-faire/{tache}/report", data={"au": f"{DEMAIN}", "motif": "Il est absent"})
    aujourd_hui_page = gers.get("/a-faire").text
    demain_page = gers.get("/a-faire", params={"le": f"{DEMAIN}"}).text

    assert "Rappeler" not in section(aujourd_hui_page, "sans_date")
    assert "Il est absent" in section(aujourd_hui_page, "traitees")
    assert "Rappeler" in section(demain_page, "sans_date")


@pytest.mark.parametrize(
    ("au", "motif", "dit"),
    [
        ("", "Absent", "n&#39;est pas une date possible"),
        ("2020-01-01", "Absent", "Un report a une date à venir et un motif."),
        (f"{DEMAIN}", "  ", "Un report a une date à venir et un motif."),
    ],
)
def test_un_report_refuse_garde_ce_qui_est_tape(gers: TestClient, au: str, motif: str, dit: str) -> None:
    tache = une_tache("Rappeler")

    reponse = gers.post(f"/a-faire/{tache}/report", data={"au": au, "motif": motif})

    assert reponse.status_code == 422
    assert dit in reponse.text
    assert f'name="au" value="{au}"' in reponse.text
    assert f'name="motif" value="{motif}"' in reponse.text
    assert en_base(tache).reportee_au is None


def test_une_echeance_remise_sort_de_la_liste_et_s_en_va_quand_elle_est_satisfaite(
    client_sqlite: TestClient,
) -> None:
    creer_des_demarches(1)
    page = client_sqlite.get("/a-faire").text
    adresse = re.findall(r'action="(/a-faire/echeances/[^"]+)"', page)[0]

    refus = client_sqlite.post(adresse, data={"au": "2020-01-01", "motif": "Élections"})
    with lecture() as session:
        assert session.exec(select(Tache)).all() == []
    client_sqlite.post(adresse, data={"au": f"{DEMAIN}", "motif": "Élections"})
    remise = client_sqlite.get("/a-faire").text
    with unite_de_travail() as session:
        for echeance in session.exec(select(Echeance)).all():
            echeance.etat, echeance.close_le = EtatEcheance.SATISFAITE, DEMAIN
    finie = client_sqlite.get("/a-faire", params={"le": f"{DEMAIN}"}).text

    assert refus.status_code == 422
    assert "Reprendre la démarche" not in section(remise, "en_retard")
    assert "Reprendre la démarche" in section(remise, "traitees")
    assert "Reprendre la démarche" not in finie.split("blocages")[0]


def test_on_se_note_un_suivi_sur_un_territoire(gers: TestClient) -> None:
    gers.post("/a-faire", data={"libelle": "Relire la fiche 3", "pour_le": f"{DEMAIN}", "ou": "32"})

    page = gers.get("/a-faire", params={"moi": "true"}).text

    assert "Relire la fiche 3" in section(page, "cette_semaine")
    assert "Camille Exemple" in section(page, "cette_semaine")


def test_un_suivi_sans_texte_ou_a_une_date_impossible_garde_ce_qui_est_tape(gers: TestClient) -> None:
    sans_texte = gers.post("/a-faire", data={"libelle": " ", "pour_le": "2027-01-15"})
    sans_date = gers.post("/a-faire", data={"libelle": "Relire", "pour_le": "31/02/2027"})

    assert (sans_texte.status_code, sans_date.status_code) == (422, 422)
    assert 'value="2027-01-15"' in sans_texte.text
    assert 'value="Relire"' in sans_date.text
    assert gers.get("/a-faire").text.count("Relire") == 0


def test_chacun_ne_voit_et_ne_touche_que_ce_qui_lui_revient(gers: TestClient) -> None:
    de_l_etat = une_tache("Affaire de l'État")
    une_tache("Affaire du Département", a_qui=Partie.COLLECTIVITE)
    entrer_comme(gers, Role.COLLECTIVITE, "Dominique Fictif", territoire="32")

    page = gers.get("/a-faire").text

    assert "Affaire du Département" in page
    assert "Affaire de l&#39;État" not in page
    assert gers.post(f"/a-faire/{de_l_etat}/faite").status_code == 404
    assert en_base(de_l_etat).faite_le is None


def test_d_ailleurs_on_ne_voit_rien(gers: TestClient) -> None:
    tache = une_tache("Affaire de l'État")
    entrer_comme(gers, Role.ETAT, "Claude Fictif", territoire="11")

    assert "Affaire" not in gers.get("/a-faire").text
    assert gers.post(f"/a-faire/{tache}/report", data={"au": f"{DEMAIN}", "motif": "x"}).status_code == 404
    assert gers.post("/a-faire", data={"libelle": "Suivre", "ou": "32"}).status_code == 404


def test_ce_qui_bloque_dit_quoi_et_comment(gers: TestClient) -> None:
    page = gers.get("/a-faire").text

    assert '/territoires/32/gestes/valider_cadrage">Valider le cadrage</a>' in section(page, "blocages")
    assert 'href="/territoires/32"' in section(page, "blocages")


def test_les_filtres_restent_dans_l_adresse_apres_un_geste(gers: TestClient) -> None:
    tache = une_tache("Rappeler")

    reponse = gers.post(f"/a-faire/{tache}/faite?territoire=32&moi=", follow_redirects=False)

    assert reponse.headers["location"] == "/a-faire?territoire=32&moi="


def test_autant_de_requetes_a_1_et_16_territoires(client_sqlite: TestClient) -> None:
    comptes = []
    for deja, nombre in ((0, 9), (9, 30)):
        creer_des_demarches(nombre - deja, apres=deja)
        with requetes_comptees() as envoyees:
            assert client_sqlite.get("/a-faire").status_code == 200
        comptes.append(len(envoyees))

    assert comptes[0] == comptes[1]
