"""« Relances » : ce qui part demain et pourquoi, valider ou retenir, ce qui est parti, et si cela sert."""

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form, Path, Query
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.acces.actes import signataires, signature
from api.acces.agent import Agent
from api.acces.droits import Droit
from api.dependances import AgentConnecte, VideVautRien
from api.pages.envois import Refusee, faire_puis_revenir
from api.pages.formulaires.envoi import LONGUEUR_D_UN_NOM, POUR
from api.pages.rendu import Page, PageDemandee
from api.relances import (
    ROLES_DE_LA_PROMESSE,
    apercu_visible,
    historique_visible,
    une_demonstration_visible,
)
from api.schemas.relances import ApercuVu, RelanceVue
from api.temps import Jour, aujourd_hui, instant_present, lire_jour
from modeles.base import lecture
from modeles.reference.registre import registre
from modeles.relance import Relance
from modeles.requetes import demarches_avec_contacts
from modeles.requetes_campagnes import campagnes
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.commandes.bordereau import Auteur
from workflows.dossier import demarche_du_territoire
from workflows.relances.apercu import prochain_jour_ouvre
from workflows.relances.gestes import Designation, designer_l_echeance, promettre, retenir, valider

routeur = APIRouter(prefix="/relances")
Court = Annotated[str, Form(max_length=500)]
Territoire = Annotated[str, Path(max_length=60)]
Exercice = Annotated[int, Path(ge=2019, le=2040)]
Niveau = Annotated[str, Path(max_length=10)]
Echeance = Annotated[str, Path(max_length=100)]


class CampagneVisee(NamedTuple):
    """Ce qu'une campagne attend d'un territoire, tel que l'adresse le nomme."""

    territoire: str
    genre: GenreCampagne
    exercice: int

    @property
    def lieu(self) -> str:
        """Où la page montre ce que l'on en fait."""
        return f"{self.territoire}-{self.genre.value}-{self.exercice}"

    def designer(self, session: Session, niveau: str = "") -> Designation:
        """Lève `Introuvable`."""
        return Designation(
            demarche_du_territoire(session, self.territoire), self.genre, self.exercice, niveau
        )


class EcheanceVisee(NamedTuple):
    """Une échéance du parcours, telle que l'adresse la nomme."""

    territoire: str
    attend: str

    @property
    def lieu(self) -> str:
        return f"{self.territoire}-{self.attend}"

    def designer(self, session: Session, niveau: str = "") -> Designation:
        """Lève `Introuvable`."""
        demarche = demarche_du_territoire(session, self.territoire)
        return designer_l_echeance(session, demarche, self.attend, niveau)


class Bureau:
    """Un jour de relances, pour une personne ; sans jour, celui des prochains départs."""

    def __init__(
        self,
        page: PageDemandee,
        agent: AgentConnecte,
        le: Annotated[Jour | None, VideVautRien, Query()] = None,
        region: Annotated[Annotated[str, Field(max_length=60)] | None, VideVautRien, Query()] = None,
    ) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.region = region
        self.demain = prochain_jour_ouvre(aujourd_hui())
        self.le = le or self.demain

    def montrer(self, refusee: Refusee | None = None) -> Response:
        """Les départs du jour, ce qui est à valider, ce qui est retenu, chacun avec sa raison."""
        with lecture() as session:
            apercu = ApercuVu.depuis(apercu_visible(session, self.le, self.agent, self.region))
            a_valider = [
                r for r in historique_visible(session, self.agent, self.region) if r.etat == "a_valider"
            ]
            attendues = {r.cle for r in a_valider}
            return self.rendre(
                session,
                "relances.html",
                refusee.refus.statut if refusee else 200,
                apercu=apercu,
                raisons={x.cle: x.raison for x in apercu.retenues if x.cle in attendues},
                retenues=[x for x in apercu.retenues if x.cle not in attendues],
                le=self.le,
                demain=self.demain,
                aujourd_hui=aujourd_hui(),
                a_valider=[RelanceVue.depuis(r) for r in a_valider],
                mene=self.agent.peut(Droit.MENER_RELANCES),
                echelles=self.echelles(session),
                signataires=self._promettants(session, apercu, a_valider),
                refusee=refusee,
            )

    def echelles(self, session: Session) -> list[tuple[str, str]]:
        """Les campagnes en cours dont cette personne règle l'échelle : l'adresse, et son nom."""
        code = registre().region(self.region).code if self.region else None
        return [
            (
                f"/campagnes/{c.region}/{c.genre.value}/{c.exercice}/echelle",
                f"{c.genre.libelle} {c.exercice} ({registre().region(c.region).nom})",
            )
            for c in campagnes(session, code)
            if c.close_le is None and self.agent.peut_dans_la_region(Droit.MENER_CAMPAGNES, c.region)
        ]

    def _promettants(
        self, session: Session, apercu: ApercuVu, a_valider: list[Relance]
    ) -> dict[str, list[str]]:
        """Par territoire, au nom de qui l'agent peut noter une promesse ; en un nombre constant de requêtes."""
        lignes = [*(x for envoi in apercu.envois for x in envoi.lignes), *apercu.retenues]
        codes = {x.code for x in lignes} | {r.demarche.territoire_code for r in a_valider}
        lues = demarches_avec_contacts(session, codes)
        return {d.territoire_code: signataires(self.agent, d, ROLES_DE_LA_PROMESSE) for d in lues}

    def rendre(self, session: Session, gabarit: str, statut: int = 200, **contexte: Any) -> Response:
        """Une page du bureau, qui dit si ce qu'elle montre est inventé."""
        fictives = une_demonstration_visible(session, self.agent, self.region)
        return self.page.rendre(gabarit, statut, fictives=fictives, **contexte)

    def agir(self, designee: Designation, pour: str = "") -> Auteur:
        """Qui signe ce qui est décidé d'une relance ; une promesse est l'acte de qui la fait."""
        par = signature(self.agent, designee.demarche, pour, ROLES_DE_LA_PROMESSE)
        return Auteur(par, aujourd_hui(), instant_present())

    def retenir(self, visee: CampagneVisee | EcheanceVisee, niveau: str, motif: str) -> Response:
        def faire(session: Session) -> None:
            designee = visee.designer(session, niveau)
            retenir(session, designee, motif, self.agir(designee))

        return faire_puis_revenir(faire, "/relances", self.montrer, visee.lieu, {"motif": motif})

    def promettre(
        self, visee: CampagneVisee | EcheanceVisee, jusqu_au: str, motif: str, pour: str = ""
    ) -> Response:
        def faire(session: Session) -> None:
            designee = visee.designer(session)
            promettre(session, designee, lire_jour(jusqu_au), motif, self.agir(designee, pour))

        saisie = {"jusqu_au": jusqu_au, "motif": motif, POUR: pour}
        return faire_puis_revenir(faire, "/relances", self.montrer, visee.lieu, saisie)


BureauOuvert = Annotated[Bureau, Depends()]


@routeur.get("")
def montrer_les_relances(bureau: BureauOuvert) -> Response:
    """Les départs de demain, ou d'un autre jour, passé ou à venir."""
    return bureau.montrer()


@routeur.post("/{territoire}/echeances/{echeance}/{niveau}/veto")
def retenir_une_relance_du_parcours(
    bureau: BureauOuvert, territoire: Territoire, echeance: Echeance, niveau: Niveau, motif: Court = ""
) -> Response:
    """Elle ne partira jamais ; le niveau suivant garde son moment."""
    return bureau.retenir(EcheanceVisee(territoire, echeance), niveau, motif)


@routeur.post("/{territoire}/echeances/{echeance}/promesse")
def remettre_une_echeance_a_plus_tard(
    bureau: BureauOuvert,
    territoire: Territoire,
    echeance: Echeance,
    jusqu_au: Court = "",
    motif: Court = "",
) -> Response:
    """Comme dans « À faire » : rien ne part jusque-là."""
    return bureau.promettre(EcheanceVisee(territoire, echeance), jusqu_au, motif)


@routeur.post("/{territoire}/{genre}/{exercice}/{niveau}/validation")
def valider_la_relance(
    bureau: BureauOuvert, territoire: Territoire, genre: GenreCampagne, exercice: Exercice, niveau: Niveau
) -> Response:
    """La lettre est signée : elle partira si elle est encore due."""

    visee = CampagneVisee(territoire, genre, exercice)

    def faire(session: Session) -> None:
        designee = visee.designer(session, niveau)
        valider(session, designee, bureau.agir(designee).par, instant_present())

    return faire_puis_revenir(faire, "/relances", bureau.montrer, visee.lieu)


@routeur.post("/{territoire}/{genre}/{exercice}/{niveau}/veto")
def retenir_une_relance(
    bureau: BureauOuvert,
    territoire: Territoire,
    genre: GenreCampagne,
    exercice: Exercice,
    niveau: Niveau,
    *,
    motif: Court = "",
) -> Response:
    """Elle ne partira jamais ; le niveau suivant garde son moment."""
    return bureau.retenir(CampagneVisee(territoire, genre, exercice), niveau, motif)


@routeur.post("/{territoire}/{genre}/{exercice}/promesse")
def noter_la_promesse(
    bureau: BureauOuvert,
    territoire: Territoire,
    genre: GenreCampagne,
    exercice: Exercice,
    *,
    jusqu_au: Court = "",
    motif: Court = "",
    pour: Annotated[str, Form(alias=POUR, max_length=LONGUEUR_D_UN_NOM)] = "",
) -> Response:
    """« Réponse promise le … » : rien ne part jusque-là."""
    return bureau.promettre(CampagneVisee(territoire, genre, exercice), jusqu_au, motif, pour)
