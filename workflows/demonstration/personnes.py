"""Les personnes inventées d'un territoire : toujours les mêmes d'une fois sur l'autre."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from documents.contextes.tournures import accorder_la_fonction
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from modeles.vocabulaire import Civilite, Partie
from workflows.demonstration import textes

# Premier avec le nombre de prénoms et celui des noms : chaque tirage donne un couple nouveau.
BRASSAGE = 19


class Personne(NamedTuple):
    """Une personne inventée et sa place."""

    civilite: Civilite
    prenom: str
    nom: str
    fonction: str
    poste: textes.Poste
    organisme: str
    courriel: str | None

    @property
    def ecrite(self) -> str:
        return f"{self.prenom} {self.nom}"


def personnes_de(territoire: Territoire, mots: Mapping[str, str]) -> list[Personne]:
    """Une personne par poste ; un préfet et ses services servent le département et ses intercommunalités."""
    departement = registre().departement_de(territoire)
    return [
        _personne(poste, departement if poste.partie is Partie.ETAT else territoire, rang, mots)
        for rang, poste in enumerate(textes.personnes().postes)
    ]


def _personne(poste: textes.Poste, chez: Territoire, rang: int, mots: Mapping[str, str]) -> Personne:
    civilite, prenom, nom = _identite(list(registre().territoires).index(chez.code), rang)
    feminin = poste.feminin if civilite is Civilite.MADAME else None
    fonction = (feminin or poste.masculin).format_map(mots)
    organisme = poste.organisme.format_map(mots)
    courriel = f"{adresse(prenom)}.{adresse(nom)}@{adresse(organisme)}.invalid"
    return Personne(
        civilite=civilite,
        prenom=prenom,
        nom=nom,
        fonction=accorder_la_fonction(fonction, civilite),
        poste=poste,
        organisme=organisme,
        courriel=None if poste.sans_adresse else courriel,
    )


def _identite(territoire: int, poste: int) -> tuple[Civilite, str, str]:
    """Une identité par place : le brassage ne rend deux fois la même qu'au-delà de plusieurs régions."""
    inventaire = textes.personnes()
    prenoms = [
        (civilite, prenom)
        for civilite in (Civilite.MADAME, Civilite.MONSIEUR)
        for prenom in inventaire.prenoms(civilite)
    ]
    tirage = (territoire * len(inventaire.postes) + poste) * BRASSAGE
    civilite, prenom = prenoms[tirage % len(prenoms)]
    return civilite, prenom, inventaire.noms[tirage % len(inventaire.noms)]


def adresse(texte: str) -> str:
    """Le texte en minuscules sans accents, prêt pour une adresse électronique."""
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", sans_accents.casefold()).strip("-")
