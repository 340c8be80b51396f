"""Les textes de la démonstration, lus dans `donnees/` : tout y est inventé, sauf les titres publiés en 2024."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from modeles.reference.socle import Fige, Texte
from modeles.vocabulaire import Civilite, Partie, Renforcement, RoleContact

DOSSIER = Path(__file__).parent / "donnees"
Textes = Annotated[tuple[Texte, ...], Field(min_length=1)]
Positif = Annotated[int, Field(ge=1)]


class Poste(Fige):
    """Une place autour de la table. Sans `feminin`, la fonction s'accorde d'elle-même."""

    partie: Partie
    role: RoleContact
    masculin: Texte
    feminin: Texte | None = None
    organisme: Texte
    type_partenaire: Texte | None = None
    sans_adresse: bool = False


class Personnes(Fige):
    """De quoi composer des personnes qui n'existent pas, et les places qu'elles tiennent."""

    madame: Textes
    monsieur: Textes
    noms: Textes
    postes: tuple[Poste, ...] = Field(alias="poste")

    def prenoms(self, civilite: Civilite) -> Textes:
        return self.madame if civilite is Civilite.MADAME else self.monsieur


class ConstatType(Fige):
    """Un constat, sa preuve inventée, et l'enjeu qui en découle."""

    axe: Texte
    texte: Texte
    preuve: Texte
    publics: Texte
    zones: Texte
    enjeu: Texte


class Trame(Fige):
    """Ce que dit une fiche d'un sous-axe quand elle n'a pas de texte propre."""

    sous_axe: Texte
    action: Texte | None = None
    constat: Texte
    objectif: Texte
    objectifs: Textes
    description: Texte
    public: Texte
    effectif: Positif
    porteur: Texte
    type_porteur: Texte = "collectivité"
    partenaires: Textes
    moyens: Texte


class FicheEcrite(Fige):
    """Une fiche de `fiches.toml` : publiée (`numero`) ou inventée (`territoire`, `sous_axe`, `titre`)."""

    numero: int | None = None
    territoire: Texte | None = None
    sous_axe: Texte | None = None
    titre: Texte | None = None
    action: Texte | None = None
    renforcement: tuple[Renforcement, ...] = ()
    justification: str = ""
    constat: Texte | None = None
    objectif: Texte | None = None
    objectifs: Textes | None = None
    description: Texte | None = None
    public: Texte | None = None
    effectif: Positif | None = None
    poids: Positif = 1


class Moyens(Fige):
    """Ce qu'un territoire reçoit dans la démonstration ; `elus` quand la référence ne le dit pas."""

    code: Texte
    plafond_euros: Positif
    reliquat_euros: int = 0
    elus: Positif | None = None
    constats: dict[str, Positif]


class _Constats(Fige):
    constats: tuple[ConstatType, ...] = Field(alias="constat")


class _Trames(Fige):
    trames: tuple[Trame, ...] = Field(alias="trame")


class _Fiches(Fige):
    fiches: tuple[FicheEcrite, ...] = Field(alias="fiche")


class _Territoires(Fige):
    territoires: tuple[Moyens, ...] = Field(alias="territoire")


@cache
def personnes() -> Personnes:
    """Les prénoms, les noms et les places."""
    return Personnes.model_validate(_lire("personnes"))


@cache
def constats() -> tuple[ConstatType, ...]:
    """Les constats possibles, plusieurs par axe, dans l'ordre du fichier."""
    return _Constats.model_validate(_lire("constats")).constats


@cache
def trames() -> dict[str, Trame]:
    """Le texte par défaut d'une fiche, par sous-axe."""
    return {t.sous_axe: t for t in _Trames.model_validate(_lire("trames")).trames}


@cache
def fiches() -> tuple[FicheEcrite, ...]:
    """Toutes les fiches de la démonstration."""
    return _Fiches.model_validate(_lire("fiches")).fiches


@cache
def moyens() -> dict[str, Moyens]:
    """Les moyens de chaque territoire de la démonstration."""
    return {t.code: t for t in _Territoires.model_validate(_lire("territoires")).territoires}


def evaluation() -> dict[str, Any]:
    """Ce que les parties écrivent de l'évaluation à mi-parcours."""
    return _lire("evaluation")


def _lire(nom: str) -> dict[str, Any]:
    return tomllib.loads((DOSSIER / f"{nom}.toml").read_text(encoding="utf-8"))
