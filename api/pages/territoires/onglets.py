"""Les pages d'un dossier, dans l'ordre où on les lit. En ajouter une, c'est une ligne ici et sa route."""

from typing import NamedTuple

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.pages import chemins
from modeles.demarche import Demarche


class Onglet(NamedTuple):
    """`page` : la fin de son adresse. `droit` : ce qu'il faut pour y entrer."""

    page: str
    libelle: str
    droit: Droit = Droit.LIRE_DOSSIER


class Lien(NamedTuple):
    """Un onglet pour ce dossier : son adresse, et si l'on y est."""

    libelle: str
    adresse: str
    ici: bool


ONGLETS = (
    Onglet("", "Vue d'ensemble", Droit.LIRE),
    Onglet("cadre", "Personnes et cadre"),
    Onglet("reunions", "Réunions"),
    Onglet("diagnostic", "Diagnostic"),
    Onglet("pistes", "Pistes et ateliers"),
    Onglet("fiches", "Fiches actions"),
    Onglet("finances", "Finances"),
    Onglet("signature", "Convention et signature"),
    Onglet("indicateurs", "Indicateurs"),
    Onglet("documents", "Documents"),
    Onglet("journal", "Journal"),
)


def liens(demarche: Demarche, agent: Agent, ici: str) -> list[Lien]:
    """Les onglets que cette personne peut ouvrir."""
    code = demarche.territoire_code
    return [
        Lien(o.libelle, chemins.du_territoire(code, o.page), o.page == ici)
        for o in ONGLETS
        if agent.peut(o.droit, demarche)
    ]
