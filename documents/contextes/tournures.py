"""Les mots et leurs articles : « le contrat », « du contrat » ; les titres et leur féminin, jamais deviné."""

from typing import NamedTuple

from pydantic import BaseModel

from documents.formats import majuscule
from modeles.vocabulaire import Civilite

SERVICES = {
    "DDETS": "Direction départementale de l'emploi, du travail et des solidarités",
    "DDETSPP": "Direction départementale de l'emploi, du travail, des solidarités et de la protection des populations",
    "DEETS": "Direction de l'économie, de l'emploi, du travail et des solidarités",
    "DRIEETS": "Direction régionale et interdépartementale de l'économie, de l'emploi, du travail et des solidarités",
    "DGCOPOP": "Direction générale de la cohésion et des populations",
}

_FEMININS = ("convention", "collectivité", "ville", "métropole", "délibération", "fiche")
_VOYELLES = "aàâeéèêiîoôuh"


class Nom(BaseModel, frozen=True, extra="forbid"):
    """Un nom propre à être mis dans une phrase : `le` « l'atelier », `du` « de l'atelier », `au` « à l'atelier »."""

    nom: str
    le: str
    du: str
    au: str


def nommer(nom: str) -> Nom:
    """Le nom commun (avec son complément) et ses articles ; le genre est celui du premier mot."""
    if nom[:1].lower() in _VOYELLES:
        return Nom(nom=nom, le=f"l'{nom}", du=f"de l'{nom}", au=f"à l'{nom}")
    if nom.split(maxsplit=1)[0].lower() in _FEMININS:
        return Nom(nom=nom, le=f"la {nom}", du=f"de la {nom}", au=f"à la {nom}")
    return Nom(nom=nom, le=f"le {nom}", du=f"du {nom}", au=f"au {nom}")


class Titre(NamedTuple):
    """Un titre au masculin, au féminin, et le nom de la charge, qui n'a pas de genre."""

    masculin: str
    feminin: str
    charge: str


TITRES = (
    Titre("préfet", "préfète", "préfecture"),
    Titre("président", "présidente", "présidence"),
    Titre("maire", "maire", "mairie"),
    Titre("directeur", "directrice", "direction"),
)


def titre_de(fonction: str) -> Titre | None:
    """Le titre par lequel commence la fonction, s'il est de ceux que l'on sait accorder."""
    premier = fonction.split(maxsplit=1)[0].lower() if fonction.strip() else ""
    return next((t for t in TITRES if premier in (t.masculin, t.feminin)), None)


def accorder_la_fonction(fonction: str, civilite: Civilite | None) -> str:
    """« présidente du conseil départemental » ; sans civilité, la charge : « présidence du conseil… »."""
    titre = titre_de(fonction)
    if titre is None:
        return fonction
    mots = {Civilite.MADAME: titre.feminin, Civilite.MONSIEUR: titre.masculin, None: titre.charge}
    mot = mots[civilite]
    return " ".join((mot, *fonction.split(maxsplit=1)[1:]))


def avec_article(fonction: str, civilite: Civilite | None) -> str:
    """« La préfète du Gers », « Le préfet du Gers » ; sans civilité, « La préfecture du Gers »."""
    accordee = accorder_la_fonction(fonction, civilite)
    if titre_de(fonction) is None:
        return majuscule(accordee)
    return f"{'Le' if civilite is Civilite.MONSIEUR else 'La'} {accordee}"


def par_delegation(prefet: Civilite | None) -> str:
    """« Pour la préfète et par délégation, » ; sans civilité, le nom de la charge : « Pour le préfet »."""
    return f"Pour {'la préfète' if prefet is Civilite.MADAME else 'le préfet'} et par délégation,"


def fonction_qui_signe(fonction: str, civilite: Civilite | None) -> str:
    """« La directrice adjointe, » ; sans civilité, la fonction telle qu'elle est saisie."""
    return majuscule(fonction) if civilite is None else f"{avec_article(fonction, civilite)},"


def appel(fonction: str, civilite: Civilite | None) -> str:
    """« Madame la Présidente », « Monsieur » si le titre ne s'accorde pas, « Madame, Monsieur » sans civilité."""
    if civilite is None:
        return "Madame, Monsieur"
    titre = titre_de(fonction)
    if titre is None:
        return civilite.capitalize()
    if civilite is Civilite.MADAME:
        return f"Madame la {titre.feminin.capitalize()}"
    return f"Monsieur le {titre.masculin.capitalize()}"
