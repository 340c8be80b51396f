"""De « à lancer » à « contrat signé, en exécution », au clavier et à la souris, à trois personnes."""

import httpx
from playwright.sync_api import Browser

from modeles.compte import Role
from tests.navigateur.conftest import Plaintes
from tests.navigateur.histoires.agent_dans_chromium import AgentDansChromium
from tests.navigateur.serveur import Serveur
from tests.parcours_complet.equipe import TERRITOIRE, mener_jusqu_au_contrat


def test_un_territoire_va_jusqu_au_contrat_signe_dans_un_vrai_navigateur(
    chromium: Browser, serveur: Serveur
) -> None:
    plaintes = Plaintes()

    def entrer(role: Role, nom: str, portee: dict[str, str]) -> AgentDansChromium:
        contexte = chromium.new_context(base_url=serveur.adresse, reduced_motion="reduce")
        client = httpx.Client(base_url=serveur.adresse)
        return AgentDansChromium(
            plaintes.ecouter(contexte.new_page()), client, role, nom, TERRITOIRE, **portee
        )

    with serveur.sur_place():
        mener_jusqu_au_contrat(entrer)
    assert plaintes == []
