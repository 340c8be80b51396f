"""Ce que les routes reçoivent tout prêt : une session, le jour, une page de liste, une démarche."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, NamedTuple, TypeVar

from fastapi import Depends, Path, Query, Request, Response
from pydantic import BeforeValidator
from sqlmodel import Session

from api.temps import aujourd_hui
from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from workflows.dossier import demarche_du_territoire

T = TypeVar("T")
TAILLE_MAXIMALE = 500


def _session_de_lecture() -> Iterator[Session]:
    with lecture() as session:
        yield session


def _session_d_ecriture() -> Iterator[Session]:
    with unite_de_travail() as session:
        yield session


# « function » : la transaction est finie avant que la réponse parte. Sinon, on annoncerait un geste perdu.
Lecture = Annotated[Session, Depends(_session_de_lecture, scope="function")]
Ecriture = Annotated[Session, Depends(_session_d_ecriture, scope="function")]

# Un formulaire en GET envoie ses champs laissés vides.
VideVautRien = BeforeValidator(lambda valeur: valeur or None)
PREMIER_JOUR, DERNIER_JOUR = date(2000, 1, 1), date(2100, 12, 31)


def _jour(
    le: Annotated[
        date | None,
        VideVautRien,
        Query(
            description="La date à laquelle se placer ; sans elle, aujourd'hui.",
            ge=PREMIER_JOUR,
            le=DERNIER_JOUR,
            examples=["2026-03-31"],
        ),
    ] = None,
) -> date:
    return le or aujourd_hui()


LeJour = Annotated[date, Depends(_jour)]


class Pagination(NamedTuple):
    page: int
    taille: int


def _pagination(
    page: Annotated[int, Query(ge=1, le=1_000_000, description="Le numéro de la page, à partir de 1.")] = 1,
    taille: Annotated[int, Query(ge=1, le=TAILLE_MAXIMALE, description="Le nombre d'éléments par page.")] = 200,
) -> Pagination:
    return Pagination(page, taille)


PageDemandee = Annotated[Pagination, Depends(_pagination)]


def decouper(tous: Sequence[T], pagination: Pagination, requete: Request, reponse: Response) -> Sequence[T]:
    """Les éléments de la page demandée ; inscrit dans `Link` les adresses des autres pages."""
    dernieres = max(1, -(-len(tous) // pagination.taille))
    voisines = {
        "first": 1,
        "prev": pagination.page - 1,
        "next": pagination.page + 1,
        "last": dernieres,
    }
    liens = [
        f'<{requete.url.include_query_params(page=numero)}>; rel="{lien}"'
        for lien, numero in voisines.items()
        if 1 <= numero <= dernieres
    ]
    reponse.headers["Link"] = ", ".join(liens)
    debut = (pagination.page - 1) * pagination.taille
    return tous[debut : debut + pagination.taille]


TexteTerritoire = Annotated[
    str,
    Path(
        max_length=200,
        description="Le code du territoire, son nom ou l'un de ses alias.",
        openapi_examples={"code": {"value": "32"}, "nom": {"value": "Gers"}},
    ),
]


def _demarche_lue(territoire: TexteTerritoire, session: Lecture) -> Demarche:
    return demarche_du_territoire(session, territoire)


DemarcheLue = Annotated[Demarche, Depends(_demarche_lue)]
