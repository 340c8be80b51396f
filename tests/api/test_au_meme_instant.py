"""Ce qu'une autre personne écrit au même instant donne un refus qui s'explique, jamais une panne."""

from modeles.colonnes import maintenant
from modeles.vocabulaire_annuel import GenreCampagne
from tests.api.conftest import TestClient
from tests.api.simultanes import pendant_que_l_autre
from tests.workflows.contrats_d_essai import auteur
from workflows.acces.comptes import Qui, ouvrir_compte
from workflows.campagnes import ouvrir_campagne


def test_la_campagne_qu_un_autre_ouvre_est_refusee(client: TestClient) -> None:
    demande = {"genre": "indicateurs", "exercice": 2025, "le": "2026-02-02"}

    with pendant_que_l_autre(lambda s: ouvrir_campagne(s, "76", GenreCampagne.INDICATEURS, 2025, auteur())):
        reponse = client.post("/api/v1/regions/76/campagnes", json=demande)

    assert (reponse.status_code, "elle est déjà ouverte" in reponse.text) == (409, True)


def test_le_compte_qu_un_autre_ouvre_est_refuse(client: TestClient) -> None:
    invitation = {"nom": "Léa Exemple", "courriel": "lea@exemple.fr", "role": "lecteur"}
    qui = Qui("Dominique Modèle", maintenant())

    with pendant_que_l_autre(lambda s: ouvrir_compte(s, "Léa Exemple", "lea@exemple.fr", qui)):
        reponse = client.post("/comptes", data=invitation)

    assert reponse.status_code == 422
    assert "lea@exemple.fr" in reponse.text
