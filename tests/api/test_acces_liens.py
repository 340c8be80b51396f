"""Le lien de connexion demandé par courriel : envoyé à qui a un compte, sans le dire aux autres."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from modeles.base import lecture
from modeles.compte import Role
from modeles.journal import LigneJournal
from modeles.message import Message
from modeles.vocabulaire_courriel import EtatMessage
from tests.acces import creer_compte
from tests.bases import reglages_relus
from workflows.acces.habilitations import Portee

DOMINIQUE = "dominique.exemple@exemple.fr"


@pytest.fixture
def avec_courriel(anonyme: TestClient, base_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """L'application, avec un serveur de courriel réglé ; Dominique y a un compte."""
    monkeypatch.setenv("JALONS_SMTP_HOTE", "smtp.invalid")
    monkeypatch.setenv("JALONS_SMTP_EXPEDITEUR", "jalons@exemple.fr")
    creer_compte(Role.REGION, "Dominique Exemple", Portee("76"))
    with reglages_relus():
        yield anonyme


def messages() -> list[Message]:
    with lecture() as session:
        return list(session.exec(select(Message)).all())


def test_le_lien_demande_arrive_dans_la_boite_d_envoi_et_ouvre(avec_courriel: TestClient) -> None:
    page = avec_courriel.post("/connexion", data={"courriel": " Dominique.Exemple@EXEMPLE.fr "})

    (message,) = messages()
    assert page.status_code == 200
    assert "Si un compte porte cette adresse, un lien vient d" in page.text
    assert (message.destinataires, message.objet) == ([DOMINIQUE], "Votre lien de connexion à Jalons")
    (lien,) = re.findall(r"http://127\.0\.0\.1:8000(/connexion/\S+)", message.corps)
    assert avec_courriel.post(lien, follow_redirects=False).status_code == 303
    (ensuite,) = messages()
    assert (ensuite.etat, lien.rpartition("/")[2] in ensuite.corps) == (EtatMessage.ANNULE, False)


def test_une_adresse_inconnue_recoit_la_meme_reponse_et_rien_ne_part(avec_courriel: TestClient) -> None:
    connue, inconnue = (
        avec_courriel.post("/connexion", data={"courriel": adresse})
        for adresse in (DOMINIQUE, "x@exemple.fr")
    )

    assert connue.text == inconnue.text
    assert len(messages()) == 1


def test_le_secret_du_lien_n_entre_pas_au_journal(avec_courriel: TestClient) -> None:
    avec_courriel.post("/connexion", data={"courriel": DOMINIQUE})

    (secret,) = re.findall(r"/connexion/(\S+)", messages()[0].corps)
    with lecture() as session:
        lignes = session.exec(select(LigneJournal)).all()
    assert lignes
    assert not any(secret in str(ligne.champs) for ligne in lignes)


def test_on_n_inonde_pas_une_boite(avec_courriel: TestClient) -> None:
    statuts = [avec_courriel.post("/connexion", data={"courriel": DOMINIQUE}).status_code for _ in range(4)]

    assert statuts == [200, 200, 200, 429]
    assert len(messages()) == 3


def test_sans_serveur_de_courriel_la_page_ne_le_propose_pas(anonyme: TestClient) -> None:
    page = anonyme.get("/connexion").text

    assert "Recevoir un lien de connexion" not in page
    assert "jalons acces lien" in page
    assert anonyme.post("/connexion", data={"courriel": DOMINIQUE}).status_code == 404
