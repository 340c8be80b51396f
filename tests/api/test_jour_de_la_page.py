"""La page placée à une date (`?le=`) y reste quand on y enregistre ; rien ne s'écrit pour autant dans l'avenir."""

from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlmodel import select

from api.acces.courant import PERSONNE, Courant, poser
from api.pages.jour import rester_au_jour
from api.temps import aujourd_hui, instant_present
from modeles.base import lecture, unite_de_travail
from modeles.campagne import Amenagement
from modeles.vocabulaire_annuel import GenreCampagne
from tests.api.conftest import TestClient
from tests.api.demandes import preparer, saisir
from tests.api.formulaires.envoi import formulaire_de
from tests.workflows.contrats_d_essai import FICHE, un_contrat
from workflows.campagnes import ouvrir_campagne
from workflows.commandes.bordereau import Auteur

SOURCE = "/territoires/32/saisies/source"
LE = "2024-03-01"
DANS_DEUX_MOIS = aujourd_hui() + timedelta(days=60)


def envoyer(client: TestClient, page: str, **autres: Any) -> Any:
    """Renvoie le grand formulaire de cette page, comme le ferait le navigateur."""
    action, cases = formulaire_de(page)
    return client.post(action, data=cases | autres, follow_redirects=False)


SAISIE = {"titre": "Diagnostic social", "producteur": "Le Département", "annee": "2023"}


def test_enregistrer_ramene_a_la_page_du_meme_jour(client: TestClient) -> None:
    preparer(client)
    page = client.get(f"{SOURCE}?le={LE}").text

    envois = [envoyer(client, page, **SAISIE) for _ in range(2)]

    vers = f"/territoires/32/diagnostic?fait=source&le={LE}#sources"
    assert [(e.status_code, e.headers.get("location")) for e in envois] == [(303, vers)] * 2
    assert envoyer(client, client.get(SOURCE).text, **SAISIE).headers["location"] == vers.replace(
        f"&le={LE}", ""
    )


def test_une_saisie_refusee_un_brouillon_et_la_suite_restent_au_meme_jour(client: TestClient) -> None:
    preparer(client)
    page = client.get(f"{SOURCE}?le={LE}").text

    refusee = envoyer(client, page, titre="")
    gardee = envoyer(client, page, titre="À finir", _agir="brouillon")
    suite = envoyer(client, refusee.text, **SAISIE, _agir="suite")

    assert refusee.status_code == 422
    assert formulaire_de(refusee.text)[0] == formulaire_de(gardee.text)[0] == f"{SOURCE}?le={LE}"
    assert suite.headers["location"] == f"{SOURCE}?fait=suite&le={LE}"


def test_le_brouillon_d_un_jour_se_retrouve_un_autre(client: TestClient) -> None:
    preparer(client)
    envoyer(client, client.get(f"{SOURCE}?le={LE}").text, titre="À finir", _agir="brouillon")

    page = client.get(SOURCE).text

    assert 'value="À finir"' in page
    assert f"le={LE}" not in page
    assert f"{SOURCE}?vierge=1&amp;le={LE}" in client.get(f"{SOURCE}?le={LE}").text


def test_un_bouton_d_une_page_garde_son_jour(client: TestClient) -> None:
    preparer(client)
    saisir(client, "fiche", {"titre": "Une action", "axe": "DROITS", "annee_debut": 2024})
    page = client.get(f"/territoires/32/fiches/32-DROITS-01?le={LE}").text

    action, cases = formulaire_de(page, f"&le={LE}")
    retrait = client.post(action, data=cases, follow_redirects=False)

    assert action.startswith("/territoires/32/saisies/retrait?")
    assert f"le={LE}" in retrait.headers["location"]


@pytest.fixture
def campagne(base: Path, client: TestClient) -> TestClient:
    """Le Gers doit ses indicateurs de 2025 dans huit jours."""
    with unite_de_travail() as session:
        un_contrat(session)
        auteur = Auteur("Camille Exemple", aujourd_hui(), instant_present())
        echeance = aujourd_hui() + timedelta(days=8)
        ouvrir_campagne(session, "76", GenreCampagne.INDICATEURS, 2025, auteur, echeance_le=echeance)
    return client


@pytest.mark.parametrize(
    ("page", "action", "donnees"),
    [
        ("/territoires/32/indicateurs/2025", "valeurs", {f"valeur:{FICHE}/MEN": "80"}),
        ("/territoires/32/indicateurs/2025", "amenagements", {"nature": "difficulte", "motif": "Logiciel"}),
        ("/relances", "promesse", {"jusqu_au": f"{DANS_DEUX_MOIS}", "motif": "Téléphone"}),
    ],
)
def test_les_pages_de_la_campagne_gardent_leur_jour(
    campagne: TestClient, page: str, action: str, donnees: dict[str, str]
) -> None:
    # Un jour où la page propose ce geste : une relance y part.
    for jour in (aujourd_hui() + timedelta(days=n) for n in range(1, 20)):
        texte = campagne.get(f"{page}?le={jour}").text
        if f"/{action}?le={jour}" not in texte:
            continue
        adresse, cases = formulaire_de(texte, f"/{action}?le={jour}")
        envoi = campagne.post(adresse, data=cases | donnees, follow_redirects=False)
        if envoi.status_code == 303:
            break

    assert envoi.status_code == 303
    assert f"le={jour}" in envoi.headers["location"]
    assert campagne.get(envoi.headers["location"]).status_code == 200


def test_place_dans_l_avenir_on_n_ecrit_rien_de_l_avenir(campagne: TestClient) -> None:
    adresse = f"/territoires/32/indicateurs/2025/amenagements?le={DANS_DEUX_MOIS}"

    campagne.post(adresse, data={"nature": "difficulte", "motif": "Logiciel"})

    with lecture() as session:
        (difficulte,) = session.exec(select(Amenagement)).all()
    assert difficulte.jusqu_au < DANS_DEUX_MOIS


PAGES = (
    "/",
    "/?region=76&etape=execution",
    "/a-faire",
    "/a-faire?territoire=32",
    "/campagnes?region=76",
    "/campagnes/76/indicateurs/2025/echelle",
    "/chiffres",
    "/comptes",
    "/compte",
    "/demarches/nouvelle",
    "/mes-calendriers",
    "/messages",
    "/recherche?q=gers",
    "/relances",
    "/relances/retards",
    "/reprise",
    "/territoires/32",
    "/territoires/32/cadre",
    "/territoires/32/documents",
    "/territoires/32/fiches",
    f"/territoires/32/fiches/{FICHE}",
    "/territoires/32/finances",
    "/territoires/32/indicateurs/2025",
    "/territoires/32/journal",
    "/territoires/32/saisies/contact?role=referent",
    "/territoires/32/signature",
    "/nulle-part",
)
HORS_DU_TEMPS = ("/api/", "/statiques/", "/connexion", "/deconnexion", "#", "http")


def _sans_jour(page: str) -> list[str]:
    """Les liens et les formulaires de la page qui ramèneraient à aujourd'hui."""
    arbre = html.document_fromstring(page)
    adresses = arbre.xpath("//a[not(@data-aujourd-hui)]/@href | //form[@method='post']/@action")
    perdues = [a for a in adresses if not a.startswith(HORS_DU_TEMPS) and f"le={LE}" not in a]
    muets = arbre.xpath("//form[not(@method='post')][not(input[@name='le'])]")
    return perdues + [f"recherche de {f.action}" for f in muets]


@pytest.mark.parametrize("adresse", PAGES)
def test_rien_sur_une_page_placee_a_un_jour_ne_ramene_a_aujourd_hui(
    campagne: TestClient, adresse: str
) -> None:
    placee = f"{adresse}{'&' if '?' in adresse else '?'}le={LE}"

    page = campagne.get(placee).text

    assert _sans_jour(page) == []
    (retour,) = html.document_fromstring(page).xpath("//a[@data-aujourd-hui]/@href")
    assert retour.replace("%20", "+") == adresse
    assert "Vous voyez Jalons au 1er mars 2024" in page.replace("\u00a0", " ").replace("<sup>er</sup>", "er")


def test_une_page_d_aujourd_hui_ne_dit_pas_de_jour(client_sqlite: TestClient) -> None:
    preparer(client_sqlite)

    pages = [client_sqlite.get(f"/a-faire{le}").text for le in ("", f"?le={aujourd_hui()}", "?le=")]

    assert [f"le={aujourd_hui()}" in p for p in pages] == [False, True, False]
    assert ["Revenir à aujourd" in p for p in pages] == [False] * 3


def test_un_refus_place_a_un_jour_ramene_a_une_page_qui_existe(client_sqlite: TestClient) -> None:
    refus = client_sqlite.post(f"/campagnes/indicateurs/2025/verrou?le={LE}", data={"ou": "76"})

    (retour,) = html.document_fromstring(refus.text).xpath("//a[@data-aujourd-hui]/@href")
    assert (refus.status_code >= 400, retour) == (True, "/")


@pytest.mark.parametrize(
    ("adresse", "placee"),
    [
        ("/territoires/32#ensuite", f"/territoires/32?le={LE}#ensuite"),
        ("/?region=76&tri=alerte", f"/?region=76&tri=alerte&le={LE}"),
        ("?page=2", f"?page=2&le={LE}"),
        ("/a-faire?le=2025-01-01", "/a-faire?le=2025-01-01"),
        ("/a-faire?libelle=x", f"/a-faire?libelle=x&le={LE}"),
        ("https://exemple.fr/", "https://exemple.fr/"),
        ("//exemple.fr/", "//exemple.fr/"),
        ("#contenu", "#contenu"),
        ("/api/v1/openapi.json", "/api/v1/openapi.json"),
    ],
)
def test_une_adresse_se_place_au_jour(adresse: str, placee: str) -> None:
    poser(Courant(None, "", LE))
    page = rester_au_jour(f'<a class="fr-link" href="{escape(adresse)}">Ici</a>')
    poser(PERSONNE)

    assert page == f'<a class="fr-link" href="{escape(placee)}">Ici</a>'
