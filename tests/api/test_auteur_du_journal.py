"""Le journal nomme qui a fait le changement, par toute porte ; « Jalons » n'y signe que ce qu'il fait seul."""

import getpass
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

import api
from api.temps import aujourd_hui
from modeles.base import lecture, unite_de_travail
from modeles.journal import LigneJournal, Operation
from modeles.vocabulaire_annuel import GenreCampagne
from tests.acces import ADMINISTRATEUR
from tests.api.conftest import TestClient
from tests.api.terminal import jalons
from tests.api.test_messages import deposer
from tests.workflows.contrats_d_essai import auteur, un_contrat
from workflows.campagnes import ouvrir_campagne
from workflows.vie_annuelle import actualiser_les_exercices

OUVERTE, ECHUE = aujourd_hui() - timedelta(days=60), aujourd_hui() - timedelta(days=20)
# Ce que fait une personne qui n'est pas encore reconnue, ou la reconnaître.
SANS_PERSONNE = {"ecriture.py", "cli/outils.py", "acces/reconnaissance.py", "acces/demarrage.py"}


def les_auteurs(nature: str, operation: Operation = Operation.MODIFICATION) -> set[str]:
    """Ceux que le journal nomme pour ces changements."""
    with lecture() as session:
        lignes = session.exec(select(LigneJournal).where(LigneJournal.nature == nature)).all()
    return {x.par for x in lignes if x.operation is operation}


@pytest.fixture
def campagne(client_sqlite: TestClient) -> TestClient:
    """Le Gers devait ses indicateurs de 2025 il y a vingt jours."""
    with unite_de_travail() as session:
        un_contrat(session)
        qui = auteur(OUVERTE, "Dominique Modèle")
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, qui, echeance_le=ECHUE)
    return client_sqlite


@pytest.mark.parametrize("quoi", ["verrou", "cloture"])
def test_verrouiller_ou_clore_par_l_api_nomme_la_personne(campagne: TestClient, quoi: str) -> None:
    assert campagne.post(f"/api/v1/regions/76/campagnes/indicateurs/2025/{quoi}", json={}).status_code == 200

    assert les_auteurs("campagne") == {ADMINISTRATEUR}


@pytest.mark.parametrize("quoi", ["verrou", "cloture"])
def test_verrouiller_ou_clore_par_la_page_nomme_la_personne(campagne: TestClient, quoi: str) -> None:
    fait = campagne.post(f"/campagnes/indicateurs/2025/{quoi}", data={"ou": "76"}, follow_redirects=False)

    assert (fait.status_code, les_auteurs("campagne")) == (303, {ADMINISTRATEUR})


@pytest.mark.parametrize("quoi", ["verrouiller", "clore"])
@pytest.mark.parametrize(("options", "nommee"), [((), getpass.getuser()), (("--par", "Léa"), "Léa")])
@pytest.mark.usefixtures("campagne")
def test_verrouiller_ou_clore_au_terminal_nomme_la_personne(
    quoi: str, options: tuple[str, ...], nommee: str
) -> None:
    fait = jalons("campagnes", quoi, "76", "--exercice", "2025", *options)

    assert (fait.exit_code, les_auteurs("campagne")) == (0, {nommee}), fait.output


def test_ouvrir_une_campagne_nomme_la_personne(client_sqlite: TestClient) -> None:
    demande = {"genre": "indicateurs", "exercice": 2025, "le": "2026-02-02"}

    assert client_sqlite.post("/api/v1/regions/76/campagnes", json=demande).status_code == 201

    assert les_auteurs("campagne", Operation.CREATION) == {ADMINISTRATEUR}


def test_decider_d_un_message_nomme_la_personne(client_sqlite: TestClient) -> None:
    identifiant = deposer(client_sqlite)

    client_sqlite.post(f"/messages/{identifiant}/annulation", data={"motif": "Doublon"})

    assert les_auteurs("message") == {ADMINISTRATEUR}


def test_s_abonner_a_un_calendrier_nomme_la_personne(client_sqlite: TestClient) -> None:
    assert client_sqlite.post("/api/v1/calendriers", json={}).status_code == 201
    assert client_sqlite.post("/mes-calendriers", data={}).status_code == 200

    assert les_auteurs("lien_de_calendrier", Operation.CREATION) == {ADMINISTRATEUR}


def test_un_geste_de_l_annee_nomme_la_personne_et_la_tournee_nomme_jalons(campagne: TestClient) -> None:
    le = ECHUE + timedelta(days=1)
    with unite_de_travail() as session:
        actualiser_les_exercices(session, un_contrat(session, "09"), le, auteur(le).saisi_le)
    assert les_auteurs("passage_annuel", Operation.CREATION) == {"Jalons"}

    valeur = {"fiche": "09-DRO-EXP-01", "indicateur": "MEN", "valeur": "80"}
    campagne.post("/api/v1/territoires/09/valeurs", json={"exercice": 2025, "saisies": [valeur]})
    fait = campagne.post("/api/v1/territoires/09/exercices/2025/gestes/lancer_controle", json={})

    assert fait.status_code == 201, fait.text
    assert les_auteurs("passage_annuel", Operation.CREATION) == {"Jalons", ADMINISTRATEUR}


def test_un_document_demande_nomme_la_personne(campagne: TestClient) -> None:
    fait = campagne.post("/api/v1/territoires/32/exercices/2025/documents/D21")

    assert (fait.status_code, les_auteurs("document", Operation.CREATION)) == (200, {ADMINISTRATEUR})


@pytest.mark.usefixtures("base_sqlite")
def test_creer_une_demarche_au_terminal_nomme_la_personne() -> None:
    assert jalons("creer", "Gers").exit_code == 0
    assert jalons("creer", "Lot", "--par", "Léa Exemple").exit_code == 0

    assert les_auteurs("demarche", Operation.CREATION) == {getpass.getuser(), "Léa Exemple"}


def test_aucune_porte_n_ouvre_de_transaction_sans_la_signer() -> None:
    racine = Path(next(iter(api.__path__)))
    ouvrent = {
        str(f.relative_to(racine))
        for f in racine.rglob("*.py")
        if re.search(r"\bunite_de_travail\b", f.read_text(encoding="utf-8"))
    }

    assert ouvrent == SANS_PERSONNE


def test_verrouiller_depuis_une_page_placee_dans_l_avenir_est_d_aujourd_hui(campagne: TestClient) -> None:
    demain = aujourd_hui() + timedelta(days=30)

    adresse = f"/campagnes/indicateurs/2025/verrou?le={demain}"
    fait = campagne.post(adresse, data={"ou": "76"}, follow_redirects=False)

    assert (fait.status_code, f"le={demain}" in fait.headers["location"]) == (303, True)
    with lecture() as session:
        (ligne,) = [x for x in session.exec(select(LigneJournal)).all() if "verrouillee_le" in x.champs]
    assert date.fromisoformat(ligne.champs["verrouillee_le"][1]) == aujourd_hui()
