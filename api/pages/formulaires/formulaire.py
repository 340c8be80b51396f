"""Un formulaire à l'écran : ses champs, ce qui y est tapé, ce qui y cloche."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from api.pages.formulaires.champs import Champ, Genre, decrire
from api.pages.formulaires.choix import Cadre
from api.pages.formulaires.lecture import Fautes, Lu, lire
from api.pages.formulaires.libelles import Option
from api.pages.formulaires.saisie import Saisie, en_saisie

AJOUTER, RETIRER, REMPLIR = "ajouter", "retirer", "remplir"
CHOIX_EN_BOUTONS_AU_PLUS = 5


@dataclass
class Formulaire:
    """`fautes` : une phrase par case qui cloche. `fixes` : les champs qu'on ne choisit plus, déjà connus.

    `lu` : ce que l'on en a compris à la dernière lecture.
    `prefixe` : ce par quoi commence le nom de ses cases, quand une page en réunit plusieurs.
    """

    schema: type[BaseModel]
    cadre: Cadre
    saisie: Saisie
    fautes: Fautes = field(default_factory=dict)
    fixes: frozenset[str] = frozenset()
    prefixe: str = ""
    lu: Lu = field(default_factory=lambda: Lu({}, {}))

    @classmethod
    def vierge(
        cls, schema: type[BaseModel], cadre: Cadre, donnees: Mapping[str, Any], prefixe: str = ""
    ) -> "Formulaire":
        """Le formulaire tel qu'on l'ouvre, rempli de ce que l'on sait déjà."""
        saisie = Saisie(en_saisie(decrire(schema), donnees, prefixe))
        formulaire = cls(schema, cadre, saisie, prefixe=prefixe)
        formulaire.ouvrir_les_listes()
        return formulaire

    @property
    def champs(self) -> tuple[Champ, ...]:
        return decrire(self.schema)

    def ouvrir_les_listes(self) -> None:
        """Une liste obligatoire s'ouvre avec une ligne prête à remplir."""
        for champ in self.champs:
            if (
                champ.genre is Genre.GROUPE
                and champ.obligatoire
                and not self.saisie.rangs(self.chemin(champ))
            ):
                self.saisie.ajouter_une_ligne(self.chemin(champ), champ.champs)

    def chemin(self, champ: Champ) -> str:
        """Le nom de la case d'un champ de premier rang."""
        return f"{self.prefixe}{champ.nom}"

    def agir(self, action: str) -> str | None:
        """Fait ce que demande un bouton de ligne ; rend la case où revenir, ou None s'il n'en était pas un."""
        verbe, _, cible = action.partition(":")
        if verbe == AJOUTER and (champ := self._champ_a(cible)) is not None:
            rang = self.saisie.ajouter_une_ligne(cible, champ.champs)
            return f"{cible}.{rang}"
        if verbe == RETIRER:
            self.saisie.retirer_une_ligne(cible)
            return cible.rsplit(".", 1)[0]
        if verbe == REMPLIR:
            liste, _, reste = cible.partition(".")
            nom, _, valeur = reste.partition("=")
            self._remplir(liste, nom, valeur)
            return liste
        return None

    def _remplir(self, liste: str, nom: str, valeur: str) -> None:
        champ = self._champ_a(liste)
        for option in self.options(champ) if champ else ():
            self.saisie.valeurs[f"{liste}.{option.valeur}.{nom}"] = [valeur]

    def _champ_a(self, chemin: str) -> Champ | None:
        """Le champ à ce chemin ; les numéros de ligne ne comptent pas."""
        if not chemin.startswith(self.prefixe):
            return None
        champs: Sequence[Champ] = self.champs
        trouve: Champ | None = None
        for nom in (p for p in chemin.removeprefix(self.prefixe).split(".") if not p.isdigit()):
            trouve = next((c for c in champs if c.nom == nom), None)
            if trouve is None:
                return None
            champs = trouve.champs
        return trouve

    def lire(self) -> Lu:
        """Ce que dit le formulaire ; ce qui a été compris et ses fautes sont retenus."""
        self.lu = lire(self.schema, self.saisie, self.cadre, self.prefixe)
        self.fautes = dict(self.lu.fautes)
        return self.lu

    def options(self, champ: Champ) -> tuple[Option, ...]:
        """Les choix d'un champ, ou les lignes d'une liste imposée."""
        return self.cadre.options(champ.chose) if champ.chose else champ.options

    def en_boutons(self, champ: Champ) -> bool:
        """Peu de choix, et il en faut un : tous se voient d'un coup."""
        return champ.obligatoire and champ.chose is None and len(champ.options) <= CHOIX_EN_BOUTONS_AU_PLUS

    def paires(self, options: Sequence[Option]) -> list[tuple[str, str]]:
        """Les choix, comme les cases et les boutons les attendent."""
        return [(o.valeur, o.libelle) for o in options]

    def groupes(self, options: Sequence[Option]) -> list[tuple[str, list[Option]]]:
        """Les choix, sous leurs titres."""
        return [(titre, list(membres)) for titre, membres in groupby(options, key=lambda o: o.groupe)]

    def fautes_sous(self, place: str, sauf: Sequence[str]) -> bool:
        """Vrai si une case de cette ligne cloche, hors de celles que l'on voit toujours."""
        return any(
            c.startswith(f"{place}.") and c.removeprefix(f"{place}.").split(".")[0] not in sauf
            for c in self.fautes
        )

    def faute(self, chemin: str) -> str:
        return self.fautes.get(chemin, "")
