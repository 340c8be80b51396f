"""Ce qu'une personne fait d'une relance : la valider, la retenir, noter qu'une réponse est promise."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.demarche import Demarche
from modeles.erreurs import Introuvable, Obstacle
from modeles.journalisation import signer
from modeles.message import Message
from modeles.relance import Relance
from modeles.requetes import echeances_ouvertes
from modeles.requetes_courriel import message_reserve
from modeles.requetes_relances import relances_de_cles, relances_du_message
from modeles.requetes_suivi import echeances_attendant
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire import EtatEcheance
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from modeles.vocabulaire_courriel import EtatMessage, FaitDuMessage
from modeles.vocabulaire_relances import EtatRelance, GenreDEcheance, Issue
from workflows.attendus import amenager, attendu_designe
from workflows.commandes.bordereau import Auteur
from workflows.notifications.histoire import inscrire
from workflows.refus import Empeche
from workflows.relances.attentes import Attente, cle_de_relance, ecrire_la_cle
from workflows.relances.decision import Ligne, examiner
from workflows.relances.du_parcours import genre_de_l_echeance, numero_de_l_echeance
from workflows.relances.faits import attentes_du
from workflows.relances.inscription import VERROU, nouvelle, perimee
from workflows.relances.raisons import court
from workflows.relances.vue import jour_local
from workflows.taches import reporter_tache, suivre_l_echeance


class Designation(NamedTuple):
    """De quelle relance on parle : un territoire, une campagne, un niveau.

    `echeance` : celle du parcours dont il s'agit (`visa:2`), quand ce n'est pas une campagne.
    """

    demarche: Demarche
    genre: GenreCampagne | GenreDEcheance
    exercice: int
    niveau: str
    echeance: str = ""

    @property
    def cle(self) -> str:
        return ecrire_la_cle(self.demarche.id, self.genre.value, self.exercice, self.echeance, self.niveau)

    @property
    def quoi(self) -> str:
        """« remontée des indicateurs 2025 », « visa des crédits »."""
        return self.genre.libelle if self.echeance else f"{self.genre.libelle} {self.exercice}"

    @property
    def nom(self) -> str:
        return f"« {self.demarche.territoire.nom} », {self.quoi}, niveau {self.niveau}"


def designer_l_echeance(session: Session, demarche: Demarche, attend: str, niveau: str) -> Designation:
    """La relance d'une échéance du parcours. Lève `Introuvable` en donnant celles qui se relancent."""
    connues = echeances_attendant(session, demarche.id, tuple(GenreDEcheance))
    for echeance in connues:
        if echeance.attend == attend:
            genre, numero = genre_de_l_echeance(echeance), numero_de_l_echeance(echeance)
            return Designation(demarche, genre, numero, niveau, attend)
    possibles = ", ".join(e.attend for e in connues if e.etat is EtatEcheance.OUVERTE)
    raise Introuvable(
        f"« {demarche.territoire.nom} » n'a pas d'échéance « {attend[:60]} ».",
        f"Échéances que l'on relance : {possibles or 'aucune'}.",
        "Choisissez l'une d'elles.",
    )


def valider(session: Session, designee: Designation, par: str, instant: datetime) -> Relance:
    """La lettre est signée : elle partira au prochain départ. Lève `Introuvable` ou `Empeche`."""
    un_seul_a_la_fois(session, VERROU)
    signer(session, par)
    relance = _connue(session, designee)
    jour = jour_local(instant)
    if obstacles := list(_obstacles_a_la_validation(session, designee, relance, jour)):
        raise Empeche(f"La relance {designee.nom} ne peut pas être validée.", obstacles)
    relance.etat, relance.etat_le = EtatRelance.PROGRAMMEE, jour
    relance.validee_par, relance.validee_le = par, instant
    return relance


def _obstacles_a_la_validation(
    session: Session, designee: Designation, relance: Relance, jour: date
) -> Iterator[Obstacle]:
    if relance.etat is not EtatRelance.A_VALIDER:
        yield Obstacle(
            f"elle est {relance.etat.libelle} depuis le {court(relance.etat_le)}",
            "Seule une relance à valider se valide.",
            ou="relance",
        )
        return
    ligne = examiner(_attente(session, designee, jour), jour, {})
    if ligne.niveau is None or ligne.niveau.code != designee.niveau:
        depasse = f"le niveau {ligne.niveau.code} est maintenant dû" if ligne.niveau else ligne.raison
        yield Obstacle(f"elle n'est plus due : {depasse}", "Faites plutôt signer la lettre du niveau dû.")
    elif relance.document_id is None or perimee(relance, ligne, jour):
        yield Obstacle(
            "sa lettre est à écrire, ou ne dit plus vrai",
            "Attendez la prochaine tournée, ou lancez jalons relances envoyer : elle sera refaite.",
            ou="lettre",
        )


def retenir(session: Session, designee: Designation, motif: str, auteur: Auteur) -> Relance:
    """Personne ne l'enverra, ni aujourd'hui ni plus tard ; le niveau suivant garde son moment.

    Lève `Empeche` sans motif, ou si elle est déjà partie ; `Introuvable` si rien n'est attendu.
    """
    un_seul_a_la_fois(session, VERROU)
    signer(session, auteur.par)
    relance = relances_de_cles(session, [designee.cle]).get(designee.cle)
    if obstacles := list(_obstacles_au_veto(session, relance, motif)):
        raise Empeche(f"La relance {designee.nom} ne peut pas être retenue.", obstacles)
    if relance is None:
        relance = _a_venir(session, designee, auteur)
        session.add(relance)
    message_id = relance.message_id
    relance.etat, relance.etat_le, relance.message_id = EtatRelance.RETENUE, auteur.le, None
    relance.motif = f"{motif.strip()} ({auteur.par})"
    if message_id is not None:
        _annuler_s_il_est_vide(session, message_id, auteur)
    session.flush()
    return relance


def promettre(session: Session, designee: Designation, jusqu_au: date, motif: str, auteur: Auteur) -> None:
    """Une réponse est promise pour cette date : rien ne part d'ici là. Lève `Introuvable` ou `Empeche`."""
    if isinstance(designee.genre, GenreDEcheance):
        _remettre_a_plus_tard(session, designee, jusqu_au, motif, auteur)
        return
    attendu = attendu_designe(session, designee.demarche, designee.genre, designee.exercice)
    amenager(session, attendu, NatureAmenagement.PROMESSE, motif, auteur, jusqu_au=jusqu_au)


def _remettre_a_plus_tard(
    session: Session, designee: Designation, jusqu_au: date, motif: str, auteur: Auteur
) -> None:
    """La même chose que de remettre l'échéance à plus tard dans « À faire »."""
    signer(session, auteur.par)
    ouvertes = {e.attend: e for e in echeances_ouvertes(session, designee.demarche.id)}
    if (echeance := ouvertes.get(designee.echeance)) is None:
        raise Introuvable(
            f"« {designee.demarche.territoire.nom} » : {designee.quoi} n'est plus attendu.",
            "L'échéance est close.",
            "Il n'y a rien à faire.",
        )
    lien = f"/territoires/{designee.demarche.territoire_code}"
    tache = suivre_l_echeance(session, echeance, f"Échéance du {court(echeance.le)}", lien)
    reporter_tache(session, tache.id, jusqu_au, motif, auteur.le)


def _obstacles_au_veto(session: Session, relance: Relance | None, motif: str) -> Iterator[Obstacle]:
    if not motif.strip():
        yield Obstacle("il n'y a pas de motif", "Dites pourquoi, en une phrase.", ou="motif")
    if relance is None:
        return
    message = session.get(Message, relance.message_id) if relance.message_id else None
    if relance.etat is EtatRelance.PARTIE:
        yield Obstacle(
            f"elle est partie le {court(relance.etat_le)}", "Notez plutôt une promesse de réponse."
        )
    elif message is not None and message.etat is not EtatMessage.PREPARE:
        yield Obstacle(f"son message est {message.etat.libelle}", "Notez plutôt une promesse de réponse.")
    elif relance.etat in (EtatRelance.RETENUE, EtatRelance.CADUQUE):
        yield Obstacle(f"elle est déjà {relance.etat.libelle} : {relance.motif}", "Il n'y a rien à faire.")


def _annuler_s_il_est_vide(session: Session, message_id: UUID, auteur: Auteur) -> None:
    """Un message qui ne porte plus aucune relance ne partira pas."""
    session.flush()
    message = message_reserve(session, message_id)
    if message is not None and not relances_du_message(session, message_id):
        message.etat = EtatMessage.ANNULE
        detail = f"La relance qu'il portait a été retenue par {auteur.par}."
        inscrire(session, message.id, FaitDuMessage.ANNULATION, detail, le=auteur.saisi_le, par=auteur.par)


def _connue(session: Session, designee: Designation) -> Relance:
    relance = relances_de_cles(session, [designee.cle]).get(designee.cle)
    if relance is None:
        raise Introuvable(
            f"La relance {designee.nom} n'existe pas.",
            "Elle n'a pas encore été décidée, ou l'un de ces mots est faux.",
            "Consultez les départs : jalons relances apercu.",
        )
    return relance


def _a_venir(session: Session, designee: Designation, auteur: Auteur) -> Relance:
    """Une relance que l'on retient avant même qu'elle soit due."""
    attente = _attente(session, designee, auteur.le)
    niveau = next((n for n in attente.echelle.niveaux if n.code == designee.niveau), None)
    if niveau is None:
        codes = ", ".join(n.code for n in attente.echelle.niveaux)
        raise Introuvable(
            f"Le niveau « {designee.niveau} » n'existe pas.",
            f"L'échelle de cette campagne a : {codes}.",
            "Choisissez l'un d'eux.",
        )
    ligne = Ligne(attente, Issue.RIEN_DE_DU, "retenue avant d'être due", niveau)
    return nouvelle(ligne, auteur.le, auteur.par)


def _attente(session: Session, designee: Designation, jour: date) -> Attente:
    for attente in attentes_du(session, jour, [designee.demarche.id]):
        if cle_de_relance(attente, designee.niveau) == designee.cle:
            return attente
    raise Introuvable(
        f"Rien n'est attendu de « {designee.demarche.territoire.nom} » pour « {designee.quoi} ».",
        "Cette échéance n'est pas ouverte pour ce territoire, ou elle est close.",
        "Consultez les départs : jalons relances apercu.",
    )
