"""Ce que les routes reçoivent tout prêt : une session, le jour, une page de liste, une démarche."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated, TypeVar

from fastapi import Depends, Path, Query, Request, Response
from pydantic import AwareDatetime, BeforeValidator
from sqlmodel import Session

from api.acces.agent import Agent
from api.acces.refus import NonConnecte
from api.ecriture import ecriture
from api.lectures import Filtre
from api.schemas.commun import Elements
from api.temps import Jour, aujourd_hui
from modeles.base import lecture
from modeles.demarche import Demarche
from modeles.etapes import Etape
from workflows.dossier import demarche_du_territoire

T = TypeVar("T")
V = TypeVar("V")
TAILLE_PAR_DEFAUT, TAILLE_MAXIMALE = 200, 500


def _session_de_lecture() -> Iterator[Session]:
    with lecture() as session:
        yield session


def _session_d_ecriture() -> Iterator[Session]:
    with ecriture() as session:
        yield session


# « function » : la transaction est finie avant que la réponse parte. Sinon, on annoncerait un geste perdu.
Lecture = Annotated[Session, Depends(_session_de_lecture, scope="function")]
Ecriture = Annotated[Session, Depends(_session_d_ecriture, scope="function")]


async def _agent_connecte(requete: Request) -> Agent:
    agent: Agent | None = getattr(requete.state, "agent", None)
    if agent is None:
        raise NonConnecte
    return agent


# La personne qui agit ; le gardien de l'application l'a déjà reconnue, et a vérifié son droit.
AgentConnecte = Annotated[Agent, Depends(_agent_connecte)]

# Un formulaire en GET envoie ses champs laissés vides.
VideVautRien = BeforeValidator(lambda valeur: valeur or None)


async def _jour(
    le: Annotated[
        Jour | None,
        VideVautRien,
        Query(description="La date où se placer ; sans elle, aujourd'hui.", examples=["2026-03-31"]),
    ] = None,
) -> date:
    return le or aujourd_hui()


LeJour = Annotated[date, Depends(_jour)]


class Decoupage:
    """La page demandée d'une liste ; inscrit dans `Link` les adresses des autres."""

    def __init__(
        self,
        requete: Request,
        reponse: Response,
        page: Annotated[int, Query(ge=1, le=1_000_000, description="Le numéro de la page, dès 1.")] = 1,
        taille: Annotated[
            int, Query(ge=1, le=TAILLE_MAXIMALE, description="Le nombre d'éléments par page.")
        ] = TAILLE_PAR_DEFAUT,
    ) -> None:
        self.requete = requete
        self.reponse = reponse
        self.page = page
        self.taille = taille

    def __call__(self, tous: Sequence[T], vue: Callable[[T], V]) -> Elements[V]:
        """Les éléments de la page, mis en forme par `vue`, et le total de la liste."""
        derniere = max(1, -(-len(tous) // self.taille))
        voisines = {"first": 1, "prev": self.page - 1, "next": self.page + 1, "last": derniere}
        self.reponse.headers["Link"] = ", ".join(
            f'<{self.requete.url.include_query_params(page=numero)}>; rel="{lien}"'
            for lien, numero in voisines.items()
            if 1 <= numero <= derniere
        )
        debut = (self.page - 1) * self.taille
        return Elements(elements=[vue(e) for e in tous[debut : debut + self.taille]], total=len(tous))


PageDemandee = Annotated[Decoupage, Depends()]

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


Depuis = Annotated[
    AwareDatetime | None,
    Query(
        description="Ne garder que ce qui a changé depuis cet instant (ISO 8601, avec son fuseau).",
        examples=["2026-03-31T08:00:00Z"],
    ),
]


def _filtre(
    region: Annotated[str | None, Query(max_length=60, examples=["76"])] = None,
    etape: Annotated[Etape | None, Query(description="Seulement cette étape.")] = None,
    retard: Annotated[bool | None, Query(description="Seulement (ou sauf) l'orange et le rouge.")] = None,
    depuis: Depuis = None,
) -> Filtre:
    return Filtre(region, etape, retard, depuis)


FiltreDemande = Annotated[Filtre, Depends(_filtre)]
DemarcheLue = Annotated[Demarche, Depends(_demarche_lue)]
