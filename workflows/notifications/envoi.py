"""Vider la boîte d'envoi : un message après l'autre, sur une même liaison, chacun marqué avant d'aller plus loin."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from documents.depot import Depot
from modeles.base import lecture
from modeles.colonnes import maintenant
from modeles.configuration import Configuration
from modeles.erreurs import ErreurMetier
from modeles.message import Message
from modeles.requetes_courriel import messages_a_envoyer, relances_parmi
from modeles.vocabulaire_courriel import EtatMessage
from workflows.notifications.adresses import INUTILISABLE, separer
from workflows.notifications.boite import (
    APRES_LE_POINT,
    AVANT_LE_POINT,
    MessageRepris,
    conclure,
    finir,
    marquer_emis,
    noter_l_empechement,
    reclamer,
    remettre_en_attente,
    reprendre_les_interrompus,
)
from workflows.notifications.courriel import Origine, composer_courriel
from workflows.notifications.histoire import adresses_restantes
from workflows.notifications.pieces import pieces_de
from workflows.notifications.reponses import Reponse
from workflows.notifications.serveur import EnvoiEmpeche, Lettre, Liaison, LiaisonCoupee, liaison
from workflows.relances.heures import Plage
from workflows.relances.verification import peut_partir

PAR_LOT = 100
# Un envoi attend au plus quelques réponses, puis dix fois le délai pour la dernière.
BAIL_EN_DELAIS = 40
SANS_DESTINATAIRE = "Aucun destinataire n'a d'adresse."
Bilan = Counter[EtatMessage]


class SansServeur(ErreurMetier):
    """Aucun serveur n'est réglé : rien ne part, et rien ne prétend partir."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun message ne peut partir d'ici.",
            "Aucun serveur de courriel n'est réglé.",
            "Réglez JALONS_SMTP_HOTE, ou ouvrez les brouillons dans votre messagerie.",
        )


class Facteur(NamedTuple):
    """Celui qui envoie : ses réglages, où sont les pièces jointes, son nom, et le temps qu'il a par message."""

    reglages: Configuration
    depot: Depot
    nom: str
    bail: timedelta

    @classmethod
    def ordinaire(cls, reglages: Configuration, nom: str) -> "Facteur":
        """Celui des réglages."""
        bail = timedelta(seconds=reglages.smtp_delai_s * BAIL_EN_DELAIS)
        return cls(reglages, Depot(reglages.donnees), nom, bail)

    def vider_la_boite(self) -> Bilan:
        """Envoie tout ce qui peut partir ; rend le nombre de messages par état où ils sont arrivés.

        Lève `SansServeur`, ou `EnvoiEmpeche` quand le serveur ne veut de rien.
        """
        if not self.reglages.smtp_hote:
            raise SansServeur
        reprendre_les_interrompus(maintenant())
        bilan: Bilan = Counter()
        while lot := self._lot():
            avant = bilan.total()
            with liaison(self.reglages) as ouverte:
                self._distribuer(lot, ouverte, bilan)
            if bilan.total() == avant:
                break  # un autre facteur a tout pris
        return bilan

    def dire_l_empechement(self, raison: str) -> None:
        """Ce qui devait partir dira pourquoi il attend."""
        noter_l_empechement(self._lot(limite=10_000), raison, maintenant())

    def _lot(self, limite: int = PAR_LOT) -> list[UUID]:
        with lecture() as session:
            return list(messages_a_envoyer(session, maintenant(), limite))

    def _distribuer(self, lot: list[UUID], ouverte: Liaison, bilan: Bilan) -> None:
        with lecture() as session:
            relances = relances_parmi(session, lot)
        for identifiant in lot:
            if not ouverte.ouverte:
                return
            if identifiant in relances and not peut_partir(
                identifiant, maintenant(), Plage.reglee(self.reglages)
            ):
                continue
            if reclamer(identifiant, self.nom, maintenant(), self.bail):
                bilan[self._envoyer(identifiant, ouverte)] += 1

    def _envoyer(self, identifiant: UUID, ouverte: Liaison) -> EtatMessage:
        try:
            lettre, impossibles = self._lettre(identifiant)
        except ErreurMetier as refus:
            raison = f"{refus.quoi} {refus.pourquoi}"
            return finir(identifiant, self.nom, EtatMessage.REFUSE, raison, maintenant())
        reponses = dict.fromkeys(impossibles, Reponse(553, INUTILISABLE))
        if lettre.a:
            try:
                reponses |= ouverte.remettre(
                    lettre, lambda: marquer_emis(identifiant, self.nom, maintenant())
                )
            except LiaisonCoupee as rupture:
                return self._apres_la_rupture(identifiant, rupture)
            except EnvoiEmpeche as raison:
                remettre_en_attente(identifiant, self.nom, str(raison), maintenant(), compter=False)
                raise
            except MessageRepris:
                return EtatMessage.EN_COURS
        return conclure(identifiant, self.nom, reponses, maintenant())

    def _apres_la_rupture(self, identifiant: UUID, rupture: LiaisonCoupee) -> EtatMessage:
        if rupture.doute:
            return finir(identifiant, self.nom, EtatMessage.DOUTEUX, APRES_LE_POINT, maintenant())
        return remettre_en_attente(identifiant, self.nom, AVANT_LE_POINT, maintenant())

    def _lettre(self, identifiant: UUID) -> tuple[Lettre, list[str]]:
        with lecture() as session:
            message = session.get_one(Message, identifiant)
            bonnes, impossibles = separer(adresses_restantes(message))
            if not bonnes and not impossibles:
                raise SansDestinataire(message)
            expediteur = self.reglages.smtp_expediteur or ""
            origine = Origine(expediteur, maintenant(), self.reglages.fuseau)
            courriel = composer_courriel(message, pieces_de(session, message, self.depot), origine)
        return Lettre(expediteur, bonnes, courriel.as_bytes(), identifiant.hex), impossibles


class SansDestinataire(ErreurMetier):
    """Personne à qui l'envoyer : les contacts de la démarche n'ont pas d'adresse."""

    def __init__(self, message: Message) -> None:
        super().__init__(
            f"« {message.objet} » n'a pas de destinataire.",
            SANS_DESTINATAIRE,
            "Complétez les contacts du territoire, puis renvoyez-le en donnant les adresses.",
        )
