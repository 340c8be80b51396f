"""Écrire une fiche dans le navigateur, comme le fait la personne qui la rédige."""

from playwright.sync_api import Page

from modeles.base import unite_de_travail
from modeles.colonnes import maintenant
from tests.navigateur.serveur import Serveur
from workflows.dossier import creer_demarche

NEUVE = {"axe": "DROITS", "sous_axe": "DRO-EXP", "annee_debut": "2026"}


def un_territoire(serveur: Serveur, code: str) -> str:
    """Une démarche à lancer, sans rien dedans ; rend l'adresse de ses fiches."""
    with serveur.sur_place(), unite_de_travail() as session:
        creer_demarche(session, code, maintenant().date())
    return f"/territoires/{code}/fiches"


def ecrire(page: Page, **cases: str) -> None:
    for nom, texte in cases.items():
        page.locator(f'[name="{nom}"]').fill(texte)


def enregistrer(page: Page, bouton: str = "Enregistrer la fiche") -> None:
    page.get_by_role("button", name=bouton, exact=True).last.click()


def creer(page: Page, **cases: str) -> str:
    """Remplit et enregistre la fiche neuve que la page propose ; rend l'adresse où elle se lit."""
    for nom, valeur in NEUVE.items():
        page.locator(f'[name="{nom}"]').select_option(valeur)
    ecrire(page, **cases)
    enregistrer(page)
    page.wait_for_url("**?fait=fiche")
    return page.url.split("?")[0]
