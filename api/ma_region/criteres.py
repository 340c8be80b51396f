"""Ce qu'on demande à « Ma région » : la région, les filtres, l'ordre. Tout tient dans l'adresse de la page."""

from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import Field

from api.dependances import VideVautRien
from modeles.etapes import Etape
from modeles.vocabulaire import Partie
from workflows.suivi import Couleur

TOUTE_LA_FRANCE = "france"


class Tri(StrEnum):
    """L'ordre des lignes."""

    TERRITOIRE = "territoire"
    ALERTE = "alerte"
    ETAPE = "etape"
    JOURS = "jours"
    REUNION = "reunion"

    @property
    def libelle(self) -> str:
        return LIBELLES_DES_TRIS[self]


LIBELLES_DES_TRIS = {
    Tri.TERRITOIRE: "Territoire",
    Tri.ALERTE: "Alerte la plus forte",
    Tri.ETAPE: "Étape la moins avancée",
    Tri.JOURS: "Temps passé sur le temps prévu",
    Tri.REUNION: "Prochaine réunion",
}


class Criteres(NamedTuple):
    """Les filtres de la page ; ce qui vaut None ne filtre rien."""

    region: str | None = None
    type: str | None = None
    referent: str | None = None
    etape: Etape | None = None
    retard: bool | None = None
    alerte: Couleur | None = None
    axe: str | None = None
    main: Partie | None = None
    tri: Tri = Tri.TERRITOIRE

    @property
    def toute_la_france(self) -> bool:
        return self.region == TOUTE_LA_FRANCE

    @property
    def actifs(self) -> bool:
        """Vrai si un filtre écarte peut-être des lignes."""
        return self._replace(region=None, tri=Tri.TERRITOIRE) != Criteres()

    def adresse(self, chemin: str = "/", **changements: Any) -> str:
        """L'adresse de la même vue, à ces changements près."""
        demande = {
            nom: _ecrit(valeur)
            for nom, valeur in self._replace(**changements)._asdict().items()
            if valeur is not None and valeur is not Tri.TERRITOIRE
        }
        return f"{chemin}?{urlencode(demande)}" if demande else chemin


def _ecrit(valeur: Any) -> str:
    return str(valeur).lower() if isinstance(valeur, bool) else str(valeur)


Nom = Annotated[str, Field(max_length=80)]


async def _criteres(
    *,
    region: Annotated[Nom | None, VideVautRien, Query()] = None,
    type: Annotated[Nom | None, VideVautRien, Query()] = None,
    referent: Annotated[Nom | None, VideVautRien, Query()] = None,
    etape: Annotated[Etape | None, VideVautRien, Query()] = None,
    retard: Annotated[bool | None, VideVautRien, Query()] = None,
    alerte: Annotated[Couleur | None, VideVautRien, Query()] = None,
    axe: Annotated[Nom | None, VideVautRien, Query()] = None,
    main: Annotated[Partie | None, VideVautRien, Query()] = None,
    tri: Annotated[Tri | None, VideVautRien, Query()] = None,
) -> Criteres:
    return Criteres(region, type, referent, etape, retard, alerte, axe, main, tri or Tri.TERRITOIRE)


CriteresDemandes = Annotated[Criteres, Depends(_criteres)]
