"""La boîte d'envoi : ce qui attend et pourquoi, un brouillon à ouvrir, ce qu'une personne décide."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from sqlmodel import Session

from api.acces.droits import Droit
from api.acces.gardien import territoire_visible
from api.corps import Octets, corps_binaire
from api.dependances import AgentConnecte, Ecriture, Lecture, PageDemandee
from api.fichiers import en_piece_jointe
from api.messagerie import (
    TYPE_EML,
    brouillon_de,
    etat_de_la_boite,
    message_visible,
    messages_visibles,
    nom_du_brouillon,
    raison_de,
    signataire,
)
from api.routes.descriptions import REFUS, REFUS_404
from api.schemas.commun import Elements
from api.schemas.messages import (
    BoiteVue,
    DemandeDAnnulation,
    DemandeDeDecision,
    Issue,
    MessageDetaille,
    MessageVu,
    RetourVu,
)
from api.temps import instant_present
from modeles.message import Message
from modeles.requetes_courriel import retours_de_courriel
from modeles.vocabulaire_courriel import EtatMessage
from workflows.dossier import demarche_du_territoire
from workflows.notifications.decisions import annuler, declarer_parti, renvoyer
from workflows.notifications.retours import recevoir

routeur = APIRouter(prefix="/messages", tags=["Messages"])


@routeur.get("", summary="La boîte d'envoi", responses=REFUS_404)
def lister(
    session: Lecture,
    agent: AgentConnecte,
    page: PageDemandee,
    etat: Annotated[EtatMessage | None, Query(description="Seulement cet état.")] = None,
    territoire: Annotated[str | None, Query(max_length=200, examples=["32"])] = None,
) -> Elements[MessageVu]:
    """Les messages de vos territoires, du plus récent au plus ancien, chacun avec la raison de son état."""
    demarche = None
    if territoire:
        demarche = demarche_du_territoire(session, territoire_visible(agent, territoire).code)
    messages = messages_visibles(session, agent, [etat] if etat else [], demarche)
    return page(messages, lambda m: MessageVu.depuis(m, raison_de(session, m)))


@routeur.get("/attente", summary="Combien de messages attendent, et pourquoi")
def compter(session: Lecture, agent: AgentConnecte) -> BoiteVue:
    """Les messages de vos territoires, en nombres."""
    return etat_de_la_boite(session, agent)


@routeur.get("/retours", summary="Les courriels revenus", responses=REFUS_404)
def lister_les_retours(session: Lecture, page: PageDemandee) -> Elements[RetourVu]:
    """Avis d'échec, de retard, réponses automatiques : du plus récent au plus ancien."""
    return page(retours_de_courriel(session), RetourVu.depuis)


@routeur.post(
    "/retours",
    summary="Remettre un courriel revenu",
    status_code=status.HTTP_201_CREATED,
    responses=REFUS,
    openapi_extra=corps_binaire(TYPE_EML),
)
def recevoir_un_retour(session: Ecriture, octets: Octets) -> RetourVu:
    """Pour un serveur de courriel qui pousse ses avis au lieu de les ranger dans un dossier."""
    return RetourVu.depuis(recevoir(session, octets, instant_present()))


@routeur.get("/{message_id}", summary="Un message et son histoire", responses=REFUS_404)
def lire(session: Lecture, agent: AgentConnecte, message_id: UUID) -> MessageDetaille:
    """Chaque essai, chaque réponse, chaque décision : une ligne écrite ne change plus."""
    return _detail(session, message_visible(session, agent, message_id))


@routeur.get(
    "/{message_id}/brouillon",
    summary="Le brouillon, à ouvrir dans sa messagerie",
    response_class=Response,
    responses={200: {"description": "Le fichier .eml.", "content": {TYPE_EML: {}}}, **REFUS_404},
)
def telecharger_le_brouillon(session: Lecture, agent: AgentConnecte, message_id: UUID) -> Response:
    """S'ouvre prêt à envoyer, pièces jointes comprises. L'ouvrir ne change pas l'état du message."""
    message = message_visible(session, agent, message_id, Droit.LIRE_FICHIERS)
    en_tetes = en_piece_jointe(nom_du_brouillon(message)) | {"X-Content-Type-Options": "nosniff"}
    return Response(brouillon_de(session, message), media_type=TYPE_EML, headers=en_tetes)


@routeur.post("/{message_id}/decision", summary="Dire qu'il est parti, ou le renvoyer", responses=REFUS)
def decider(
    session: Ecriture, agent: AgentConnecte, message_id: UUID, demande: DemandeDeDecision
) -> MessageDetaille:
    """Pour un départ incertain, un refus, ou un message envoyé par une autre voie."""
    par = signataire(session, agent, message_visible(session, agent, message_id, Droit.MENER_ENVOIS))
    if demande.issue is Issue.PARTI:
        message = declarer_parti(session, message_id, par, instant_present())
    else:
        message = renvoyer(session, message_id, par, instant_present(), demande.adresses)
    session.flush()
    return _detail(session, message)


@routeur.post("/{message_id}/annulation", summary="Ne pas l'envoyer", responses=REFUS)
def ne_pas_envoyer(
    session: Ecriture, agent: AgentConnecte, message_id: UUID, demande: DemandeDAnnulation
) -> MessageDetaille:
    """Il reste dans la boîte, avec son motif."""
    par = signataire(session, agent, message_visible(session, agent, message_id, Droit.MENER_ENVOIS))
    message = annuler(session, message_id, par, demande.motif, instant_present())
    session.flush()
    return _detail(session, message)


def _detail(session: Session, message: Message) -> MessageDetaille:
    session.refresh(message, ["evenements", "acheminements"])
    return MessageDetaille.depuis(message, raison_de(session, message))
