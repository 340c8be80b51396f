"""Ce que les pages d'un dossier partagent : la démarche, où elle en est, les onglets, ce qui vient d'être fait."""

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from datetime import date
from functools import cached_property, wraps
from typing import Annotated, Any, Concatenate, ParamSpec

from fastapi import Depends
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from api.acces.agent import Agent
from api.dependances import AgentConnecte, LeJour, TexteTerritoire
from api.lectures import suivre
from api.pages import chemins
from api.pages.formulaires.libelles import libelle
from api.pages.libelles import COULEURS, MARQUES, POSITIONS
from api.pages.rendu import CLE_A_DONNER, Page, PageDemandee
from api.pages.territoires.onglets import liens
from documents.contextes.axes import intitule_axe, intitule_sous_axe
from modeles.base import lecture
from modeles.demarche import Demarche
from modeles.etapes import Geste
from modeles.lecture_du_dossier import Branche, charger
from modeles.reference.registre import registre
from workflows.commandes.registre import SAISIES
from workflows.dossier import demarche_du_territoire
from workflows.suivi import LIBELLES_PARTIES

P = ParamSpec("P")
FAITS = {
    "suite": "C'est enregistré.",
    "retrait": "C'est retiré.",
    "remise_en_place": "C'est remis en place.",
    "creation": "La démarche est créée.",
    "depot": "Le fichier est gardé, à côté de l'original.",
    "deja": "Ce fichier était déjà au dossier : le voici.",
    "acceptation": "Les champs acceptés sont écrits dans la fiche.",
    "refus": "La fiche n'a pas changé : aucun champ n'a été accepté.",
}


class Dossier:
    """Une page du dossier d'un territoire, pour une personne."""

    def __init__(self, page: Page, agent: Agent, le: date, territoire: str) -> None:
        self.page = page
        self.agent = agent
        self.le = le
        self.territoire = territoire
        self.ouvertures = ExitStack()

    @cached_property
    def session(self) -> Session:
        """La lecture de cette page ; elle ne s'ouvre que si la page n'est pas déjà gardée."""
        return self.ouvertures.enter_context(lecture())

    @cached_property
    def demarche(self) -> Demarche:
        """La démarche du territoire demandé. Lève `Introuvable`."""
        return demarche_du_territoire(self.session, self.territoire)

    @property
    def code(self) -> str:
        return self.demarche.territoire_code

    def charger(self, *branches: Branche) -> Demarche:
        """Lit ces parties du dossier, en un nombre constant de requêtes."""
        self.demarche = charger(self.session, self.demarche.id, *branches)
        return self.demarche

    def rendre(
        self, gabarit: str, ici: str, titre: str = "", statut: int = 200, **contexte: Any
    ) -> HTMLResponse:
        """La page de cet onglet. `titre` : celui d'une page sous l'onglet."""
        (suivi,) = suivre(self.session, [self.demarche], self.le)
        return self.page.rendre(
            f"territoire/{gabarit}",
            statut,
            demarche=self.demarche,
            suivi=suivi,
            code=self.code,
            le=self.le,
            contrat=registre().type_de_contrat(self.demarche.type_contrat),
            onglets=liens(self.demarche, self.agent, ici),
            ici=ici,
            titre=titre,
            parents=chemins.fil_du_territoire(self.demarche),
            fait=self._fait(),
            retrait=self.page.requete.query_params.get("retrait", ""),
            cle=CLE_A_DONNER,
            **self._aides(),
            **contexte,
        )

    def peut_saisir(self, nature: str, fiche: str | None = None) -> bool:
        """Cette saisie revient à la personne, et la démarche se modifie encore."""
        return self.demarche.modifiable and self.agent.peut_saisir(nature, self.demarche, fiche)

    def _aides(self) -> dict[str, Any]:
        return {
            "chemins": chemins,
            "peut_saisir": self.peut_saisir,
            "mot": libelle,
            "axe": lambda axe: intitule_axe(self.demarche, axe),
            "sous_axe": lambda sous_axe: intitule_sous_axe(self.demarche, sous_axe),
            "couleurs": COULEURS,
            "positions": POSITIONS,
            "marques": MARQUES,
            "parties": LIBELLES_PARTIES,
        }

    def _fait(self) -> str:
        """Ce que l'on vient de faire, en une phrase ; vide si l'adresse n'en dit rien."""
        fait = self.page.requete.query_params.get("fait", "")
        if fait in FAITS:
            return FAITS[fait]
        if fait in set(Geste):
            return f"« {Geste(fait).libelle} » : c'est inscrit au journal."
        return f"Enregistré : {SAISIES[fait].libelle}." if fait in SAISIES else ""


async def _dossier(
    page: PageDemandee, agent: AgentConnecte, le: LeJour, territoire: TexteTerritoire
) -> AsyncIterator[Dossier]:
    dossier = Dossier(page, agent, le, territoire)
    try:
        yield dossier
    finally:
        dossier.ouvertures.close()


LeDossier = Annotated[Dossier, Depends(_dossier, scope="function")]


def gardee(montrer: Callable[Concatenate[Dossier, P], HTMLResponse]) -> Callable[..., Response]:
    """Cette page ne dépend que de son adresse, de qui la lit, du jour et de la base : on la garde."""

    @wraps(montrer)
    def montrer_ou_redonner(dossier: Dossier, *precisions: P.args, **nommees: P.kwargs) -> Response:
        return dossier.page.gardee(dossier.le, lambda: montrer(dossier, *precisions, **nommees))

    return montrer_ou_redonner
