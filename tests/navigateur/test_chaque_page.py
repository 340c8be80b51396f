"""Chaque page, dans un vrai navigateur : accessible, en clair et en sombre, lisible de 320 px au grand écran."""

import pytest
from playwright.sync_api import Page

from tests.api.identifiants import defauts_d_identifiants
from tests.navigateur.conftest import Ouvrir, Plaintes
from tests.navigateur.examens import curseur, debordement, defauts_d_accessibilite
from tests.navigateur.pages import PAGES, SANS_COMPTE

# Agrandir deux fois une fenêtre de 1280 px, c'est la mettre en page sur 640.
LARGEURS = (1000, 768, 640, 320)
SOMBRE = "rgb(22, 22, 22)"


@pytest.mark.parametrize("visite", [True], indirect=True)
@pytest.mark.parametrize("chemin", PAGES)
def test_une_page_est_accessible_a_toute_largeur_en_clair_et_en_sombre(
    visite: tuple[Page, Plaintes], axe: str, chemin: str
) -> None:
    page, plaintes = visite
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(chemin)

    en_clair = defauts_d_accessibilite(page, axe)
    debordent = {largeur: debordement(page, largeur) for largeur in LARGEURS}
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(":root[data-fr-theme=dark]")
    en_sombre = defauts_d_accessibilite(page, axe, "color-contrast")
    dites, plaintes[:] = list(plaintes), []

    assert (en_clair, en_sombre) == ([], [])
    assert debordent == {largeur: [] for largeur in LARGEURS}
    assert dites == []


@pytest.mark.parametrize("visite", [False], indirect=True)
@pytest.mark.parametrize("chemin", PAGES)
def test_sans_script_une_page_montre_son_menu_et_son_contenu(
    visite: tuple[Page, Plaintes], chemin: str
) -> None:
    page, _ = visite
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(chemin)

    assert page.get_by_role("link", name="Ma région").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == SOMBRE
    assert defauts_d_identifiants(page.content()) == []


@pytest.mark.parametrize("chemin", SANS_COMPTE)
def test_se_connecter_n_a_aucun_defaut_grave_d_accessibilite(ouvrir: Ouvrir, axe: str, chemin: str) -> None:
    page = ouvrir(chemin, secret="")

    assert defauts_d_accessibilite(page, axe) + debordement(page, 320) == []


def test_au_clavier_on_saute_au_contenu_puis_on_parcourt_la_page(ouvrir: Ouvrir) -> None:
    page = ouvrir("/")

    page.keyboard.press("Tab")
    assert curseur(page) == "Aller au contenu"
    assert page.get_by_role("link", name="Aller au contenu").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_le_theme_choisi_reste_d_une_page_a_l_autre(ouvrir: Ouvrir) -> None:
    page = ouvrir("/")

    page.get_by_role("button", name="Affichage", exact=True).click()
    page.get_by_text("Thème sombre").click()
    page.get_by_role("button", name="Fermer").click()
    page.goto("/territoires/32")

    assert page.locator("html").get_attribute("data-fr-theme") == "dark"


def test_le_menu_d_un_telephone_s_ouvre_et_se_ferme_au_clavier(ouvrir: Ouvrir) -> None:
    page = ouvrir("/", largeur=360)
    lien = page.locator("#menu").get_by_role("link", name="Ma région")
    assert not lien.is_visible()

    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    lien.wait_for(state="visible")
    page.keyboard.press("Escape")

    lien.wait_for(state="hidden")
