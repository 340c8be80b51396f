"""Une campagne : elle s'ouvre, un département répond, l'autre tarde, sa relance part, puis sa réponse arrive."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect
from sqlmodel import select

from api.temps import aujourd_hui
from modeles.base import unite_de_travail
from modeles.campagne import Campagne
from modeles.compte import Role
from tests.navigateur.conftest import Ouvrir
from tests.navigateur.serveur import Serveur
from tests.workflows.contrats_d_essai import un_contrat
from tests.workflows.relances.dossiers_relances import passer_le
from workflows.relances.apercu import prochain_jour_ouvre

EXERCICE, JOURS_DE_R1 = 2025, timedelta(days=7)
A_REMPLIR = {"Ménages accompagnés": "90", "Ménages monoparentaux": "30", "Ménages relogés": "45"}


def _ouvrir_la_campagne(page: Page) -> None:
    page.get_by_label("Ce que l'on demande").select_option(label="remontée des indicateurs")
    page.get_by_label("Exercice").fill(str(EXERCICE))
    page.get_by_label("Échéance").fill((aujourd_hui() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Ouvrir la campagne").click()
    expect(page.get_by_role("main")).to_contain_text("0 sur 2 reçues")


def _donner_un_lien(page: Page, code: str) -> str:
    """L'adresse personnelle de la personne de la collectivité, telle que la page la montre à copier."""
    page.goto(f"/territoires/{code}/indicateurs/{EXERCICE}")
    page.get_by_role("button", name="Donner").click()
    return page.locator(".lien-personnel code").inner_text()


def _repondre(page: Page) -> None:
    """Chaque valeur se garde dès qu'on quitte sa case ; puis l'on enregistre."""
    for libelle, valeur in A_REMPLIR.items():
        indicateur = page.get_by_role("group", name=libelle)
        indicateur.get_by_label("Valeur").fill(valeur)
        indicateur.get_by_label("Commentaire").focus()
        expect(indicateur.locator("[data-etat]")).to_contain_text("Gardé à")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("main")).to_contain_text("Votre réponse est reçue")


def _le_temps_passe(demain: date) -> None:
    """L'horloge ne s'avance pas : c'est la campagne que l'on recule, jusqu'à ce que la relance soit pour demain."""
    with unite_de_travail() as session:
        campagne = session.exec(select(Campagne)).one()
        recul = campagne.echeance_le - (demain - JOURS_DE_R1)
        campagne.echeance_le -= recul
        campagne.ouverte_le -= recul
        for attendu in campagne.attendus:
            attendu.recu_le = attendu.recu_le and attendu.recu_le - recul


def test_un_departement_en_retard_est_relance_puis_repond(ouvrir: Ouvrir, serveur: Serveur) -> None:
    with serveur.sur_place(), unite_de_travail() as session:
        for code in ("31", "32"):
            un_contrat(session, code)
    dreets = ouvrir("/campagnes", secret=serveur.secret(Role.REGION, "Dominique Modèle", region="76"))
    _ouvrir_la_campagne(dreets)
    liens = {code: _donner_un_lien(dreets, code) for code in ("31", "32")}
    _repondre(ouvrir(liens["31"], secret=""))

    demain = prochain_jour_ouvre(aujourd_hui())
    with serveur.sur_place():
        _le_temps_passe(demain)
    dreets.goto("/relances")
    expect(dreets.get_by_role("heading", level=1)).to_have_text("Départs de demain")
    (depart,) = dreets.locator("article.depart").all()
    assert "Gers" in depart.inner_text()
    assert "en retard de 7" in depart.inner_text()
    with serveur.sur_place():
        assert len(passer_le(demain).messages) == 1

    dreets.goto("/messages")
    dreets.get_by_role("link", name="Gers").first.click()
    dreets.get_by_role("button", name="Il est parti").click()
    dreets.goto("/relances/historique")
    expect(dreets.get_by_role("main")).to_contain_text("Gers")

    _repondre(ouvrir(liens["32"], secret=""))
    dreets.goto("/campagnes")
    recues = dreets.get_by_role("main")
    expect(recues).to_contain_text("2 sur 2 reçues dont 1 à l'heure")
    expect(recues).to_contain_text("reçue en retard")
