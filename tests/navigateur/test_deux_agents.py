"""Deux agents, chacun dans son navigateur, écrivent la même fiche : personne n'écrase personne."""

from playwright.sync_api import Page

from modeles.compte import Role
from tests.navigateur.conftest import Ouvrir
from tests.navigateur.serveur import Serveur

FICHES = "/territoires/82/fiches"
NEUVE = {"axe": "DROITS", "sous_axe": "DRO-EXP", "annee_debut": "2026"}


def _ecrire(page: Page, **cases: str) -> None:
    for nom, texte in cases.items():
        page.locator(f'[name="{nom}"]').fill(texte)


def _enregistrer(page: Page, bouton: str = "Enregistrer la fiche") -> None:
    page.get_by_role("button", name=bouton, exact=True).last.click()


def _creer(page: Page, titre: str) -> str:
    """Crée la fiche ; rend l'adresse où elle se modifie."""
    for nom, valeur in NEUVE.items():
        page.locator(f'[name="{nom}"]').select_option(valeur)
    _ecrire(page, titre=titre)
    _enregistrer(page)
    page.wait_for_url(f"**{FICHES}/82-*")
    return f"{page.url.split('?')[0]}/modifier"


def test_deux_agents_ecrivent_la_meme_fiche_et_choisissent_ce_qui_reste(
    ouvrir: Ouvrir, serveur: Serveur
) -> None:
    dominique = serveur.secret(Role.ETAT, "Dominique Fictif", territoire="82")
    claude = serveur.secret(Role.COLLECTIVITE, "Claude Fictif", territoire="82")
    chez_dominique = ouvrir(f"{FICHES}/nouvelle", secret=dominique)
    adresse = _creer(chez_dominique, "Prévenir les expulsions")
    chez_claude = ouvrir(adresse, secret=claude)
    chez_dominique.goto(adresse)

    _ecrire(chez_dominique, titre="Prévenir plus tôt les expulsions", public_cible="Ménages en impayé")
    _enregistrer(chez_dominique)
    chez_dominique.wait_for_url("**?fait=fiche")
    _ecrire(chez_claude, titre="Prévenir ensemble les expulsions", description="Une visite à domicile")
    _enregistrer(chez_claude)

    chez_claude.get_by_role("heading", level=1, name="a changé pendant que vous l'écriviez").wait_for()
    choix = chez_claude.get_by_role("main").inner_text()
    assert "Prévenir plus tôt les expulsions" in choix
    assert "Prévenir ensemble les expulsions" in choix
    chez_claude.get_by_text("Garder ce que j'ai écrit").click()
    _enregistrer(chez_claude, "Enregistrer ces choix")
    chez_claude.wait_for_url("**?fait=fiche")

    fiche = chez_claude.get_by_role("main").inner_text()
    ecrits = ("Prévenir ensemble les expulsions", "Ménages en impayé", "Une visite à domicile")
    assert [texte for texte in ecrits if texte not in fiche] == []
