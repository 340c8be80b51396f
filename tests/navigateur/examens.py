"""Ce qu'on examine d'une page chargée : son accessibilité, sa largeur, ce qui tient le curseur."""

from typing import Any

from playwright.sync_api import Page

GRAVES = {"serious", "critical"}
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def defauts_d_accessibilite(page: Page, axe: str, *regles: str) -> list[str]:
    """Les défauts graves qu'axe-core trouve (à ces seules règles, si on en nomme), chacun avec ce qui le porte."""
    # Un champ nommé « axe » prend ce nom dans la fenêtre : c'est la fonction qu'on cherche.
    page.evaluate(f"Boolean(window.axe?.run) || (() => {{ {axe} }})()")
    voulues = {"type": "rule", "values": list(regles)} if regles else REGLES
    trouves: dict[str, Any] = page.evaluate(
        "options => axe.run(document, options)", {"runOnly": voulues, "resultTypes": ["violations"]}
    )
    return [
        f"{defaut['id']} : {noeud['target']} {noeud['failureSummary']}"
        for defaut in trouves["violations"]
        if defaut["impact"] in GRAVES
        for noeud in defaut["nodes"]
    ]


def debordement(page: Page, largeur: int) -> list[str]:
    """Ce qui dépasse à cette largeur de fenêtre ; rien si la page ne défile pas de côté."""
    page.set_viewport_size({"width": largeur, "height": 800})
    debordants: list[str] = page.evaluate(
        """largeur => document.documentElement.scrollWidth <= largeur ? [] :
        [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > largeur + 1 && e.checkVisibility())
        .map(e => e.outerHTML.slice(0, 120))""",
        largeur,
    )
    return debordants


def curseur(page: Page) -> str:
    """Le texte de ce qui tient le curseur."""
    texte: str = page.evaluate(
        "() => { const e = document.activeElement; return (e.innerText || e.name || e.title || e.tagName).trim(); }"
    )
    return texte
