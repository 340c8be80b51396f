"""Les relances de la démonstration : ce qui serait parti jour après jour, et ce qui attend une signature.

Aucun message n'est envoyé : les lignes sont inscrites comme l'outil les aurait décidées, avec leurs lettres.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Attendu, Campagne
from modeles.demarche import Demarche
from modeles.relance import Relance
from modeles.vocabulaire_annuel import GenreCampagne, NatureAmenagement
from modeles.vocabulaire_relances import EtatRelance, Issue
from workflows.attendus import amenager
from workflows.commandes.bordereau import Auteur
from workflows.effets import Atelier
from workflows.relances.apercu import prochain_jour_ouvre
from workflows.relances.attentes import cle_de_relance
from workflows.relances.decision import Ligne
from workflows.relances.faits import attentes_du
from workflows.relances.groupement import lettres
from workflows.relances.inscription import FINALES, nouvelle, rendre_caduque
from workflows.relances.lettres import composer_la_lettre, inscrire_la_lettre
from workflows.relances.simulation import Journee, derouler

CONTEUR = "Jalons (démonstration)"
MENTION = "démonstration : aucun message n'est réellement parti"
# Ces niveaux restent à signer, pour que le parapheur ait quelque chose à montrer.
A_SIGNER = ("R4", "D29M")
# Un report qui finit juste avant le jour où l'on raconte : sa première relance est aux départs de demain.
REPORTEE = ("243100518", GenreCampagne.RAPPORT_EXECUTION, 2025)
ACCORDE_LE, MOTIF_DU_REPORT = date(2026, 7, 1), "Renouvellement de l'exécutif (motif fictif)"
JOURS_DE_R1 = 7


def relances_a_raconter(session: Session) -> bool:
    """Vrai si des campagnes fictives sont ouvertes et qu'aucune relance n'y est inscrite."""
    attendues = select(Attendu.id).join(Demarche).where(col(Demarche.fictive)).limit(1)
    inscrites = select(Relance.cle).join(Demarche).where(col(Demarche.fictive)).limit(1)
    return session.exec(attendues).first() is not None and session.exec(inscrites).first() is None


def raconter_les_relances(le: date, atelier: Atelier) -> None:
    """Inscrit ce qui serait parti jusqu'à la veille. Refaite, n'écrit rien : la première ligne dit que c'est fait."""
    with lecture() as session:
        if not relances_a_raconter(session):
            return
    with unite_de_travail() as session:
        _reporter(session, le)
        session.flush()
        attentes = [a for a in attentes_du(session, le) if a.fictive]
        if not attentes:
            return
        debut = min(a.ouverte_le for a in attentes)
        for journee in derouler(attentes, debut, le - timedelta(days=1), {}, valides=_validee):
            _inscrire(session, journee, atelier)


def _validee(niveau: str) -> bool:
    return niveau not in A_SIGNER


def _reporter(session: Session, le: date) -> None:
    """Le report d'un territoire, accordé en juillet et près de s'achever le jour où l'on raconte."""
    code, genre, exercice = REPORTEE
    terme = prochain_jour_ouvre(le) - timedelta(days=JOURS_DE_R1)
    attendu = session.exec(
        select(Attendu)
        .join(Campagne)
        .join(Demarche, col(Demarche.id) == col(Attendu.demarche_id))
        .where(
            col(Demarche.territoire_code) == code,
            col(Demarche.fictive),
            col(Campagne.genre) == genre,
            col(Campagne.exercice) == exercice,
        )
    ).first()
    if attendu is None or attendu.recu_le or attendu.amenagements or terme <= ACCORDE_LE:
        return
    instant = datetime(ACCORDE_LE.year, ACCORDE_LE.month, ACCORDE_LE.day, 9, tzinfo=UTC)
    auteur = Auteur(CONTEUR, ACCORDE_LE, instant)
    amenager(session, attendu, NatureAmenagement.REPORT, MOTIF_DU_REPORT, auteur, jusqu_au=terme)


def _inscrire(session: Session, journee: Journee, atelier: Atelier) -> None:
    """Une journée : ce qui part, ce qui est à signer, leurs lettres à cette date, et ce qui n'a plus d'objet."""
    for ligne in (x for x in journee.lignes if x.issue in FINALES):
        _clore(session, ligne, journee.jour)
    parties = [x for e in journee.envois for x in e.lignes]
    decidees = [*parties, *journee.a_valider]
    for ligne in decidees:
        _depasser(session, ligne, journee.jour)
        _decider(session, ligne, journee.jour)
    session.flush()
    _ecrire_les_lettres(session, [x for x in decidees if not _a_sa_lettre(session, x)], journee.jour, atelier)


def _cle(ligne: Ligne) -> str:
    return cle_de_relance(ligne.attente, ligne.niveau.code if ligne.niveau else "")


def _clore(session: Session, ligne: Ligne, jour: date) -> None:
    for passee in (p for p in ligne.attente.passees if p.etat.ouverte):
        relance = session.get(Relance, cle_de_relance(ligne.attente, passee.niveau))
        if relance is not None and relance.etat.ouverte:
            rendre_caduque(relance, ligne.raison, jour)


def _depasser(session: Session, ligne: Ligne, jour: date) -> None:
    for code in ligne.depassees:
        relance = session.get(Relance, cle_de_relance(ligne.attente, code))
        if relance is not None and ligne.niveau is not None:
            rendre_caduque(relance, f"remplacée par {ligne.niveau.code}", jour)


def _decider(session: Session, ligne: Ligne, jour: date) -> None:
    relance = session.get(Relance, _cle(ligne)) or nouvelle(ligne, jour, CONTEUR)
    session.add(relance)
    if ligne.issue is not Issue.PART:
        return
    relance.etat, relance.etat_le, relance.partie_le = EtatRelance.PARTIE, jour, jour
    relance.raison = f"{ligne.raison} ; {MENTION}"
    if ligne.niveau and ligne.niveau.validation:
        relance.validee_par = CONTEUR
        relance.validee_le = datetime(jour.year, jour.month, jour.day, 8, tzinfo=UTC)


def _a_sa_lettre(session: Session, ligne: Ligne) -> bool:
    return session.get_one(Relance, _cle(ligne)).document_id is not None


def _ecrire_les_lettres(session: Session, lignes: Sequence[Ligne], jour: date, atelier: Atelier) -> None:
    for groupe in lettres(lignes):
        document = inscrire_la_lettre(session, composer_la_lettre(session, groupe, jour, atelier), atelier)
        for ligne in groupe:
            session.get_one(Relance, _cle(ligne)).document_id = document.id
        session.flush()
