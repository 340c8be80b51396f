"""La boîte d'envoi en pages : ce qui attend et pourquoi, un message et son histoire, ce qu'on en décide."""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.acces.agent import Agent
from api.acces.droits import Droit
from api.acces.gardien import territoire_visible
from api.dependances import AgentConnecte, Lecture, VideVautRien
from api.ecriture import ecriture
from api.messagerie import (
    etat_de_la_boite,
    message_visible,
    messages_visibles,
    noms_des_pieces,
    raison_de,
    signataire,
    territoires_des_messages,
    une_demonstration,
)
from api.pages.rendu import Page, PageDemandee, renvoyer
from api.temps import instant_present
from modeles.base import lecture
from modeles.erreurs import SaisieInvalide
from modeles.requetes_courriel import adresses_en_defaut
from modeles.vocabulaire_courriel import EtatAcheminement, EtatMessage
from workflows.dossier import demarche_du_territoire
from workflows.notifications.adresses import adresses_de
from workflows.notifications.decisions import A_ANNULER, A_RENVOYER, PARTI_AUTREMENT, declarer_parti
from workflows.notifications.decisions import annuler as ne_pas_envoyer
from workflows.notifications.decisions import renvoyer as renvoyer_le_message
from workflows.notifications.reponses import expliquer

routeur = APIRouter(prefix="/messages")

PAR_PAGE = 100
NIVEAUX = {
    EtatMessage.PREPARE: "info",
    EtatMessage.EN_COURS: "info",
    EtatMessage.ENVOYE: "success",
    EtatMessage.REFUSE: "error",
    EtatMessage.DOUTEUX: "warning",
    EtatMessage.ANNULE: "",
    EtatAcheminement.ACCEPTE: "success",
    EtatAcheminement.DIFFERE: "info",
    EtatAcheminement.REFUSE: "error",
    EtatAcheminement.REVENU: "error",
}
Saisi = Annotated[str, Form(max_length=2_000)]


@routeur.get("")
def montrer_la_boite(
    page: PageDemandee,
    session: Lecture,
    agent: AgentConnecte,
    etat: Annotated[EtatMessage | None, VideVautRien, Query()] = None,
    territoire: Annotated[Annotated[str, Field(max_length=200)] | None, VideVautRien, Query()] = None,
) -> Response:
    """Les messages de ses territoires, du plus récent au plus ancien."""
    demarche = None
    if territoire:
        demarche = demarche_du_territoire(session, territoire_visible(agent, territoire).code)
    messages = messages_visibles(session, agent, [etat] if etat else [], demarche)
    montres = messages[:PAR_PAGE]
    ou = territoires_des_messages(session, messages_visibles(session, agent))
    return page.rendre(
        "messages.html",
        boite=etat_de_la_boite(session, agent),
        lignes=[(m, raison_de(session, m)) for m in montres],
        autres=len(messages) - len(montres),
        ou=ou,
        fictives=une_demonstration(session, ou),
        choix=sorted({(t.code, t.nom) for t in ou.values()}),
        etats=[(e.value, e.libelle) for e in EtatMessage],
        etat=etat.value if etat else None,
        territoire=demarche.territoire_code if demarche else None,
        niveaux=NIVEAUX,
    )


class Refusee(NamedTuple):
    """Un envoi refusé : de quel formulaire, ce qui y était tapé, et pourquoi."""

    formulaire: str
    saisie: str
    refus: SaisieInvalide


class Guichet:
    """La page d'un message, pour une personne : la montrer, et faire ce qu'elle décide."""

    def __init__(self, page: PageDemandee, agent: AgentConnecte, message_id: UUID) -> None:
        self.page: Page = page
        self.agent: Agent = agent
        self.message_id = message_id

    def montrer(self, statut: int = 200, refusee: Refusee | None = None) -> Response:
        """Le message ; avec lui, ce qui vient d'être refusé et ce qui y était tapé."""
        with lecture() as session:
            return self.page.rendre("message.html", statut, refusee=refusee, **self._contexte(session))

    def decider(self, formulaire: str, saisie: str, faire: Callable[[Session, str], object]) -> Response:
        """Décide au nom de l'agent, puis remontre le message ; une saisie à corriger n'est pas perdue."""
        try:
            with ecriture() as session:
                message = message_visible(session, self.agent, self.message_id, Droit.MENER_ENVOIS)
                faire(session, signataire(session, self.agent, message))
        except SaisieInvalide as refus:
            return self.montrer(refus.statut, Refusee(formulaire, saisie, refus))
        return renvoyer(f"/messages/{self.message_id}")

    def _contexte(self, session: Session) -> dict[str, Any]:
        message = message_visible(session, self.agent, self.message_id)
        ou = territoires_des_messages(session, [message])
        sorts = {a.adresse: a for a in message.acheminements}
        return {
            "message": message,
            "raison": raison_de(session, message),
            "territoire": next(iter(ou.values()), None),
            "fictives": une_demonstration(session, ou),
            "adresses": [(a, sorts.get(a)) for a in adresses_de(message)],
            "defauts": adresses_en_defaut(session, adresses_de(message)),
            "histoire": list(reversed(message.evenements)),
            "pieces": noms_des_pieces(session, message),
            "partable": message.etat in PARTI_AUTREMENT,
            "renvoyable": message.etat in A_RENVOYER,
            "annulable": message.etat in A_ANNULER,
            "niveaux": NIVEAUX,
            "expliquer": expliquer,
        }


GuichetOuvert = Annotated[Guichet, Depends()]


@routeur.get("/{message_id}")
def montrer_le_message(guichet: GuichetOuvert) -> Response:
    """Le texte, le sort de chaque adresse, l'histoire, et ce qu'on peut décider."""
    return guichet.montrer()


@routeur.post("/{message_id}/parti")
def dire_qu_il_est_parti(guichet: GuichetOuvert) -> Response:
    """Arrivé, ou envoyé par une autre voie."""
    return guichet.decider(
        "parti", "", lambda session, par: declarer_parti(session, guichet.message_id, par, instant_present())
    )


@routeur.post("/{message_id}/renvoi")
def demander_le_renvoi(guichet: GuichetOuvert, adresses: Saisi = "") -> Response:
    """Présenté de nouveau à ceux qui ne l'ont pas reçu, et à ces adresses en plus."""
    en_plus = adresses.replace(",", " ").replace(";", " ").split()
    return guichet.decider(
        "renvoi",
        adresses,
        lambda session, par: renvoyer_le_message(
            session, guichet.message_id, par, instant_present(), en_plus
        ),
    )


@routeur.post("/{message_id}/annulation")
def annuler_l_envoi(guichet: GuichetOuvert, motif: Saisi = "") -> Response:
    """Il ne partira pas."""
    return guichet.decider(
        "annulation",
        motif,
        lambda session, par: ne_pas_envoyer(session, guichet.message_id, par, motif, instant_present()),
    )
