"""Le même agent, devant un vrai navigateur pour les gestes marquants : il clique, frappe, choisit, attend."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from lxml import html
from playwright.sync_api import Locator, Page

from modeles.compte import Role
from tests.navigateur.histoires.agent import Agent, Arrivee, le_formulaire, trouver

# Chaque case d'une histoire entière dans Chromium prendrait deux minutes par base : la première fois seulement pour
# ceux-ci, qui font tout ce qu'un formulaire sait faire ; le reste passe par les mêmes pages, sans fenêtre.
MARQUANTS = (
    "/demarches/nouvelle",
    "/saisies/calendrier",
    "/reunions/nouvelle",
    "/gestes/deposer_diagnostic",
    "/saisies/piste",
    "/fiches/nouvelle",
    "/saisies/statut_fiche",
    "/gestes/figer_projet",
    "/saisies/vote",
    "/saisies/signature",
    "/gestes/notifier",
)
CONTROLES = ".//input[@name][not(@type='hidden')] | .//select[@name] | .//textarea[@name]"
FORMULAIRE = "main form:has(input[name=csrf]):has(button[value=enregistrer])"


class AgentDansChromium(Agent):
    """Ce qu'il veut dire se pose d'abord sur le formulaire lu, puis se frappe case par case dans le vrai."""

    def __init__(
        self,
        client: httpx.Client,
        role: Role,
        nom: str,
        code: str,
        *,
        fenetre: Page,
        faits: set[str],
        **portee: str,
    ) -> None:
        super().__init__(client, role, nom, code, **portee)
        self.fenetre, self.faits, self.devant = fenetre, faits, False
        (cookie,) = client.cookies.jar
        adresse = str(client.base_url)
        fenetre.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": adresse}])

    def remplir(self, adresse: str, donnees: Mapping[str, Any]) -> str:
        """Devant le navigateur si le geste est marquant ; `faits` garde ceux qui l'ont été."""
        chemin = urlsplit(adresse).path.removeprefix(self.racine)
        self.devant = chemin in MARQUANTS and chemin not in self.faits
        if self.devant:
            self.faits.add(chemin)
            self.fenetre.goto(self.ou or "/")
        arrivee = super().remplir(adresse, donnees)
        self.devant = False
        return arrivee

    def lire(self, adresse: str) -> html.HtmlElement:
        """Devant le navigateur : par le lien de la page où l'on est, s'il y en a un."""
        if not self.devant:
            return super().lire(adresse)
        lien = self.fenetre.locator(f'main a[href="{adresse}"]').locator("visible=true").first
        if lien.count():
            lien.click()
            self.fenetre.wait_for_url(lambda url: url.endswith(adresse))
        else:
            self.fenetre.goto(adresse)
        return html.document_fromstring(self.fenetre.content())

    def presser(self, formulaire: html.FormElement, action: str) -> Arrivee:
        """Frappe ce qui diffère de ce que la page montre, puis clique sur le bouton."""
        if not self.devant:
            return super().presser(formulaire, action)
        montre = le_formulaire(html.document_fromstring(self.fenetre.content()))
        avant, apres = (trouver(f, CONTROLES) for f in (montre, formulaire))
        for vu, voulu in zip(avant, apres, strict=True):
            if _etat(vu) != _etat(voulu):
                self._frapper(voulu)
        with self.fenetre.expect_navigation() as navigation:
            self._case(f'button[name="_agir"][value="{action}"]').last.click()
        reponse, page = navigation.value, self.fenetre.content()
        enregistre = reponse.request.redirected_from is not None
        return Arrivee(reponse.status, self.fenetre.url, page, enregistre)

    def _case(self, selecteur: str) -> Locator:
        return self.fenetre.locator(f"{FORMULAIRE} {selecteur}")

    def _frapper(self, voulu: html.HtmlElement) -> None:
        case = self._case(f'[name="{voulu.name}"]')
        replie = self._case(f'details:not([open]):has([name="{voulu.name}"])')
        if replie.count():
            replie.locator("summary").first.click()
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
