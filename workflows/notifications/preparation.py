"""Inscrire à la boîte d'envoi ce qu'un passage fait écrire : le texte, les pièces, l'invitation de calendrier."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from modeles.agenda import EvenementAgenda
from modeles.configuration import configuration
from modeles.demarche import Passage
from modeles.document import Document
from modeles.etapes import Geste
from modeles.message import Message, nouveau_message
from workflows.agenda.icalendrier import Personne, invitation
from workflows.agenda.rendez_vous import uid_de_la_reunion
from workflows.agenda.tenue import tenir_l_agenda
from workflows.notifications.emetteur import Emetteur, emetteur_de
from workflows.notifications.messages import Courrier, courriers_de


class Ecritoire(NamedTuple):
    """De quoi écrire les messages d'un passage : au nom de qui, avec quelles pièces, à quel instant."""

    session: Session
    passage: Passage
    emetteur: Emetteur
    documents: Sequence[Document]
    instant: datetime

    def message(self, cle: str, courrier: Courrier) -> Message:
        """Le message de ce courrier, prêt à partir."""
        return nouveau_message(
            cle,
            courrier.objet,
            f"{courrier.corps}\n\n{self.emetteur.signature}",
            [c.courriel for c in courrier.destinataires if c.courriel],
            demarche_id=self.passage.demarche_id,
            passage_id=self.passage.id,
            expediteur=self.emetteur.nom,
            repondre_a=self.emetteur.adresse,
            sans_adresse=[f"{c.nom} ({c.fonction})" for c in courrier.destinataires if not c.courriel],
            documents=[str(d.id) for d in self.documents if d.code in courrier.codes],
            calendrier=self._invitation(courrier),
            prepare_le=self.instant,
        )

    def _invitation(self, courrier: Courrier) -> str | None:
        """L'invitation, ou l'annulation, telle que l'agenda la connaît. Outlook exige une adresse à qui répondre."""
        if courrier.reunion is None or self.emetteur.adresse is None:
            return None
        tenir_l_agenda(self.session, [self.passage.demarche], self.instant)
        evenement = self.session.get(EvenementAgenda, uid_de_la_reunion(courrier.reunion))
        if evenement is None:
            return None  # arrêtée avant d'avoir jamais été publiée : personne n'a rien à effacer
        invites = [
            Personne(c.courriel, f"{c.prenom} {c.nom}".strip()) for c in courrier.destinataires if c.courriel
        ]
        organisateur = Personne(self.emetteur.adresse, self.emetteur.nom)
        return invitation(evenement, organisateur, invites, configuration().fuseau)


def preparer(session: Session, cle: str, passage: Passage, instant: datetime) -> list[Message]:
    """Les messages de ce passage ; le premier porte la clé de l'effet, les autres la prolongent."""
    jour = instant.astimezone(ZoneInfo(configuration().fuseau)).date()
    emetteur = emetteur_de(passage.demarche, jour)
    ecritoire = Ecritoire(session, passage, emetteur, _documents_a_joindre(session, passage), instant)
    messages = [
        ecritoire.message(f"{cle}:{rang}" if rang else cle, courrier)
        for rang, courrier in enumerate(courriers_de(passage.demarche, passage))
    ]
    session.add_all(messages)
    return messages


def _documents_a_joindre(session: Session, passage: Passage) -> list[Document]:
    """Les documents du passage ; pour un compte rendu validé, ceux de la tenue aussi, en dernière version."""
    passages = [
        passage.id,
        *(p.id for p in passage.demarche.passages if _tenue_de_la_meme_reunion(p, passage)),
    ]
    requete = select(Document).where(col(Document.passage_id).in_(passages))
    trouves = session.exec(requete.order_by(Document.code, Document.objet, col(Document.version))).all()
    return list({(d.code, d.objet): d for d in trouves}.values())


def _tenue_de_la_meme_reunion(passage: Passage, suite: Passage) -> bool:
    return (
        suite.geste is Geste.VALIDER_COMPTE_RENDU
        and passage.geste is Geste.TENIR_REUNION
        and passage.donnees.get("reunion") == suite.donnees.get("reunion")
    )
