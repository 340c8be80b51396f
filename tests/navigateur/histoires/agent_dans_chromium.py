"""Le même agent, mais dans un vrai navigateur : il clique, il frappe, il choisit, et attend la page."""

from typing import Any

import httpx
from lxml import html
from playwright.sync_api import Locator, Page

from modeles.compte import Role
from tests.parcours_complet.agent_au_navigateur import Agent, Arrivee, le_formulaire, trouver

CONTROLES = ".//input[@name][not(@type='hidden')] | .//select[@name] | .//textarea[@name]"
FORMULAIRE = "main form:has(input[name=csrf]):has(button[value=enregistrer])"


class AgentDansChromium(Agent):
    """Ce qu'il veut dire se pose d'abord sur le formulaire lu, puis se frappe case par case dans le vrai."""

    def __init__(
        self, fenetre: Page, client: httpx.Client, role: Role, nom: str, code: str, **portee: str
    ) -> None:
        super().__init__(client, role, nom, code, **portee)
        self.fenetre = fenetre
        (cookie,) = client.cookies.jar
        adresse = str(client.base_url)
        fenetre.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": adresse}])

    def lire(self, adresse: str) -> html.HtmlElement:
        """Par le lien de la page où l'on est, s'il y en a un ; sinon par la barre d'adresse."""
        lien = self.fenetre.locator(f'main a[href="{adresse}"]').locator("visible=true").first
        with self.fenetre.expect_navigation() as navigation:
            lien.click() if lien.count() else self.fenetre.goto(adresse, wait_until="commit")
        assert navigation.value and navigation.value.status == 200, f"{adresse} : {self.fenetre.url}"
        return html.document_fromstring(self.fenetre.content())

    def presser(self, formulaire: html.FormElement, action: str) -> Arrivee:
        """Frappe ce qui diffère de ce que la page montre, puis clique sur le bouton."""
        montre = le_formulaire(html.document_fromstring(self.fenetre.content()))
        avant, apres = (trouver(f, CONTROLES) for f in (montre, formulaire))
        for vu, voulu in zip(avant, apres, strict=True):
            if _etat(vu) != _etat(voulu):
                self._frapper(voulu)
        with self.fenetre.expect_navigation() as navigation:
            self._case(f'button[name="_agir"][value="{action}"]').last.click()
        reponse = navigation.value
        return Arrivee(
            reponse.status,
            self.fenetre.url,
            self.fenetre.content(),
            reponse.request.redirected_from is not None,
        )

    def _case(self, selecteur: str) -> Locator:
        return self.fenetre.locator(f"{FORMULAIRE} {selecteur}")

    def _frapper(self, voulu: html.HtmlElement) -> None:
        case = self._case(f'[name="{voulu.name}"]')
        if voulu.get("type") in ("checkbox", "radio"):
            # Le système de design peint la case : on clique, comme tout le monde, sur son libellé.
            self._case(f'label[for="{voulu.get("id")}"]').click()
        elif voulu.tag == "select":
            case.select_option(_etat(voulu))
        else:
            case.fill(voulu.value or "")


def _etat(controle: html.HtmlElement) -> Any:
    if controle.get("type") in ("checkbox", "radio"):
        return controle.checked
    return list(controle.value) if controle.tag == "select" and controle.multiple else controle.value or ""
