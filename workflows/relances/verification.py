"""Décider une dernière fois, juste avant l'envoi : entre le matin et maintenant, la réponse est peut-être arrivée."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from modeles.base import unite_de_travail
from modeles.message import Message
from modeles.relance import Relance
from modeles.requetes_courriel import message_reserve
from modeles.requetes_relances import demarches_des_personnes, relances_du_message
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire_courriel import EtatAcheminement, EtatMessage, FaitDuMessage, NatureMessage
from modeles.vocabulaire_relances import EtatRelance, Issue
from workflows.notifications.histoire import inscrire
from workflows.relances.attentes import Attente, Passee, cle_de_relance
from workflows.relances.decision import Derniers, Ligne, examiner
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.groupement import Envoi, completer
from workflows.relances.heures import Plage, prochain_depart
from workflows.relances.inscription import FINALES, VERROU, perimee, rendre_caduque, revoir
from workflows.relances.remise import recrire


def peut_partir(message_id: UUID, instant: datetime, plage: Plage) -> bool:
    """Vrai si le message part : il est récrit avec les faits de l'instant. Faux s'il attend ou n'a plus d'objet.

    Un message qui n'est pas une relance part tel qu'il est.
    """
    with unite_de_travail() as session:
        un_seul_a_la_fois(session, VERROU)
        message = message_reserve(session, message_id)
        if message is None or message.nature is not NatureMessage.RELANCE or _deja_remis(message):
            return message is not None
        if message.etat is not EtatMessage.PREPARE:
            return False
        return _revoir_le_message(session, message, instant, plage)


def _deja_remis(message: Message) -> bool:
    """Un serveur en a accepté une partie : on ne reprend pas ce qui est parti."""
    return any(a.etat is EtatAcheminement.ACCEPTE for a in message.acheminements)


def _revoir_le_message(session: Session, message: Message, instant: datetime, plage: Plage) -> bool:
    jour = plage.jour(instant)
    relances = {r.cle: r for r in relances_du_message(session, message.id) if r.etat is EtatRelance.REMISE}
    attentes = _attentes(session, relances.values(), jour)
    if attentes and (heure := prochain_depart(instant, plage, attentes[0].calendrier)) > instant:
        _reporter(session, message, heure, instant)
        return False
    derniers = derniers_messages(session, jour, sauf=relances)
    lignes, autres = _juger(attentes, relances, jour, derniers)
    dues = [x for x in lignes if _toujours_due(x, relances, jour)]
    _detacher(lignes, dues, relances, jour)
    if not dues:
        _annuler(session, message, lignes, instant)
        return False
    (envoi,) = completer([_envoi(dues)], autres, jour)
    recrire(session, message, envoi, [relances[_cle(x)] for x in dues], jour)
    return True


def _attentes(session: Session, relances: Iterable[Relance], jour: date) -> list[Attente]:
    """Ce que doivent les territoires relancés, puis ce que les lecteurs du message doivent par ailleurs."""
    relancees = {r.demarche_id for r in relances}
    adresses = {str(p["courriel"]) for r in relances for p in r.destinataires if p["courriel"]}
    toutes = attentes_du(session, jour, relancees | demarches_des_personnes(session, adresses))
    return sorted(toutes, key=lambda a: a.demarche_id not in relancees)


def _juger(
    attentes: Iterable[Attente], relances: Mapping[str, Relance], jour: date, derniers: Derniers
) -> tuple[list[Ligne], list[Ligne]]:
    """Les lignes des relances du message, puis les autres."""
    siennes, autres = [], []
    for attente in attentes:
        relance = next((r for r in relances.values() if r.cle == cle_de_relance(attente, r.niveau)), None)
        if relance is None:
            autres.append(examiner(attente, jour, derniers))
        else:
            siennes.append(_comme_si(attente, relance, jour, derniers))
    return siennes, autres


def _comme_si(attente: Attente, relance: Relance, jour: date, derniers: Derniers) -> Ligne:
    """La décision, comme si cette relance était prête mais pas encore confiée à l'envoi."""
    autres = [p for p in attente.passees if p.niveau != relance.niveau]
    prete = Passee(relance.niveau, EtatRelance.PROGRAMMEE, relance.decidee_le)
    ligne = examiner(attente._replace(passees=(*autres, prete)), jour, derniers)
    if ligne.niveau is None or ligne.niveau.code != relance.niveau:
        niveau = next((n for n in attente.echelle.niveaux if n.code == relance.niveau), None)
        return ligne._replace(issue=Issue.RIEN_DE_DU if ligne.part else ligne.issue, niveau=niveau)
    return ligne


def _cle(ligne: Ligne) -> str:
    return cle_de_relance(ligne.attente, ligne.niveau.code if ligne.niveau else "")


def _toujours_due(ligne: Ligne, relances: Mapping[str, Relance], jour: date) -> bool:
    relance = relances.get(_cle(ligne))
    if relance is None or not ligne.part:
        return False
    return relance.document_id is None or not perimee(relance, ligne, jour)


def _detacher(
    lignes: Sequence[Ligne], dues: Sequence[Ligne], relances: Mapping[str, Relance], jour: date
) -> None:
    """Ce qui ne part plus : sans objet si la réponse est là, de nouveau prête sinon."""
    gardees, raisons = {_cle(x) for x in dues}, {_cle(x): x for x in lignes}
    for cle, relance in relances.items():
        if cle in gardees:
            continue
        relance.etat, relance.etat_le, relance.message_id = EtatRelance.PROGRAMMEE, jour, None
        ligne = raisons.get(cle)
        if ligne is None:
            rendre_caduque(relance, "la campagne n'attend plus rien de ce territoire", jour)
        elif ligne.issue in FINALES:
            rendre_caduque(relance, ligne.raison, jour)
        else:
            revoir(relance, ligne, jour)


def _envoi(dues: Sequence[Ligne]) -> Envoi:
    personnes = {p.cle: p for ligne in dues for p in ligne.destinataires}
    niveaux = [x.niveau for x in dues if x.niveau]
    return Envoi(max(niveaux, key=lambda n: n.jours), tuple(dues), tuple(personnes.values()))


def _reporter(session: Session, message: Message, heure: datetime, instant: datetime) -> None:
    message.a_partir_de = heure
    detail = f"Attend le {heure:%d/%m/%Y à %H h %M} : rien ne part un jour ou à une heure non ouvrés."
    inscrire(session, message.id, FaitDuMessage.REPORT, detail, le=instant)


def _annuler(session: Session, message: Message, lignes: Sequence[Ligne], instant: datetime) -> None:
    """Plus rien n'est dû : le message ne partira pas, et l'on sait pourquoi."""
    message.etat = EtatMessage.ANNULE
    raisons = " ; ".join(dict.fromkeys(x.raison for x in lignes)) or "plus rien n'est attendu"
    inscrire(session, message.id, FaitDuMessage.ANNULATION, f"N'est plus dû : {raisons}.", le=instant)
