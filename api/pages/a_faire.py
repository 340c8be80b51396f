"""« À faire » : ce qui attend l'agent ; dire que c'est fait, remettre à plus tard, noter un suivi."""

from collections.abc import Callable
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.a_faire.blocages import lister_les_blocages
from api.a_faire.liste import SEMAINE, Demande, lister
from api.a_faire.suivi import (
    Report,
    noter,
    prendre_la_tache,
    remettre,
    remettre_l_echeance,
    signataires_des_choses,
)
from api.acces.adresses import adresse_sure
from api.acces.agent import Agent
from api.dependances import AgentConnecte, LeJour, VideVautRien
from api.ecriture import ecriture
from api.pages import chemins
from api.pages.formulaires.envoi import LONGUEUR_D_UN_NOM, POUR
from api.pages.libelles import COULEURS
from api.pages.rendu import Page, PageDemandee
from api.temps import aujourd_hui, instant_present, lire_jour
from modeles.base import lecture
from modeles.erreurs import ErreurMetier, SaisieInvalide
from workflows.suivi import LIBELLES_PARTIES
from workflows.taches import faire_tache, rouvrir_tache

routeur = APIRouter(prefix="/a-faire")

Court = Annotated[str, Field(max_length=300)]
Saisi = Annotated[Court, Form()]
Pour = Annotated[str, Form(alias=POUR, max_length=LONGUEUR_D_UN_NOM)]
PAR_MOMENT = 50


def _demande(
    territoire: Annotated[Court | None, VideVautRien, Query()] = None,
    moi: Annotated[bool | None, VideVautRien, Query()] = None,
) -> Demande:
    return Demande(territoire, bool(moi))


DemandeFaite = Annotated[Demande, Depends(_demande)]


class Refusee(NamedTuple):
    """Un envoi refusé : de quel formulaire, ce qui y était tapé, et pourquoi."""

    formulaire: str
    saisie: dict[str, str]
    refus: ErreurMetier


class Bureau:
    """La page, pour une personne, un jour et une demande."""

    def __init__(self, page: PageDemandee, agent: AgentConnecte, le: LeJour, demande: DemandeFaite) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.le = le
        self.demande = demande

    def montrer(self, statut: int = 200, refusee: Refusee | None = None) -> HTMLResponse:
        """La liste ; avec elle, ce qui vient d'être refusé et ce qui y était tapé."""
        with lecture() as session:
            liste = lister(session, self.agent, self.demande, self.le)
            return self.page.rendre(
                "a_faire.html",
                statut,
                le=self.le,
                demande=self.demande,
                liste=liste,
                fictives=liste.fictives,
                blocages=lister_les_blocages(session, self.agent, self.demande.territoire, self.le),
                refusee=refusee,
                chemins=chemins,
                question=self.page.requete.url.query,
                dans_une_semaine=self.le + SEMAINE,
                choix_de_territoire=[(t.code, t.nom) for t in liste.territoires],
                par_moment=PAR_MOMENT,
                couleurs=COULEURS,
                parties=LIBELLES_PARTIES,
                signataires=signataires_des_choses(
                    session,
                    self.agent,
                    (c for choses in (*liste.choses.values(), liste.des_autres) for c in choses[:PAR_MOMENT]),
                ),
            )

    def ecrire(self, formulaire: str, saisie: dict[str, str], faire: Callable[[Session], object]) -> Response:
        """Fait, puis ramène à la liste ; un envoi à corriger la remontre, rien n'étant perdu."""
        try:
            with ecriture() as session:
                faire(session)
        except SaisieInvalide as refus:
            return self.montrer(refus.statut, Refusee(formulaire, saisie, refus))
        return RedirectResponse(adresse_sure(f"/a-faire?{self.page.requete.url.query}").rstrip("?"), 303)


BureauOuvert = Annotated[Bureau, Depends()]


@routeur.get("")
def montrer_a_faire(bureau: BureauOuvert) -> Response:
    """Les tâches et les échéances par urgence, et ce qui bloque."""
    return bureau.page.gardee(bureau.le, bureau.montrer)


@routeur.post("")
def noter_un_suivi(
    bureau: BureauOuvert, libelle: Saisi = "", pour_le: Saisi = "", ou: Saisi = ""
) -> Response:
    """Une date de suivi que l'agent se donne."""
    saisie = {"libelle": libelle, "pour_le": pour_le, "ou": ou}

    def faire(session: Session) -> None:
        if not libelle.strip():
            raise SaisieInvalide(
                "Le suivi n'est pas noté.", "Il ne dit pas quoi faire.", "Écrivez-le en une phrase."
            )
        noter(session, bureau.agent, libelle.strip(), lire_jour(pour_le) if pour_le else None, ou)

    return bureau.ecrire("suivi", saisie, faire)


@routeur.post("/{tache}/faite")
def dire_que_c_est_fait(bureau: BureauOuvert, tache: UUID, pour: Pour = "") -> Response:
    """La tâche est faite maintenant, par l'agent ou par la personne dont il inscrit l'acte."""

    def faire(session: Session) -> None:
        prise = prendre_la_tache(session, bureau.agent, tache, pour)
        faire_tache(session, prise.tache.id, prise.par, instant_present())

    return bureau.ecrire(str(tache), {}, faire)


@routeur.post("/{tache}/reprise")
def remettre_a_faire(bureau: BureauOuvert, tache: UUID) -> Response:
    """Défait « fait », ou ramène ce qui était remis à plus tard."""
    return bureau.ecrire(
        str(tache),
        {},
        lambda session: rouvrir_tache(session, prendre_la_tache(session, bureau.agent, tache).tache.id),
    )


def _report(au: str, motif: str) -> Report:
    return Report(lire_jour(au), motif, aujourd_hui())


@routeur.post("/{tache}/report")
def remettre_a_plus_tard(
    bureau: BureauOuvert, tache: UUID, au: Saisi = "", motif: Saisi = "", *, pour: Pour = ""
) -> Response:
    """La tâche reviendra ce jour-là."""
    return bureau.ecrire(
        str(tache),
        {"au": au, "motif": motif, POUR: pour},
        lambda session: remettre(session, bureau.agent, tache, _report(au, motif), pour),
    )


@routeur.post("/echeances/{echeance}/report")
def remettre_l_echeance_a_plus_tard(
    bureau: BureauOuvert, echeance: UUID, au: Saisi = "", motif: Saisi = "", *, pour: Pour = ""
) -> Response:
    """L'échéance garde sa date ; elle sort de la liste jusqu'à ce jour-là."""
    return bureau.ecrire(
        str(echeance),
        {"au": au, "motif": motif, POUR: pour},
        lambda session: remettre_l_echeance(session, bureau.agent, echeance, _report(au, motif), pour),
    )
