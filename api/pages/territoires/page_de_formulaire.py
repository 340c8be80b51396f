"""Ce que partagent les pages où l'on écrit dans un dossier : qui écrit, où, et un seul à la fois."""

from abc import ABC, abstractmethod

from sqlmodel import Session
from starlette.responses import Response

from api.acces.agent import Agent
from api.dependances import AgentConnecte, LeJour, TexteTerritoire
from api.pages.formulaires.envoi import Recu
from api.pages.formulaires.page import Deroulement, Feuille
from api.pages.formulaires.saisie import Saisie
from api.pages.rendu import Page, PageDemandee
from modeles.requetes import demarche_verrouillee
from workflows.dossier import demarche_du_territoire


class PageDeFormulaire(ABC):
    """Un formulaire sur la démarche d'un territoire, pour une personne. `recu` : ce qu'elle vient d'envoyer."""

    def __init__(
        self, page: PageDemandee, agent: AgentConnecte, le: LeJour, territoire: TexteTerritoire
    ) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.le = le
        self.territoire = territoire
        self.recu: Recu | None = None

    @abstractmethod
    def preparer(self, session: Session, tapee: Saisie | None) -> Feuille:
        """La feuille à montrer, remplie de ce qui a été tapé s'il y en a."""

    def ouvrir(self, session: Session) -> Response:
        """Le formulaire, avant toute frappe."""
        return self._deroulement.ouvrir(session)

    def recevoir(self, recu: Recu) -> Response:
        """Écrit ce qui est reçu, une seule fois ; ou remontre le formulaire avec ce qui le retient."""
        self.recu = recu
        return self._deroulement.recevoir(recu)

    @property
    def _deroulement(self) -> Deroulement:
        return Deroulement(self.page, self.agent, self.preparer, self._reserver)

    def _reserver(self, session: Session) -> None:
        """Deux envois simultanés passent l'un après l'autre."""
        demarche_verrouillee(session, demarche_du_territoire(session, self.territoire).id)
