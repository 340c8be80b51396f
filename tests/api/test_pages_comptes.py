"""Les pages des comptes : la sienne, et celles d'un administrateur."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from modeles.base import lecture
from modeles.compte import Compte, Role
from modeles.message import Message
from tests.acces import creer_compte, entrer_comme
from workflows.acces.habilitations import Portee

INVITATION = {
    "nom": "Dominique Exemple",
    "courriel": "dominique@exemple.fr",
    "role": "etat",
    "territoire": "32",
    "organisme": "DDETS",
}


def envoyer(client: TestClient, adresse: str, **champs: object) -> tuple[int, str]:
    """Le statut, et la page où l'on arrive."""
    reponse = client.post(adresse, data=champs)
    return (reponse.history[0].status_code if reponse.history else reponse.status_code), reponse.text


def identifiant(nom: str) -> str:
    with lecture() as session:
        return str(session.exec(select(Compte.id).where(Compte.nom == nom)).one())


def inviter(client: TestClient, **autres: str) -> str:
    statut, page = envoyer(client, "/comptes", **(INVITATION | autres))
    assert statut == 303, page
    return identifiant((INVITATION | autres)["nom"])


def test_inviter_ouvre_le_compte_prepare_le_message_et_le_dit(client: TestClient) -> None:
    statut, page = envoyer(client, "/comptes", **INVITATION)

    assert statut == 303
    assert "Le compte est ouvert, et l'invitation préparée." in page.replace("&#39;", "'")
    assert "Service de l'État dans le département\u00a0: Gers" in page.replace("&#39;", "'")
    with lecture() as session:
        assert [m.destinataires for m in session.exec(select(Message)).all()] == [["dominique@exemple.fr"]]


@pytest.mark.parametrize(
    "faute", [{"role": ""}, {"territoire": ""}, {"courriel": "x"}, {"nom": ""}, {"fin_le": "2026-02-31"}]
)
def test_une_invitation_refusee_garde_ce_qui_etait_tape_et_n_ouvre_rien(
    client_sqlite: TestClient, faute: dict[str, str]
) -> None:
    statut, page = envoyer(client_sqlite, "/comptes", **(INVITATION | faute))

    assert statut == 422
    assert 'role="alert"' in page
    assert 'value="DDETS"' in page
    with lecture() as session:
        assert session.exec(select(Compte).where(Compte.organisme == "DDETS")).first() is None


def test_un_administrateur_mene_la_vie_d_un_compte(client: TestClient) -> None:
    compte = inviter(client)
    inviter(client, nom="Alex Exemple", courriel="alex@exemple.fr")
    ici = f"/comptes/{compte}"

    statuts = [
        envoyer(client, f"{ici}/roles", role="lecteur", region="76")[0],
        envoyer(client, f"{ici}/nom", nom="Dominique Autre")[0],
        envoyer(client, f"{ici}/suppleances", courriel="alex@exemple.fr", du="2030-01-01", au="2030-01-09")[
            0
        ],
        envoyer(client, f"{ici}/lien")[0],
        envoyer(client, f"{ici}/suspension", motif="congé")[0],
        envoyer(client, f"{ici}/reouverture")[0],
        envoyer(client, f"{ici}/passation", successeur="alex@exemple.fr")[0],
    ]

    assert statuts == [303] * 7
    page = client.get(ici).text.replace("&#39;", "'")
    assert "Dominique Autre" in page
    for dit in (
        "Passation",
        "Compte fermé",
        "Compte rouvert",
        "Nom changé",
        "Rôle donné",
        "Invitation préparée",
    ):
        assert f">{dit}<" in page, dit
    assert "Lecteur\u00a0: Occitanie" in client.get(f"/comptes/{identifiant('Alex Exemple')}").text


def test_retirer_un_role_le_retire_aussitot(client: TestClient) -> None:
    compte = inviter(client)
    (retrait,) = re.findall(r'action="(/comptes/[^"]+/retrait)"', client.get(f"/comptes/{compte}").text)

    statut, page = envoyer(client, retrait)

    assert statut == 303
    assert "Aucun rôle" in page


def test_le_dernier_administrateur_reste_et_la_page_dit_pourquoi(client: TestClient) -> None:
    statut, page = envoyer(client, f"/comptes/{identifiant('Camille Exemple')}/suspension")

    assert statut == 409
    assert "Camille Exemple est le dernier administrateur." in page


def test_seul_un_administrateur_voit_les_comptes(client_sqlite: TestClient) -> None:
    entrer_comme(client_sqlite, Role.REGION, "Alex Exemple", region="76")

    assert client_sqlite.get("/comptes").status_code == 403
    assert client_sqlite.post("/comptes", data=INVITATION).status_code == 403
    assert "/comptes" not in client_sqlite.get("/compte").text


def test_un_jeton_s_affiche_une_fois_sert_puis_se_revoque(client: TestClient) -> None:
    statut, page = envoyer(
        client, "/compte/jetons", **{"nom-du-jeton": "tableur", "jours": "30", "portees": "lire"}
    )
    (secret,) = re.findall(r"jalons_[\w-]{43}", page)
    programme = TestClient(client.app, headers={"Authorization": f"Bearer {secret}"})

    assert statut == 201
    assert programme.get("/api/v1/territoires").status_code == 200
    refus = programme.post("/api/v1/territoires", json={"territoire": "Gers"})
    assert (refus.status_code, refus.json()["title"]) == (403, "Ce jeton ne permet pas cela.")
    encore = client.get("/compte").text
    assert secret not in encore
    (revocation,) = re.findall(r'action="(/compte/jetons/[^"]+)"', encore)
    assert envoyer(client, revocation)[0] == 303
    assert programme.get("/api/v1/territoires").status_code == 401


def test_un_jeton_ne_cree_ni_jeton_ni_compte(client_sqlite: TestClient) -> None:
    _, page = envoyer(
        client_sqlite,
        "/compte/jetons",
        **{"nom-du-jeton": "tout", "jours": "30", "portees": ["lire", "ecrire", "fichiers"]},
    )
    (secret,) = re.findall(r"jalons_[\w-]{43}", page)
    programme = TestClient(client_sqlite.app, headers={"Authorization": f"Bearer {secret}"})

    assert programme.get("/compte").status_code == 403
    assert programme.post("/compte/jetons", data={"nom-du-jeton": "x", "portees": "lire"}).status_code == 403
    assert programme.post("/comptes", data=INVITATION).status_code == 403


@pytest.mark.parametrize("champs", [{"jours": "x"}, {"jours": "9999"}, {"portees": []}, {"nom-du-jeton": ""}])
def test_un_jeton_mal_demande_est_refuse_sans_rien_perdre(
    client_sqlite: TestClient, champs: dict[str, object]
) -> None:
    demande: dict[str, object] = {"nom-du-jeton": "tableur", "jours": "30", "portees": ["lire"]}

    statut, page = envoyer(client_sqlite, "/compte/jetons", **(demande | champs))

    assert statut == 422
    assert "Ce jeton ne peut pas être créé." in page


def test_on_designe_qui_fait_le_meme_metier_et_pas_un_autre(client: TestClient) -> None:
    creer_compte(Role.ETAT, "Alex Exemple", Portee(territoire="31"))
    creer_compte(Role.COLLECTIVITE, "Claude Exemple", Portee(territoire="32"))
    entrer_comme(client, Role.ETAT, "Dominique Exemple", territoire="32")
    periode = {"du": "2030-01-01", "au": "2030-01-09"}

    autre_partie, page = envoyer(
        client, "/compte/suppleances", courriel="claude.exemple@exemple.fr", **periode
    )
    collegue, suite = envoyer(client, "/compte/suppleances", courriel="alex.exemple@exemple.fr", **periode)

    assert (autre_partie, collegue) == (422, 303)
    assert 'value="claude.exemple@exemple.fr"' in page
    assert "Alex Exemple agit à votre place" in suite
    (annulation,) = re.findall(r'action="(/compte/suppleances/[^"]+)"', suite)
    entrer_comme(client, Role.REGION, "Un Tiers", region="76")
    assert client.post(annulation).status_code == 404
    entrer_comme(client, Role.ETAT, "Alex Exemple", territoire="31")
    assert envoyer(client, annulation)[0] == 303


def test_on_ferme_ses_autres_sessions_sans_fermer_la_sienne(client: TestClient) -> None:
    ancienne = dict(client.cookies)
    entrer_comme(client)

    statut, page = envoyer(client, "/compte/sessions/fermeture")

    assert (statut, "celle-ci" in page) == (303, True)
    autre = TestClient(client.app, cookies=ancienne)
    assert autre.get("/api/v1/territoires").status_code == 401


def test_changer_son_nom_change_ce_que_signera_le_journal(client: TestClient) -> None:
    statut, page = envoyer(client, "/compte/nom", nom="  Camille   Exemple-Autre ")

    assert statut == 303
    assert "Camille Exemple-Autre" in page
