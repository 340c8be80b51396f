"""Les messages vus des portes : lesquels une personne voit, combien attendent et pourquoi, le brouillon à ouvrir."""

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
from modeles.requetes_courriel import boite_d_envoi, dernier_empechement, messages_par_etat
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
    """Un message qui n'est d'aucune démarche n'est que pour qui voit tout."""
    if message.demarche_id is None:
        return agent.peut(droit) and any(t.partout for t in agent.titres)
    return agent.peut(droit, session.get_one(Demarche, message.demarche_id))


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


def etat_de_la_boite(session: Session) -> BoiteVue:
    """Combien attendent, et pourquoi : pas de serveur réglé, ou ce qu'il a répondu."""
    par_etat = messages_par_etat(session)
    en_attente = par_etat.get(EtatMessage.PREPARE, 0) + par_etat.get(EtatMessage.EN_COURS, 0)
    sans_serveur = SANS_SERVEUR if configuration().smtp_hote is None else None
    raison = sans_serveur or dernier_empechement(session, instant_present())
    return BoiteVue(
        en_attente=en_attente,
        incertains=par_etat.get(EtatMessage.DOUTEUX, 0),
        refuses=par_etat.get(EtatMessage.REFUSE, 0),
        raison=raison if en_attente else None,
    )


def brouillon_de(session: Session, message: Message) -> bytes:
    """Le fichier .eml, pièces jointes comprises. Lève `FichierAbsent` ou `FichierAltere`."""
    pieces = pieces_de(session, message, Depot(configuration().donnees))
    return composer_brouillon(message, pieces).as_bytes()


def nom_du_brouillon(message: Message) -> str:
    """Son objet, en nom de fichier."""
    return f"{nom_de_fichier(message.objet)}.eml"
