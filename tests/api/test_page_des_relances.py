"""Campagnes et relances : tout se voit et se décide depuis les pages."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import select

from api.temps import aujourd_hui
from modeles.base import lecture, unite_de_travail
from modeles.campagne import Amenagement, Campagne
from modeles.colonnes import maintenant
from modeles.demarche import Demarche
from modeles.relance import Relance
from modeles.vocabulaire_annuel import GenreCampagne
from modeles.vocabulaire_relances import Canal, EtatRelance
from tests.api.conftest import TestClient
from tests.workflows.contrats_d_essai import un_contrat
from tests.workflows.relances.dossiers_du_parcours import un_visa_attendu
from workflows.campagnes import ouvrir_campagne
from workflows.commandes.bordereau import Auteur


@pytest.fixture
def campagne(base_sqlite: Path) -> None:
    """Le Gers doit ses indicateurs de 2025, dont l'échéance est dans huit jours."""
    le = maintenant().date()
    with unite_de_travail() as session:
        un_contrat(session)
        auteur_du_jour = Auteur("Camille Exemple", le, maintenant())
        echeance = le + timedelta(days=8)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur_du_jour, echeance_le=echeance)


def _poster(client: TestClient, page: str, adresse: str, **donnees: str) -> str:
    trouve = re.search(r'name="csrf" value="([^"]*)"', client.get(page).text)
    csrf = trouve[1] if trouve else ""
    reponse = client.post(adresse, data={"csrf": csrf, **donnees})
    assert reponse.status_code < 500, reponse.text
    return reponse.text


def test_la_page_des_campagnes_dit_qui_a_repondu(campagne: None, client_sqlite: TestClient) -> None:
    page = client_sqlite.get("/campagnes").text

    assert "Gers" in page
    assert "0 sur 3" in page
    assert "attendue" in page


def test_ouvrir_verrouiller_et_clore_une_campagne(campagne: None, client_sqlite: TestClient) -> None:
    avant = maintenant().date() - timedelta(days=60)
    echue = (maintenant().date() - timedelta(days=30)).isoformat()
    ouvrir = {"ou": "76", "genre": "rapport_execution", "annee": "2025", "echeance_le": echue, "seuil": "80"}

    _poster(client_sqlite, "/campagnes", f"/campagnes?le={avant}", **ouvrir)
    _poster(client_sqlite, "/campagnes", "/campagnes/rapport_execution/2025/verrou", ou="76")
    _poster(client_sqlite, "/campagnes", "/campagnes/rapport_execution/2025/cloture", ou="76")

    with lecture() as session:
        rapport = session.exec(
            select(Campagne).where(Campagne.genre == GenreCampagne.RAPPORT_EXECUTION)
        ).one()
    assert (rapport.verrouillee_le is not None, rapport.close_le is not None) == (True, True)


@pytest.mark.parametrize("annee", ["", "deux mille", "2026", "1999"])
def test_une_campagne_mal_demandee_garde_ce_qui_etait_tape(
    campagne: None, client_sqlite: TestClient, annee: str
) -> None:
    page = _poster(
        client_sqlite, "/campagnes", "/campagnes", ou="76", genre="indicateurs", annee=annee, seuil="70"
    )

    assert 'id="refus"' in page
    assert 'value="70"' in page


def test_les_resultats_disent_combien_ont_repondu(campagne: None, client_sqlite: TestClient) -> None:
    page = client_sqlite.get("/campagnes/resultats?region=76&exercice=2025").text

    assert "0 territoire sur 1" in page.replace("\u00a0", " ")


def test_un_jour_a_venir_se_voit_avec_ce_qui_partirait(campagne: None, client_sqlite: TestClient) -> None:
    jours = (maintenant().date() + timedelta(days=n) for n in range(1, 30))
    pages = [client_sqlite.get(f"/relances?le={jour}").text.replace("\u00a0", " ") for jour in jours]

    assert any("message part" in page and "Dominique EXEMPLE" in page for page in pages)


def test_une_relance_se_retient_et_une_promesse_se_note(campagne: None, client_sqlite: TestClient) -> None:
    promis = (maintenant().date() + timedelta(days=20)).isoformat()

    refus = _poster(
        client_sqlite, "/campagnes", "/relances/32/indicateurs/2025/promesse", jusqu_au=promis, motif=""
    )
    assert 'id="refus"' in refus
    _poster(
        client_sqlite,
        "/campagnes",
        "/relances/32/indicateurs/2025/promesse",
        jusqu_au=promis,
        motif="Téléphone",
    )
    _poster(client_sqlite, "/campagnes", "/relances/32/indicateurs/2025/R1/veto", motif="Échange en cours")

    with lecture() as session:
        (promesse,) = session.exec(select(Amenagement)).all()
        relances = session.exec(select(Relance)).all()
    assert promesse.jusqu_au >= date.fromisoformat(promis)
    assert [(r.niveau, r.etat.value) for r in relances] == [("R1", "retenue")]
    assert "Échange en cours" in client_sqlite.get("/relances/historique").text


def test_l_efficacite_se_lit_meme_sans_relance_partie(campagne: None, client_sqlite: TestClient) -> None:
    assert "Aucune relance n'est encore partie" in client_sqlite.get("/relances/efficacite").text


def test_sans_campagne_les_pages_disent_quoi_faire(base_sqlite: Path, client_sqlite: TestClient) -> None:
    with unite_de_travail() as session:
        un_contrat(session)

    assert "Aucune campagne" in client_sqlite.get("/campagnes").text
    assert "Aucune campagne" in client_sqlite.get("/relances").text


PAGES_REGIONALES = (
    "/campagnes",
    "/campagnes/resultats",
    "/relances",
    "/relances/historique",
    "/relances/efficacite",
    "/relances/retards",
    "/campagnes/76/indicateurs/2025/echelle",
    "/recherche?q=gers",
    "/territoires/32/indicateurs/2025",
    "/territoires/32/saisies/source",
)


@pytest.mark.parametrize("adresse", PAGES_REGIONALES)
@pytest.mark.parametrize("fictive", [True, False])
def test_ce_qui_est_invente_le_dit_sur_chaque_page(
    adresse: str, fictive: bool, campagne: None, client_sqlite: TestClient
) -> None:
    with unite_de_travail() as session:
        session.exec(select(Demarche)).one().fictive = fictive

    reponse = client_sqlite.get(adresse)

    assert reponse.status_code == 200
    assert ("Données de démonstration" in reponse.text) is fictive


def test_une_lettre_a_signer_se_lit_une_fois_avec_son_retard_du_jour(
    campagne: None, client_sqlite: TestClient
) -> None:
    le = maintenant().date()
    with unite_de_travail() as session:
        demarche = session.exec(select(Demarche)).one()
        cle = f"{demarche.id}:indicateurs:2025:R2"
        session.add(
            Relance(
                cle=cle,
                demarche_id=demarche.id,
                genre="indicateurs",
                exercice=2025,
                niveau="R2",
                libelle="Relance du directeur",
                etat=EtatRelance.A_VALIDER,
                etat_le=le,
                decidee_le=le,
                echeance_le=le + timedelta(days=8),
                canal=Canal.COURRIER,
                raison="en retard de 15 jours",
                decidee_par="Jalons",
            )
        )
    plus_tard = le + timedelta(days=35)

    page = client_sqlite.get(f"/relances?le={plus_tard}").text.replace("\u00a0", " ")

    assert "en retard de 27 jours" in page.casefold()
    assert "en retard de 15 jours" not in page.casefold()
    assert "Dues, et qui ne partent pas" not in page


ECHELLE = "/campagnes/76/indicateurs/2025/echelle"


def _formulaire(page: str) -> dict[str, list[str]]:
    """Ce que le navigateur enverrait de l'échelle, sans y toucher."""
    champs: dict[str, list[str]] = {}
    for balise in re.findall(r"<input[^>]*>", page):
        nom, valeur = (re.search(rf'{a}="([^"]*)"', balise) for a in ("name", "value"))
        coche = "checked" in balise or 'type="checkbox"' not in balise
        if nom and coche and (nom[1] == "csrf" or nom[1] == "plafond_jours" or "." in nom[1]):
            champs.setdefault(nom[1], []).append(unescape(valeur[1] if valeur else ""))
    for nom_, corps in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL):
        champs[nom_] = [unescape(corps).replace("\n", "\r\n")]
    for nom_, choix in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        choisi = re.search(r'value="([^"]*)" selected', choix)
        champs[nom_] = [choisi[1] if choisi else ""]
    return champs


def test_l_echelle_se_regle_depuis_sa_page(campagne: None, client_sqlite: TestClient) -> None:
    assert ECHELLE in client_sqlite.get("/campagnes").text
    assert ECHELLE in client_sqlite.get("/relances").text
    champs = _formulaire(client_sqlite.get(ECHELLE).text)

    inchangee = client_sqlite.post(ECHELLE, data=champs).text
    reglee = client_sqlite.post(ECHELLE, data=champs | {"R1.jours": ["9"], "R4.actif": []}).text

    assert "propre à cette campagne" not in inchangee
    assert "propre à cette campagne" in reglee
    assert reglee.count("réglé pour cette campagne") == 2
    assert "Camille Exemple : échelle réglée" in reglee.replace("\u00a0", " ")
    rendue = _poster(client_sqlite, ECHELLE, f"{ECHELLE}/region")
    assert "propre à cette campagne" not in rendue
    assert "retour à l'échelle de la région" in unescape(rendue)


def test_un_reglage_refuse_garde_ce_qui_est_tape_et_mene_a_la_case(
    campagne: None, client_sqlite: TestClient
) -> None:
    champs = _formulaire(client_sqlite.get(ECHELLE).text)

    reponse = client_sqlite.post(ECHELLE, data=champs | {"R1.jours": ["dix"], "R2.objet": ["{{ rien }}"]})

    assert reponse.status_code == 409
    assert 'href="#R1.jours"' in reponse.text
    assert 'value="dix"' in reponse.text
    assert "{{ rien }}" in reponse.text
    with lecture() as session:
        assert session.exec(select(Campagne)).one().echelle is None


def test_une_echeance_de_l_etat_se_voit_et_se_remet_a_plus_tard(
    base_sqlite: Path, client_sqlite: TestClient
) -> None:
    un_visa_attendu()
    page = client_sqlite.get(f"/relances?le={aujourd_hui()}").text
    assert "Viser les crédits du projet de convention" in page
    assert "/relances/32/echeances/visa:1/promesse" in page
    assert "Viser les crédits" in client_sqlite.get("/relances/retards").text
    jusqu_au = (maintenant().date() + timedelta(days=20)).isoformat()

    suite = _poster(
        client_sqlite,
        "/relances",
        "/relances/32/echeances/visa:1/promesse",
        jusqu_au=jusqu_au,
        motif="Crédits en attente",
    )
    refus = _poster(client_sqlite, "/relances", "/relances/32/echeances/visa:1/I3/veto", motif="")

    assert "Crédits en attente" in suite
    assert 'id="refus"' in refus
