"""Ce que les annotations d'un contexte Pydantic disent d'un chemin comme `fiches[].budget[].etat`."""

import types
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as Ensemble
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from documents.moteur.environnement import suggestion

_SIMPLES = (str, int, float, bytes)


class Donnee(NamedTuple):
    """Une donnée du contexte : son annotation (`None` si l'on n'en sait rien) et son chemin."""

    annotation: Any = None
    chemin: str = ""

    @property
    def modele(self) -> type[BaseModel] | None:
        est_un_modele = isinstance(self.annotation, type) and issubclass(self.annotation, BaseModel)
        return self.annotation if est_un_modele else None

    @property
    def est_simple(self) -> bool:
        return isinstance(self.annotation, type) and issubclass(self.annotation, _SIMPLES)

    @property
    def est_une_liste(self) -> bool:
        origine = get_origin(self.annotation) or self.annotation
        return (
            isinstance(origine, type)
            and issubclass(origine, Sequence | Ensemble)
            and not issubclass(origine, _SIMPLES)
        )

    @property
    def element(self) -> "Donnee":
        """Un élément de la liste, dont le chemin finit par `[]`."""
        arguments = get_args(self.annotation)
        return donnee(arguments[0] if arguments else None, f"{self.chemin}[]")

    def champ(self, nom: str) -> "Donnee | str":
        """La donnée du champ, ou le reproche à faire."""
        if self.modele:
            champs = champs_de(self.modele)
            if nom in champs:
                return donnee(champs[nom], f"{self.chemin}.{nom}".lstrip("."))
            return f"« {nom} » n'existe pas{suggestion(nom, champs)}"
        if self.est_une_liste:
            return f"« {nom} » est demandé sur une liste : il faut une boucle « for »"
        if self.est_simple:
            return f"« {nom} » est demandé sur une valeur simple"
        return Donnee(None, self.chemin)


def donnee(annotation: Any, chemin: str) -> Donnee:
    """Défait `Annotated`, `Optional` et les dictionnaires ; une union de plusieurs types reste inconnue."""
    origine = get_origin(annotation)
    if origine is Annotated:
        return donnee(get_args(annotation)[0], chemin)
    if origine in (Union, types.UnionType):
        reels = [a for a in get_args(annotation) if a is not types.NoneType]
        return donnee(reels[0], chemin) if len(reels) == 1 else Donnee(None, chemin)
    if isinstance(origine, type) and issubclass(origine, Mapping):
        return Donnee(None, chemin)
    return Donnee(annotation, chemin)


def champs_de(modele: type[BaseModel]) -> dict[str, Any]:
    """Les champs déclarés et calculés, avec leur annotation."""
    declares = {nom: champ.annotation for nom, champ in modele.model_fields.items()}
    return declares | {nom: champ.return_type for nom, champ in modele.model_computed_fields.items()}


def feuilles(racine: Donnee, lignee: tuple[type[BaseModel], ...] = ()) -> Iterator[str]:
    """Les chemins de tout ce qui s'imprime, sans redescendre dans un modèle qui se contient lui-même."""
    element = racine.element if racine.est_une_liste else racine
    modele = element.modele
    if modele is None:
        yield racine.chemin
    elif modele not in lignee:
        for nom, annotation in champs_de(modele).items():
            yield from feuilles(donnee(annotation, f"{element.chemin}.{nom}".lstrip(".")), (*lignee, modele))
