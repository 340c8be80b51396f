"""De « à lancer » à « contrat signé, en exécution », à trois personnes : les gestes marquants à la souris."""

import httpx
from playwright.sync_api import Browser

from modeles.compte import Role
from tests.navigateur.conftest import Plaintes
from tests.navigateur.histoires.agent_dans_chromium import MARQUANTS, AgentDansChromium
from tests.navigateur.histoires.equipe import TERRITOIRE, mener_jusqu_au_contrat
from tests.navigateur.serveur import Serveur


def test_un_territoire_va_jusqu_au_contrat_signe_dans_un_vrai_navigateur(
    chromium: Browser, serveur: Serveur
) -> None:
    plaintes, faits, fenetres = Plaintes(), set[str](), []

    def entrer(role: Role, nom: str, portee: dict[str, str]) -> AgentDansChromium:
        fenetre = chromium.new_context(base_url=serveur.adresse, reduced_motion="reduce").new_page()
        fenetres.append(plaintes.ecouter(fenetre))
        client = httpx.Client(base_url=serveur.adresse, trust_env=False, timeout=60)
        return AgentDansChromium(client, role, nom, TERRITOIRE, fenetre=fenetre, faits=faits, **portee)

    with serveur.sur_place():
        mener_jusqu_au_contrat(entrer)
    for fenetre in fenetres:
        fenetre.context.close()
    assert faits == set(MARQUANTS)
    assert plaintes == []
