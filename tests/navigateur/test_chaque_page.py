"""Chaque page, dans un vrai navigateur : accessible, en clair et en sombre, lisible de 320 px au grand écran."""

import pytest

from tests.navigateur.conftest import Ouvrir
from tests.navigateur.examens import curseur, debordement, defauts_d_accessibilite
from tests.navigateur.pages import PAGES, SANS_COMPTE


@pytest.mark.parametrize("chemin", PAGES)
def test_une_page_n_a_aucun_defaut_grave_d_accessibilite(ouvrir: Ouvrir, axe: str, chemin: str) -> None:
    page = ouvrir(chemin)
    en_clair = defauts_d_accessibilite(page, axe)

    page.emulate_media(color_scheme="dark")
    page.wait_for_selector(":root[data-fr-theme=dark]")
    en_sombre = defauts_d_accessibilite(page, axe, "color-contrast")
    sur_un_telephone = debordement(page, 320) or defauts_d_accessibilite(page, axe, "color-contrast")

    assert (en_clair, en_sombre, sur_un_telephone) == ([], [], [])


@pytest.mark.parametrize("chemin", SANS_COMPTE)
def test_se_connecter_n_a_aucun_defaut_grave_d_accessibilite(ouvrir: Ouvrir, axe: str, chemin: str) -> None:
    page = ouvrir(chemin, secret="")

    assert defauts_d_accessibilite(page, axe) + debordement(page, 320) == []


@pytest.mark.parametrize("chemin", PAGES)
def test_une_page_se_lit_agrandie_deux_fois_et_sur_tablette(ouvrir: Ouvrir, chemin: str) -> None:
    page = ouvrir(chemin)

    # Agrandir deux fois une fenêtre de 1280 px, c'est la mettre en page sur 640.
    assert [debordement(page, largeur) for largeur in (640, 768, 1000)] == [[], [], []]


@pytest.mark.parametrize("chemin", PAGES)
def test_sans_script_une_page_montre_son_menu_et_son_contenu(ouvrir: Ouvrir, chemin: str) -> None:
    page = ouvrir(chemin, largeur=320, theme="dark", scripts=False)

    assert page.get_by_role("link", name="Ma région").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 22, 22)"


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
