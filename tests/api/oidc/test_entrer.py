"""Entrer par le fournisseur d'identité : l'aller, le retour, la sortie."""

from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey
from sqlmodel import select

from api.acces.csrf import jeton_du_secret
from modeles.base import lecture, unite_de_travail
from modeles.compte import Compte
from modeles.journal import LigneJournal
from modeles.requetes_acces import compte_de_courriel
from tests.acces import sortir
from tests.api.oidc.fournisseur import FournisseurDIdentite
from tests.api.oidc.parcours import aller, revenir, sessions_ouvertes
from tests.bases import reglages_relus

ADRESSE = "dominique.exemple@exemple.fr"


def test_qui_a_un_compte_entre_et_arrive_ou_il_allait(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    reponse = revenir(anonyme, aller(anonyme, "/territoires/32?le=2026-03-01"))

    assert (reponse.status_code, reponse.headers["location"]) == (303, "/territoires/32?le=2026-03-01")
    assert anonyme.get("/").status_code == 200
    demande = chez.demandes[-1]
    assert demande["redirect_uri"] == "http://127.0.0.1:8000/connexion/oidc/retour"
    assert (demande["scope"], demande["acr_values"]) == ("openid given_name usual_name email", "eidas1")
    assert min(len(demande[c]) for c in ("state", "nonce", "code_challenge")) >= 43


def test_lier_son_compte_a_son_identite_se_signe_de_la_personne(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    revenir(anonyme, aller(anonyme))

    with lecture() as session:
        compte = compte_de_courriel(session, ADRESSE)
        lignes = session.exec(select(LigneJournal)).all()
    assert compte is not None
    assert {x.par for x in lignes if "sujet" in x.champs} == {compte.nom}


def test_un_fournisseur_ordinaire_qui_repond_en_json_convient_aussi(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    chez.infos_signees = False

    assert revenir(anonyme, aller(anonyme)).status_code == 303


def test_le_fournisseur_peut_changer_de_cle(anonyme: TestClient, chez: FournisseurDIdentite) -> None:
    revenir(anonyme, aller(anonyme))
    ancienne = chez.cle_publiee
    chez.cle = chez.cle_publiee = RSAKey.generate_key(2048, {"kid": "deux"})

    reponse = revenir(anonyme, aller(anonyme))

    chez.cle = chez.cle_publiee = ancienne
    assert reponse.status_code == 303


def test_un_inconnu_est_reconnu_mais_n_entre_pas_et_rien_n_est_cree(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    chez.personne |= {"email": "inconnue@exemple.fr", "sub": "p-2", "given_name": "Inès"}
    avant = sessions_ouvertes()

    reponse = revenir(anonyme, aller(anonyme))

    assert reponse.status_code == 403
    assert "Vous n&#39;avez pas de compte dans Jalons." in reponse.text
    assert "Inès Exemple, inconnue@exemple.fr" in reponse.text
    assert sessions_ouvertes() == avant
    with lecture() as session:
        assert compte_de_courriel(session, "inconnue@exemple.fr") is None


def test_une_adresse_reattribuee_n_ouvre_pas_les_droits_d_avant(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    revenir(anonyme, aller(anonyme))
    sortir(anonyme)
    chez.personne |= {"sub": "une-autre-personne"}

    assert revenir(anonyme, aller(anonyme)).status_code == 403


def test_un_compte_lie_suit_la_personne_qui_change_d_adresse(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    revenir(anonyme, aller(anonyme))
    chez.personne |= {"email": "nouvelle@exemple.fr"}

    assert revenir(anonyme, aller(anonyme)).status_code == 303


def test_un_compte_suspendu_n_entre_pas(anonyme: TestClient, chez: FournisseurDIdentite) -> None:
    with unite_de_travail() as session:
        compte = compte_de_courriel(session, ADRESSE)
        assert isinstance(compte, Compte)
        compte.actif = False

    assert revenir(anonyme, aller(anonyme)).status_code == 403


def test_un_retour_rejoue_ne_sert_pas_deux_fois(anonyme: TestClient, chez: FournisseurDIdentite) -> None:
    retour = aller(anonyme)
    premier = revenir(anonyme, retour)

    second = revenir(anonyme, retour)

    assert (premier.status_code, second.status_code) == (303, 403)
    assert "Elle a déjà servi" in second.text


def test_un_code_deja_echange_est_refuse_par_le_fournisseur(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    code = parse_qs(urlsplit(aller(anonyme)).query)["code"][0]
    chez.codes.pop(code)
    etat = parse_qs(urlsplit(aller(anonyme)).query)["state"][0]

    reponse = anonyme.get("/connexion/oidc/retour", params={"code": code, "state": etat})

    assert reponse.status_code == 503


def test_un_autre_navigateur_ne_peut_pas_finir_une_connexion(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    retour = aller(anonyme)
    sortir(anonyme)

    reponse = revenir(anonyme, retour)

    assert reponse.status_code == 403
    assert "set-cookie" not in reponse.headers


def test_renoncer_chez_le_fournisseur_ramene_a_une_page_qui_le_dit(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    chez.refuse = True

    reponse = revenir(anonyme, aller(anonyme))

    assert reponse.status_code == 403
    assert "La connexion a été abandonnée." in reponse.text


def test_se_deconnecter_deconnecte_aussi_du_fournisseur(
    anonyme: TestClient, chez: FournisseurDIdentite
) -> None:
    revenir(anonyme, aller(anonyme))
    entree = anonyme.get("/territoires/rien", follow_redirects=False)
    assert entree.status_code == 404

    secret = anonyme.cookies["jalons_8000"]
    sortie = anonyme.post("/deconnexion", data={"csrf": jeton_du_secret(secret)}, follow_redirects=False)

    adresse = urlsplit(sortie.headers["location"])
    assert f"{adresse.scheme}://{adresse.netloc}{adresse.path}" == f"{chez.adresse}/session/end"
    champs = parse_qs(adresse.query)
    assert champs["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/connexion"]
    assert champs["id_token_hint"][0].count(".") == 2


def test_un_fournisseur_muet_le_dit_et_la_page_de_connexion_reste_lisible(
    anonyme: TestClient, chez: FournisseurDIdentite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALONS_OIDC_EMETTEUR", "http://127.0.0.1:9")
    with reglages_relus():
        reponse = anonyme.get("/connexion/oidc", follow_redirects=False)
        page = anonyme.get("/connexion")

    assert (reponse.status_code, page.status_code) == (503, 200)
    assert "Le service de connexion ne répond pas." in reponse.text


def test_sans_fournisseur_cette_adresse_le_dit(anonyme: TestClient) -> None:
    assert anonyme.get("/connexion/oidc").status_code == 404
