"""Les champs d'un contexte, décrits pour qui écrit un gabarit : balise, nature, sens, exemple."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from types import NoneType
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from documents.contextes.attendus import attendu_du_champ
from documents.contextes.commun import Contexte
from documents.formats import FILTRES
from documents.libelles import nom_lisible
from documents.moteur.types_du_contexte import Donnee, donnee
from documents.temoin import valeur_temoin

NOMS_CITES = 4
PARTAGE_DES = 3
"""Un bloc employé au moins ce nombre de fois se décrit une fois pour toutes."""

_GENRES = {str: "texte", bool: "oui ou non", date: "date", datetime: "instant", time: "heure", int: "nombre"}
_FILTRE_USUEL = {date: "date_longue", time: "heure"}
_PHRASES = re.compile(r"(?<=\.)\s+")


class ChampDuGuide(Contexte):
    """Une donnée : ce qu'on écrit pour l'imprimer, et ce que cela donne."""

    balise: str
    genre: str
    description: str
    exemple: str


class BoucleDuGuide(Contexte):
    """Une liste : ce qui ouvre et ferme la répétition, et les champs de chaque tour."""

    liste: str
    ouverture: str
    fermeture: str
    description: str
    champs: tuple[ChampDuGuide, ...]


class BlocDuGuide(Contexte):
    """Un ensemble de champs employé sous plusieurs noms (`noms`), décrit sous le premier."""

    noms: str
    presentation: str
    champs: tuple[ChampDuGuide, ...]
    boucles: tuple[BoucleDuGuide, ...]


class _Champ(NamedTuple):
    """Un champ à son chemin (« reunion.quand »), et la classe qui le porte."""

    chemin: str
    nom: str
    annotation: Any
    porteur: type[BaseModel]

    @property
    def donnee(self) -> Donnee:
        return donnee(self.annotation, self.chemin)


class Champs:
    """Les champs de tous les contextes, dont les blocs partagés ne se décrivent qu'une fois."""

    def __init__(self, contextes: Iterable[type[BaseModel]]) -> None:
        self._noms: dict[type[BaseModel], Counter[str]] = {}
        vus: set[type[BaseModel]] = set()
        for contexte in contextes:
            self._relever(contexte, vus)

    def _relever(self, modele: type[BaseModel], vus: set[type[BaseModel]]) -> None:
        if modele in vus:
            return
        vus.add(modele)
        for champ in _champs(modele, ""):
            liste = champ.donnee.est_une_liste
            fils = champ.donnee.element.modele if liste else champ.donnee.modele
            if fils:
                nom = _au_singulier(champ.nom) if liste else champ.nom
                self._noms.setdefault(fils, Counter())[nom] += 1
                self._relever(fils, vus)

    def blocs(self) -> tuple[BlocDuGuide, ...]:
        """Les blocs partagés, chacun sous le nom qu'il porte le plus souvent."""
        return tuple(self._bloc(m, noms) for m, noms in self._noms.items() if self._partage(m))

    def _bloc(self, modele: type[BaseModel], comptes: Counter[str]) -> BlocDuGuide:
        noms = [nom for nom, _ in comptes.most_common()]
        autres = len(noms) - NOMS_CITES
        return BlocDuGuide(
            noms=", ".join(noms[:NOMS_CITES]) + (f" et {autres} autres noms" if autres > 1 else ""),
            presentation=_presentation(modele),
            champs=tuple(self.simples(modele, noms[0])),
            boucles=tuple(self.boucles(modele, noms[0])),
        )

    def simples(self, modele: type[BaseModel], racine: str = "") -> Iterator[ChampDuGuide]:
        """Ce qui s'imprime sans boucle, blocs propres au document compris."""
        for champ in _champs(modele, racine):
            bloc = champ.donnee.modele
            if bloc and not self._partage(bloc):
                yield from self.simples(bloc, champ.chemin)
            elif bloc or not _est_une_liste_de_blocs(champ.donnee):
                yield _decrire(champ)

    def boucles(self, modele: type[BaseModel], racine: str = "") -> Iterator[BoucleDuGuide]:
        """Une boucle par liste de blocs, celles qui sont dans un bloc ou dans une autre boucle comprises."""
        for champ in _champs(modele, racine):
            bloc = champ.donnee.modele
            if bloc and not self._partage(bloc):
                yield from self.boucles(bloc, champ.chemin)
            elif _est_une_liste_de_blocs(champ.donnee):
                yield from self._boucle(champ)

    def _boucle(self, champ: _Champ) -> Iterator[BoucleDuGuide]:
        """La répétition d'une liste, puis celles que chaque tour contient ; un bloc commun n'est pas redit."""
        element = champ.donnee.element.modele
        assert element is not None
        tour, partage = _au_singulier(champ.nom), self._partage(element)
        yield BoucleDuGuide(
            liste=champ.chemin,
            ouverture=f"{{%p for {tour} in {champ.chemin} %}}",
            fermeture="{%p endfor %}",
            description=_description(champ),
            champs=(_renvoi(tour, element),) if partage else tuple(self.simples(element, tour)),
        )
        if not partage:
            yield from self.boucles(element, tour)

    def _partage(self, modele: type[BaseModel]) -> bool:
        return self._noms.get(modele, Counter()).total() >= PARTAGE_DES


def _champs(modele: type[BaseModel], racine: str) -> Iterator[_Champ]:
    for nom, champ in modele.model_fields.items():
        yield _Champ(f"{racine}.{nom}".lstrip("."), nom, champ.annotation, modele)


def _est_une_liste_de_blocs(lue: Donnee) -> bool:
    return lue.est_une_liste and lue.element.modele is not None


def _renvoi(tour: str, element: type[BaseModel]) -> ChampDuGuide:
    return ChampDuGuide(
        balise=f"{{{{ {tour}.… }}}}",
        genre="bloc commun",
        description=_presentation(element),
        exemple="voir les blocs communs",
    )


def _presentation(modele: type[BaseModel]) -> str:
    return " ".join((modele.__doc__ or "").replace("`", "").split())


def _decrire(champ: _Champ) -> ChampDuGuide:
    filtre = _filtre(champ)
    return ChampDuGuide(
        balise=_balise(champ, filtre),
        genre=_genre(champ),
        description=_description(champ),
        exemple=_exemple(champ, filtre),
    )


def _filtre(champ: _Champ) -> str:
    if champ.nom.endswith("_centimes"):
        return "euros"
    return "liste_et" if champ.donnee.est_une_liste else _FILTRE_USUEL.get(champ.donnee.annotation, "")


def _balise(champ: _Champ, filtre: str) -> str:
    if champ.donnee.annotation is bool:
        return f"{{% if {champ.chemin} %}}…{{% endif %}}"
    if champ.donnee.modele:
        return f"{{{{ {champ.chemin}.… }}}}"
    return f"{{{{ {champ.chemin}{f' | {filtre}' if filtre else ''} }}}}"


def _genre(champ: _Champ) -> str:
    lue = champ.donnee
    genre = (
        "montant, en centimes" if champ.nom.endswith("_centimes") else _GENRES.get(lue.annotation, "donnée")
    )
    if lue.est_une_liste:
        genre = f"liste : {_GENRES.get(lue.element.annotation, 'donnée')}"
    if lue.modele:
        genre = "bloc commun"
    attendu = attendu_du_champ(champ.porteur.model_fields[champ.nom])
    if attendu is not None:
        return f"{genre}, {'requis' if attendu.requis else 'attendu'}"
    return f"{genre}, facultatif" if NoneType in get_args(champ.annotation) else genre


def _description(champ: _Champ) -> str:
    """Les phrases que la documentation de son contexte consacre au champ ; à défaut, son nom."""
    phrases = _PHRASES.split(" ".join((champ.porteur.__doc__ or "").split()))
    propres = " ".join(phrase.replace("`", "") for phrase in phrases if f"`{champ.nom}`" in phrase)
    return propres[:1].upper() + propres[1:] if propres else f"{nom_lisible(champ.nom)}."


def _exemple(champ: _Champ, filtre: str) -> str:
    if champ.donnee.modele:
        return "voir les blocs communs"
    valeur = valeur_temoin(champ.annotation, champ.nom)
    if isinstance(valeur, bool):
        return "…"
    if isinstance(valeur, tuple | list):
        valeur = valeur[:2]
    return FILTRES[filtre](valeur) if filtre else str(valeur)


def _au_singulier(nom: str) -> str:
    """« points » donne « point » ; un nom déjà singulier donne « ligne », pour ne pas se confondre avec la liste."""
    singulier = "_".join(re.sub(r"[sx]$", "", mot) for mot in nom.split("_"))
    return singulier if singulier != nom else "ligne"
