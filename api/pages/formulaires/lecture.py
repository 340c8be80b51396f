"""Lire un formulaire rempli : ce qu'il dit, en bordereau, et toutes ses fautes, chacune à sa case."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from api.lisible import anomalie
from api.pages.formulaires.champs import Champ, Genre, decrire
from api.pages.formulaires.choix import Cadre
from api.pages.formulaires.saisie import Saisie, en_saisie
from api.pages.formulaires.valeurs import LECTURES
from workflows.commandes.bordereau import dire_la_faute

Fautes = dict[str, str]
"""Ce qui ne va pas, par case ; la phrase nomme la case, pour se lire aussi en tête de page."""


class Lu(NamedTuple):
    """Ce qui a été compris. Avec des fautes, `donnees` n'est pas à employer."""

    donnees: dict[str, Any]
    fautes: Fautes


def lire(schema: type[BaseModel], saisie: Saisie, cadre: Cadre, prefixe: str = "") -> Lu:
    """Le bordereau que dit cette saisie ; ses cases commencent par `prefixe`."""
    lecture = _Lecture(saisie, cadre)
    champs = decrire(schema)
    donnees = lecture.ligne(champs, prefixe)
    try:
        schema.model_validate(donnees)
    except ValidationError as erreur:
        for faute in erreur.errors():
            lecture.imputer(champs, faute, prefixe)
    return Lu(donnees, lecture.fautes)


class _Lecture:
    """`places` : pour chaque liste lue, la case d'où vient chacun de ses éléments."""

    def __init__(self, saisie: Saisie, cadre: Cadre) -> None:
        self.saisie = saisie
        self.cadre = cadre
        self.fautes: Fautes = {}
        self.places: dict[str, list[str]] = {}

    def ligne(self, champs: Iterable[Champ], prefixe: str) -> dict[str, Any]:
        """Les valeurs d'une suite de champs ; un champ vide n'y est pas."""
        lus = {c.nom: self._champ(c, f"{prefixe}{c.nom}") for c in champs}
        return {nom: valeur for nom, valeur in lus.items() if valeur is not None}

    def _champ(self, champ: Champ, chemin: str) -> Any:
        lectures: dict[Genre, Callable[[Champ, str], Any]] = {
            Genre.COCHE: self._coche,
            Genre.CASES: self._cases,
            Genre.LIGNES: self._lignes,
            Genre.GROUPE: self._groupe,
            Genre.RANGEES: self._rangees,
            Genre.PAR_CLE: self._par_cle,
        }
        return lectures.get(champ.genre, self._simple)(champ, chemin)

    def _coche(self, _champ: Champ, chemin: str) -> bool:
        return bool(self.saisie.choisies(chemin))

    def _lignes(self, champ: Champ, chemin: str) -> Any:
        texte = self.saisie.texte(chemin)
        if faute := anomalie(texte):
            return self._fauter(champ, chemin, faute)
        return [ligne.strip() for ligne in texte.splitlines() if ligne.strip()] or None

    def _simple(self, champ: Champ, chemin: str) -> Any:
        texte = self.saisie.texte(chemin).strip()
        if not texte:
            return None
        if faute := anomalie(texte):
            return self._fauter(champ, chemin, faute)
        if champ.genre is Genre.CHOIX:
            return self._parmi_les_choix(champ, chemin, texte)
        try:
            return LECTURES.get(champ.genre, str)(texte.replace("\r\n", "\n"))
        except ValueError as faute:
            return self._fauter(champ, chemin, str(faute))

    def _parmi_les_choix(self, champ: Champ, chemin: str, texte: str) -> Any:
        if texte not in {o.valeur for o in self._options(champ)}:
            return self._fauter(champ, chemin, "choisissez dans la liste")
        return texte

    def _cases(self, champ: Champ, chemin: str) -> Any:
        connues = {o.valeur for o in self._options(champ)}
        cochees = self.saisie.choisies(chemin)
        if any(c not in connues for c in cochees):
            return self._fauter(champ, chemin, "choisissez dans la liste")
        return cochees or None

    def _groupe(self, champ: Champ, chemin: str) -> Any:
        remplies, places = [], []
        for rang in self.saisie.rangs(chemin):
            place = f"{chemin}.{rang}"
            if not self._est_vide(champ.champs, place):
                remplies.append(self.ligne(champ.champs, f"{place}."))
                places.append(place)
        self.places[chemin] = places
        return remplies or None

    def _est_vide(self, champs: Sequence[Champ], place: str) -> bool:
        """Une ligne laissée telle qu'on l'a ouverte ne dit rien."""
        neuve = en_saisie(champs, {}, f"{place}.")
        tapees = {c: v for c, v in self.saisie.valeurs.items() if c.startswith(f"{place}.") and any(v)}
        return all(any(neuve.get(c, [])) and neuve[c] == v for c, v in tapees.items() if not c.endswith("._"))

    def _rangees(self, champ: Champ, chemin: str) -> Any:
        options = self._options(champ)
        if not champ.fixe:
            (case,) = champ.champs
            textes = [self._simple(case, f"{chemin}.{o.valeur}") or "" for o in options]
            return textes if any(textes) else None
        lignes, places = [], []
        for option in options:
            place = f"{chemin}.{option.valeur}"
            if champ.toutes or not self._est_vide(champ.champs, place):
                lignes.append({champ.fixe: option.valeur, **self.ligne(champ.champs, f"{place}.")})
                places.append(place)
        self.places[chemin] = places
        return lignes or None

    def _par_cle(self, champ: Champ, chemin: str) -> Any:
        (case,) = champ.champs
        lus = {o.valeur: self._simple(case, f"{chemin}.{o.valeur}") for o in self._options(champ)}
        return {cle: valeur for cle, valeur in lus.items() if valeur is not None} or None

    def _options(self, champ: Champ) -> Sequence[Any]:
        return self.cadre.options(champ.chose) if champ.chose else champ.options

    def _fauter(self, champ: Champ, chemin: str, faute: str) -> None:
        self.fautes.setdefault(chemin, f"{self._nom(champ, chemin)} : {faute}.")

    def _nom(self, champ: Champ, chemin: str) -> str:
        """« Cotation » ne dirait pas quelle case : une case sans nom prend celui de sa clé."""
        return champ.libelle or chemin.rsplit(".", 1)[-1]

    def imputer(self, champs: Sequence[Champ], erreur: ErrorDetails, prefixe: str) -> None:
        """Range une faute du bordereau à sa case, sauf si la case en a déjà une."""
        chemin, noms = prefixe, []
        for partie in erreur["loc"]:
            if isinstance(partie, int) and chemin in self.places:
                chemin = self.places[chemin][partie]
                noms.append(f"ligne {partie + 1}")
                continue
            champ = next((c for c in champs if c.nom == partie), None)
            if champ is not None:
                chemin, champs = _joindre(chemin, partie), champ.champs
                noms.append(champ.libelle)
            elif isinstance(partie, int):
                noms.append(f"ligne {partie + 1}")
            elif partie != "[key]":
                chemin = _joindre(chemin, partie)
                noms.append(str(partie))
        if not any(c == chemin or c.startswith(f"{chemin}.") for c in self.fautes):
            self.fautes[chemin] = f"{', '.join(noms)} : {dire_la_faute(erreur)}."


def _joindre(chemin: str, partie: object) -> str:
    return f"{chemin}{partie}" if not chemin or chemin.endswith(".") else f"{chemin}.{partie}"
