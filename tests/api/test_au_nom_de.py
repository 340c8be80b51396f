"""Inscrire depuis une page l'acte d'une autre personne : où cela se propose, ce qui en reste, ce qui se refuse."""

from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from api.temps import aujourd_hui, instant_present
from modeles.base import lecture, unite_de_travail
from modeles.campagne import Amenagement
from modeles.compte import Role
from modeles.demarche import Demarche
from modeles.journal import LigneJournal
from modeles.tache import Tache
from modeles.valeur import ValeurIndicateur
from modeles.vocabulaire import Partie
from modeles.vocabulaire_annuel import GenreCampagne
from tests.acces import entrer_comme
from tests.api.classeurs import empreinte_a_confirmer, rempli
from tests.api.conftest import TestClient
from tests.api.demandes import ouvrir, saisir
from tests.api.formulaires.envoi import cases_de
from tests.workflows.contrats_d_essai import FICHE, un_contrat
from workflows.campagnes import ouvrir_campagne
from workflows.commandes.bordereau import Auteur
from workflows.taches import ouvrir_tache

INDICATEURS = "/territoires/32/indicateurs/2025"
COMITE = "/territoires/32/reunions/nouvelle?nature=comite_lancement"
DOMINIQUE = "Dominique EXEMPLE"
POUR_DOMINIQUE = f"{DOMINIQUE} (saisi par Camille Exemple)"
CONTACT = {
    "role": "membre",
    "prenom": "Dominique",
    "nom": "Autre",
    "fonction": "cheffe",
    "organisme": "Organisme",
}
DANS_UN_MOIS = aujourd_hui() + timedelta(days=30)


@pytest.fixture
def gers(client: TestClient) -> TestClient:
    """Une démarche ouverte, où la collectivité et un partenaire ont chacun un contact."""
    ouvrir(client)
    saisir(client, "contact", CONTACT | {"partie": "collectivite"})
    saisir(client, "contact", CONTACT | {"partie": "partenaire", "nom": "Partenaire"})
    return client


@pytest.fixture
def campagne(base: Path, client: TestClient) -> TestClient:
    """Le Gers et l'Ariège, en exécution, doivent leurs indicateurs de 2025 dans huit jours."""
    with unite_de_travail() as session:
        un_contrat(session)
        un_contrat(session, "09").contacts[0].nom = "ARIÉGEOIS"
        auteur = Auteur("Camille Exemple", aujourd_hui(), instant_present())
        echeance = aujourd_hui() + timedelta(days=8)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur, echeance_le=echeance)
    return client


def journal_de(nature: str) -> set[str]:
    """Qui signe, au journal, les lignes de cette nature."""
    with lecture() as session:
        return set(session.exec(select(LigneJournal.par).where(LigneJournal.nature == nature)).all())


def valeurs() -> list[ValeurIndicateur]:
    with lecture() as session:
        return list(session.exec(select(ValeurIndicateur).order_by(ValeurIndicateur.saisi_le)).all())


def poster(client: TestClient, adresse: str, **donnees: Any) -> Any:
    return client.post(adresse, data=donnees, follow_redirects=False)


# Le comité


def test_un_comite_s_organise_au_nom_de_la_collectivite_qui_le_convoque(gers: TestClient) -> None:
    page = gers.get(COMITE).text
    cases = cases_de(page) | {
        "prevue_le": "2024-03-20",
        "heure": "14:30",
        "lieu": "Auch",
        "convoquee_le": "2024-02-20",
    }

    envoi = poster(gers, COMITE, **cases | {"_pour": "Dominique Autre"})

    assert envoi.status_code == 303, envoi.text
    assert '<option value="Dominique Autre">' in page
    passages = gers.get("/api/v1/territoires/32/journal").json()["elements"]
    assert {p["par"] for p in passages if p["geste"] == "convoquer"} == {
        "Dominique Autre (saisi par Camille Exemple)"
    }
    assert journal_de("reunion") == {"Dominique Autre (saisi par Camille Exemple)"}


@pytest.mark.parametrize("pour", ["Dominique Partenaire", "Inconnu"])
def test_un_comite_ne_se_convoque_pas_au_nom_de_qui_n_en_convoque_pas(gers: TestClient, pour: str) -> None:
    page = gers.get(COMITE).text
    cases = cases_de(page) | {
        "prevue_le": "2024-03-20",
        "heure": "14:30",
        "lieu": "Auch",
        "convoquee_le": "2024-02-20",
    }

    refus = poster(gers, COMITE, **cases | {"_pour": pour})

    assert f'<option value="{pour}">' not in page
    assert refus.status_code == 403
    assert f"Vous ne pouvez pas écrire sous le nom de «\u00a0{pour}\u00a0»." in refus.text
    assert 'value="2024-03-20"' in refus.text
    assert journal_de("reunion") == set()


def test_la_collectivite_n_ecrit_au_nom_de_personne(gers: TestClient) -> None:
    entrer_comme(gers, Role.COLLECTIVITE, "Alex Exemple", territoire="32")

    page = gers.get(COMITE).text
    cases = cases_de(page) | {
        "prevue_le": "2024-03-20",
        "heure": "14:30",
        "lieu": "Auch",
        "convoquee_le": "2024-02-20",
    }

    assert "_pour" not in page
    assert poster(gers, COMITE, **cases | {"_pour": "Dominique Autre"}).status_code == 403


# L'instruction et les crédits


def test_on_n_instruit_ni_ne_vise_au_nom_de_la_collectivite(gers: TestClient) -> None:
    saisir(gers, "fiche", {"titre": "Une action", "axe": "DROITS", "annee_debut": 2024})
    fiche = {"fiche": "32-DROITS-01"}
    saisir(gers, "statut_fiche", fiche | {"statut": "soumise"})

    refus = [
        gers.post(
            f"/api/v1/territoires/32/saisies/{nature}", json={"donnees": donnees, "par": "Dominique Autre"}
        )
        for nature, donnees in (("statut_fiche", fiche | {"statut": "validee"}), ("visa_dreets", {}))
    ]
    instruire, soumettre = (
        gers.get(f"/territoires/32/saisies/statut_fiche?fiche=32-DROITS-01&statut={statut}").text
        for statut in ("validee", "soumise")
    )

    assert [r.status_code for r in refus] == [403, 403]
    assert ("_pour" in instruire, "_pour" in soumettre) == (False, True)


# Les indicateurs et leur campagne


@pytest.mark.parametrize("en_direct", [True, False])
def test_des_valeurs_dictees_au_telephone_portent_les_deux_noms(
    campagne: TestClient, en_direct: bool
) -> None:
    en_tetes = {"X-En-Direct": "1"} if en_direct else {}
    donnees = {f"valeur:{FICHE}/MEN": "80", "_pour": DOMINIQUE}

    for _ in range(2):
        reponse = campagne.post(f"{INDICATEURS}/valeurs", data=donnees, headers=en_tetes)
        assert reponse.status_code == 200, reponse.text

    assert [v.par for v in valeurs()] == [POUR_DOMINIQUE]
    assert journal_de("valeur_indicateur") == {POUR_DOMINIQUE}


def test_une_faute_garde_le_nom_choisi(campagne: TestClient) -> None:
    donnees = {f"valeur:{FICHE}/MEN": "beaucoup", "_pour": DOMINIQUE}

    page = campagne.post(f"{INDICATEURS}/valeurs", data=donnees).text

    assert f'<option value="{DOMINIQUE}" selected>' in page
    assert valeurs() == []


def test_ni_qui_transcrit_ni_qui_a_dicte_ne_valide(campagne: TestClient) -> None:
    poster(campagne, f"{INDICATEURS}/valeurs", **{f"valeur:{FICHE}/MEN": "80", "_pour": DOMINIQUE})

    refus = [poster(campagne, f"{INDICATEURS}/controle", controle="verifier", indicateur=f"{FICHE}/MEN")]
    entrer_comme(campagne, Role.ETAT, DOMINIQUE, territoire="32")
    refus.append(poster(campagne, f"{INDICATEURS}/controle", controle="verifier", indicateur=f"{FICHE}/MEN"))
    entrer_comme(campagne, Role.ETAT, "Claude Tiers", territoire="32")
    permis = poster(campagne, f"{INDICATEURS}/controle", controle="verifier", indicateur=f"{FICHE}/MEN")

    assert [r.status_code for r in refus] == [409, 409]
    assert permis.status_code == 303
    assert [v.statut.value for v in valeurs()] == ["saisi", "verifie"]


def test_on_ne_valide_pas_au_nom_d_un_autre(campagne: TestClient) -> None:
    poster(campagne, f"{INDICATEURS}/valeurs", **{f"valeur:{FICHE}/MEN": "80"})

    reponse = campagne.post(
        "/api/v1/territoires/32/valeurs/controles",
        json={"exercice": 2025, "controle": "verifier", "par": DOMINIQUE},
    )

    assert reponse.status_code == 403
    assert [v.statut.value for v in valeurs()] == ["saisi"]


@pytest.mark.parametrize(
    ("nature", "statut", "par"),
    [
        ("difficulte", 303, POUR_DOMINIQUE),
        ("promesse", 303, POUR_DOMINIQUE),
        ("report", 403, None),
        ("main_rendue", 403, None),
    ],
)
def test_la_collectivite_signale_et_promet_l_etat_seul_accorde(
    campagne: TestClient, nature: str, statut: int, par: str | None
) -> None:
    jour = DANS_UN_MOIS.isoformat()
    envoi = poster(
        campagne,
        f"{INDICATEURS}/amenagements",
        nature=nature,
        motif="Logiciel",
        jusqu_au=jour,
        _pour=DOMINIQUE,
    )

    assert envoi.status_code == statut, envoi.text
    with lecture() as session:
        assert [a.par for a in session.exec(select(Amenagement)).all()] == ([par] if par else [])
    assert journal_de("amenagement") == ({par} if par else set())
    if statut == 403:
        assert f'value="{jour}"' in envoi.text
        assert f'<option value="{DOMINIQUE}" selected>' in envoi.text


def test_une_promesse_se_note_au_nom_de_qui_l_a_faite(campagne: TestClient) -> None:
    adresse = "/relances/32/indicateurs/2025/promesse"
    pages = [campagne.get(f"/relances?le={aujourd_hui() + timedelta(days=n)}").text for n in range(1, 12)]

    refus = poster(
        campagne, adresse, jusqu_au=f"{DANS_UN_MOIS}", motif="Téléphone", _pour="Dominique ARIÉGEOIS"
    )
    envoi = poster(campagne, adresse, jusqu_au=f"{DANS_UN_MOIS}", motif="Téléphone", _pour=DOMINIQUE)

    assert any(f'<option value="{DOMINIQUE}">' in page for page in pages)
    assert (refus.status_code, envoi.status_code) == (403, 303)
    with lecture() as session:
        assert [a.par for a in session.exec(select(Amenagement)).all()] == [POUR_DOMINIQUE]


def test_un_classeur_recu_par_courriel_est_celui_de_qui_l_a_rempli(campagne: TestClient) -> None:
    depart = campagne.get(f"/api/v1{INDICATEURS}/classeur").content

    apercu = campagne.post(
        f"{INDICATEURS}/classeur/depots", files={"fichier": ("gers.xlsx", rempli(depart))}
    ).text
    recu = {"empreinte": empreinte_a_confirmer(apercu), "nom": "gers.xlsx"}
    refus = poster(campagne, f"{INDICATEURS}/classeur/confirmation", **recu, _pour="Dominique ARIÉGEOIS")
    assert (refus.status_code, valeurs()) == (403, [])
    poster(campagne, f"{INDICATEURS}/classeur/confirmation", **recu, _pour=DOMINIQUE)

    assert f'<option value="{DOMINIQUE}">' in apercu
    assert [v.par for v in valeurs()] == [POUR_DOMINIQUE]


def test_d_un_autre_territoire_la_feuille_n_est_pas_signee_de_ce_contact(campagne: TestClient) -> None:
    depart = campagne.get("/api/v1/territoires/09/indicateurs/2025/classeur").content
    octets = rempli(depart, feuille="09 Ariège")
    apercu = campagne.post(f"{INDICATEURS}/classeur/depots", files={"fichier": ("a.xlsx", octets)}).text

    page = poster(
        campagne,
        f"{INDICATEURS}/classeur/confirmation",
        empreinte=empreinte_a_confirmer(apercu),
        nom="a.xlsx",
        _pour=DOMINIQUE,
    ).text

    assert f"Vous ne pouvez pas écrire sous le nom de «\u00a0{DOMINIQUE}\u00a0»" in page
    assert valeurs() == []


# « À faire »


def une_tache(a_qui: Partie) -> str:
    with unite_de_travail() as session:
        demarche = session.exec(select(Demarche)).first()
        assert demarche is not None
        cle = f"essai:{a_qui}"
        return str(
            ouvrir_tache(session, cle, "Inscrire au vote", "Décidé.", demarche_id=demarche.id, a_qui=a_qui).id
        )


def la_tache() -> Tache:
    with lecture() as session:
        return session.exec(select(Tache)).one()


def test_ce_que_la_collectivite_a_fait_se_dit_fait_par_elle(gers: TestClient) -> None:
    tache = une_tache(Partie.COLLECTIVITE)
    page = gers.get("/a-faire").text

    gers.post(f"/a-faire/{tache}/faite", data={"_pour": "Dominique Autre"})
    second = gers.post(f"/a-faire/{tache}/faite", data={"_pour": "Dominique Autre"})

    assert f'id="_pour-faite-{tache}"' in page
    assert '<option value="Dominique Autre">' in page
    assert "Dominique Partenaire" not in page
    assert la_tache().faite_par == "Dominique Autre (saisi par Camille Exemple)"
    assert "Dominique Autre (saisi par Camille Exemple) l'a fait" in unescape(second.text)
    assert "Dominique Autre (saisi par Camille Exemple)" in journal_de("tache")


def test_un_report_demande_par_la_collectivite_porte_son_nom(gers: TestClient) -> None:
    tache = une_tache(Partie.COLLECTIVITE)

    refus = gers.post(
        f"/a-faire/{tache}/report", data={"au": "2020-01-01", "motif": "x", "_pour": "Dominique Autre"}
    )
    gers.post(
        f"/a-faire/{tache}/report", data={"au": f"{DANS_UN_MOIS}", "motif": "x", "_pour": "Dominique Autre"}
    )

    assert '<option value="Dominique Autre" selected>' in refus.text
    assert la_tache().reportee_au == DANS_UN_MOIS
    assert "Dominique Autre (saisi par Camille Exemple)" in journal_de("tache")


def test_l_etat_du_departement_inscrit_ce_que_la_collectivite_a_fait_sans_le_prendre_pour_lui(
    gers: TestClient,
) -> None:
    tache = une_tache(Partie.COLLECTIVITE)
    entrer_comme(gers, Role.ETAT, "Alex Exemple", territoire="32")
    page = gers.get("/a-faire").text
    attendues = page.split('id="des-autres"')[1].split("</section>")[0]

    en_son_nom = gers.post(f"/a-faire/{tache}/faite")
    au_nom_d_un_partenaire = gers.post(f"/a-faire/{tache}/faite", data={"_pour": "Dominique Partenaire"})
    assert (en_son_nom.status_code, au_nom_d_un_partenaire.status_code) == (404, 403)
    assert la_tache().faite_le is None
    gers.post(f"/a-faire/{tache}/faite", data={"_pour": "Dominique Autre"})

    assert "Inscrire au vote" in attendues
    assert '<option value="Dominique Autre">' in attendues
    assert f'id="motif-{tache}"' not in page
    assert la_tache().faite_par == "Dominique Autre (saisi par Alex Exemple)"
    apres = gers.get("/a-faire").text
    assert 'id="des-autres"' not in apres
    assert f"/a-faire/{tache}/reprise" in apres
    gers.post(f"/a-faire/{tache}/reprise")
    assert la_tache().faite_le is None


def test_sans_contact_a_qui_l_attribuer_la_page_dit_de_l_ajouter(client: TestClient) -> None:
    ouvrir(client)
    une_tache(Partie.PARTENAIRE)
    entrer_comme(client, Role.ETAT, "Alex Exemple", territoire="32")

    attendues = client.get("/a-faire").text.split('id="des-autres"')[1].split("</section>")[0]

    assert 'href="/territoires/32/cadre#personnes"' in attendues


@pytest.mark.parametrize("role", [Role.COLLECTIVITE, Role.REGION, Role.ADMINISTRATEUR])
def test_qui_ne_transcrit_pas_ou_suit_les_deux_parties_n_a_qu_une_liste(gers: TestClient, role: Role) -> None:
    une_tache(Partie.COLLECTIVITE)
    portee = {"territoire": "32"} if role is Role.COLLECTIVITE else {"region": "76"}
    entrer_comme(gers, role, "Alex Exemple", **(portee if role is not Role.ADMINISTRATEUR else {}))

    page = gers.get("/a-faire").text

    assert "Inscrire au vote" in page
    assert 'id="des-autres"' not in page


@pytest.mark.parametrize("geste", ["faite", "report"])
def test_ce_qui_revient_a_l_etat_ne_se_fait_pas_au_nom_de_la_collectivite(
    gers: TestClient, geste: str
) -> None:
    tache = une_tache(Partie.ETAT)
    page = gers.get("/a-faire").text

    refus = gers.post(
        f"/a-faire/{tache}/{geste}", data={"au": f"{DANS_UN_MOIS}", "motif": "x", "_pour": "Dominique Autre"}
    )

    assert f"-{tache}" in page
    assert f'id="_pour-faite-{tache}"' not in page
    assert refus.status_code == 403
    assert (la_tache().faite_le, la_tache().reportee_au) == (None, None)
