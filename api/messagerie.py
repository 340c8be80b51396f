"""Les messages vus des portes : lesquels une personne voit, combien attendent et pourquoi, le brouillon à ouvrir."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlmodel import Session

from api.acces.actes import signature
from api.acces.agent import Agent
from api.acces.droits import Droit
from api.schemas.messages import BoiteVue
from api.temps import instant_present
from documents.depot import Depot
from documents.formats import nom_de_fichier
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.message import Message
from modeles.reference.registre import registre
from modeles.reference.territoires import Territoire
from modeles.requetes_courriel import boite_d_envoi, derniers_empechements, messages_par_territoire
from modeles.vocabulaire_courriel import EtatMessage
from workflows.notifications.attentes import pourquoi
from workflows.notifications.courriel import composer_brouillon
from workflows.notifications.decisions import MessageIntrouvable
from workflows.notifications.pieces import pieces_de

SANS_SERVEUR = "Aucun serveur de courriel n'est réglé (JALONS_SMTP_HOTE) : rien ne part."
TYPE_EML = "message/rfc822"


def messages_visibles(
    session: Session, agent: Agent, etats: Collection[EtatMessage] = (), demarche: Demarche | None = None
) -> Sequence[Message]:
    """Ceux des territoires de l'agent, du plus récent au plus ancien."""
    demarche_id = demarche.id if demarche else None
    return [
        m for m in boite_d_envoi(session, etats, demarche_id) if _permis(session, agent, m, Droit.LIRE_ENVOIS)
    ]


def message_visible(session: Session, agent: Agent, identifiant: UUID, *droits: Droit) -> Message:
    """Ce message, si l'agent voit les envois de son territoire et y a ces droits. Lève `MessageIntrouvable`."""
    message = session.get(Message, identifiant)
    if message is None or not all(
        _permis(session, agent, message, droit) for droit in (Droit.LIRE_ENVOIS, *droits)
    ):
        raise MessageIntrouvable
    return message


def _permis(session: Session, agent: Agent, message: Message, droit: Droit) -> bool:
    demarche = session.get_one(Demarche, message.demarche_id) if message.demarche_id else None
    return _permis_la(agent, demarche.territoire_code if demarche else None, droit)


def _permis_la(agent: Agent, territoire: str | None, droit: Droit) -> bool:
    """Un message qui n'est d'aucune démarche n'est que pour qui voit tout."""
    if territoire is None:
        return agent.peut(droit) and any(t.partout for t in agent.titres)
    return agent.peut(droit, territoire)


def territoires_des_messages(session: Session, messages: Iterable[Message]) -> dict[UUID, Territoire]:
    """Le territoire de chaque démarche qui a l'un de ces messages."""
    ids = {m.demarche_id for m in messages if m.demarche_id is not None}
    return {i: registre().territoire(session.get_one(Demarche, i).territoire_code) for i in ids}


def une_demonstration(session: Session, demarches: Iterable[UUID]) -> bool:
    """Vrai si l'une de ces démarches est inventée."""
    return any(session.get_one(Demarche, i).fictive for i in demarches)


def noms_des_pieces(session: Session, message: Message) -> list[str]:
    """Les noms des fichiers joints."""
    documents = [
        session.get_one(Document, UUID(identifiant)).nom_fichier for identifiant in message.documents
    ]
    return [
        *documents,
        *(p["nom"] for p in message.pieces),
        *(["invitation.ics"] if message.calendrier else []),
    ]


def signataire(session: Session, agent: Agent, message: Message) -> str:
    """Le nom sous lequel l'agent décide de ce message."""
    demarche = session.get(Demarche, message.demarche_id) if message.demarche_id else None
    return signature(agent, demarche) if demarche else agent.nom


def raison_de(session: Session, message: Message) -> str:
    """Pourquoi ce message n'est pas parti, ou ce qui en a été dit en dernier."""
    reglages = configuration()
    demarche = session.get(Demarche, message.demarche_id) if message.demarche_id else None
    return pourquoi(
        message,
        instant_present(),
        reglages.fuseau,
        serveur=reglages.smtp_hote is not None,
        fictive=demarche is not None and demarche.fictive,
    )


def etat_de_la_boite(session: Session, agent: Agent) -> BoiteVue:
    """Combien de ses messages attendent, et pourquoi : pas de serveur réglé, ou ce qu'il a répondu."""
    par_etat = Counter[EtatMessage]()
    for territoire, etat, nombre in messages_par_territoire(session):
        if _permis_la(agent, territoire, Droit.LIRE_ENVOIS):
            par_etat[etat] += nombre
    en_attente = par_etat[EtatMessage.PREPARE] + par_etat[EtatMessage.EN_COURS]
    return BoiteVue(
        en_attente=en_attente,
        incertains=par_etat[EtatMessage.DOUTEUX],
        refuses=par_etat[EtatMessage.REFUSE],
        raison=_ce_qui_retient(session, agent) if en_attente else None,
    )


def _ce_qui_retient(session: Session, agent: Agent) -> str | None:
    if configuration().smtp_hote is None:
        return SANS_SERVEUR
    empechements = derniers_empechements(session, instant_present())
    siens = (r for territoire, r in empechements if _permis_la(agent, territoire, Droit.LIRE_ENVOIS))
    return next(siens, None)


def brouillon_de(session: Session, message: Message) -> bytes:
    """Le fichier .eml, pièces jointes comprises. Lève `FichierAbsent` ou `FichierAltere`."""
    pieces = pieces_de(session, message, Depot(configuration().donnees))
    return composer_brouillon(message, pieces).as_bytes()


def nom_du_brouillon(message: Message) -> str:
    """Son objet, en nom de fichier."""
    return f"{nom_de_fichier(message.objet)}.eml"
