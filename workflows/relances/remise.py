"""Confier les relances à l'envoi : un message par personne, décidé de nouveau au moment où on l'écrit."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.contextes.fin_anticipee import numero_d_article
from documents.contextes.relances import ARTICLES
from documents.depot import Depot
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.journalisation import signer
from modeles.message import Message, nouveau_message
from modeles.relance import Relance
from modeles.requetes_relances import demarches_des_personnes, relances_de_cles, relances_ouvertes
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire_courriel import NatureMessage
from modeles.vocabulaire_relances import EtatRelance, Issue
from workflows.attendus import AUTOMATE
from workflows.commandes.bordereau import Auteur
from workflows.relances.attentes import Personne, cle_de_relance
from workflows.relances.decision import Ligne
from workflows.relances.departs import marquer_partie
from workflows.relances.faits import attentes_du, derniers_messages
from workflows.relances.groupement import Envoi, completer, grouper
from workflows.relances.heures import Plage, prochain_depart
from workflows.relances.inscription import VERROU, perimee, personne_gardee
from workflows.relances.liens import liens_de_l_envoi
from workflows.relances.pieces import classeurs_a_joindre
from workflows.relances.redaction import ecrire
from workflows.relances.simulation import juger


class Depart(NamedTuple):
    """Quand et par qui : l'instant réel, le jour de la décision, les heures ouvrées."""

    jour: date
    instant: datetime
    plage: Plage
    par: str


def envois_du_jour(session: Session, jour: date, choisies: Collection[UUID] | None = None) -> list[list[str]]:
    """Les clés de chaque message à écrire ce jour-là, parmi les relances prêtes (de ces démarches)."""
    pretes = {
        r.cle: r
        for r in relances_ouvertes(session, [EtatRelance.PROGRAMMEE])
        if choisies is None or r.demarche_id in choisies
    }
    demarches = {r.demarche_id for r in pretes.values()}
    lignes = juger(attentes_du(session, jour, demarches), jour, derniers_messages(session, jour)).lignes
    envois, _ = grouper(_pretes(lignes, pretes, jour), jour)
    return [sorted(envoi.cles) for envoi in envois]


def remettre(cles: Sequence[str], depart: Depart) -> list[UUID]:
    """Écrit le message de ces relances et les confie à l'envoi, ensemble ou pas du tout ; rend les messages.

    Tout est décidé de nouveau : ce qui n'est plus dû ne part pas. Refait, n'écrit rien de plus.
    """
    with unite_de_travail() as session:
        un_seul_a_la_fois(session, VERROU)
        signer(session, depart.par)
        relances = relances_de_cles(session, cles)
        demarches = {r.demarche_id for r in relances.values()}
        adresses = {str(p["courriel"]) for r in relances.values() for p in r.destinataires if p["courriel"]}
        toutes = attentes_du(session, depart.jour, demarches | demarches_des_personnes(session, adresses))
        lignes = juger(toutes, depart.jour, derniers_messages(session, depart.jour)).lignes
        envois, _ = grouper(_pretes(lignes, relances, depart.jour), depart.jour)
        complets = completer(envois, [x for x in lignes if x.issue is not Issue.PART], depart.jour)
        return [m for e in complets if (m := _confier(session, e, relances, depart)) is not None]


def _pretes(lignes: Sequence[Ligne], relances: Mapping[str, Relance], jour: date) -> list[Ligne]:
    """Ce qui peut partir : inscrit, prêt, et dont la lettre (s'il en faut une) dit encore vrai."""
    pretes = []
    for ligne in lignes:
        if ligne.issue is not Issue.PART or ligne.niveau is None:
            continue
        relance = relances.get(cle_de_relance(ligne.attente, ligne.niveau.code))
        if relance is None or relance.etat is not EtatRelance.PROGRAMMEE:
            continue
        if ligne.niveau.document is None or (relance.document_id and not perimee(relance, ligne, jour)):
            pretes.append(ligne)
    return pretes


def _confier(session: Session, envoi: Envoi, relances: Mapping[str, Relance], depart: Depart) -> UUID | None:
    """Inscrit le message ; un courrier dont personne n'a l'adresse part par la poste, sans message."""
    siennes = [relances[cle] for cle in envoi.cles]
    for relance, ligne in zip(siennes, envoi.lignes, strict=True):
        relance.raison = ligne.raison
        relance.destinataires = [personne_gardee(p) for p in envoi.destinataires]
    if not any(p.courriel for p in envoi.destinataires):
        for relance in siennes:
            marquer_partie(relance, depart.jour)
            relance.raison = f"{relance.raison} ; remise au courrier postal"
        return None
    message = nouveau_message(**_message(session, envoi, siennes, depart))
    session.add(message)
    session.flush()
    for relance in siennes:
        relance.etat, relance.etat_le, relance.message_id = EtatRelance.REMISE, depart.jour, message.id
        relance.remises += 1
    return message.id


def recrire(
    session: Session, message: Message, envoi: Envoi, relances: Sequence[Relance], jour: date
) -> None:
    """Le même message, avec les mots et les destinataires de ce jour-là."""
    message.sqlmodel_update(_contenu(session, envoi, relances, jour))
    for relance, ligne in zip(relances, envoi.lignes, strict=True):
        relance.raison = ligne.raison
        relance.destinataires = [personne_gardee(p) for p in envoi.destinataires]


def _message(session: Session, envoi: Envoi, relances: Sequence[Relance], depart: Depart) -> dict[str, Any]:
    premiere = min(relances, key=lambda r: r.cle)
    attente = envoi.lignes[0].attente
    return {
        **_contenu(session, envoi, relances, depart.jour),
        "cle": f"relance:{premiere.cle}:{premiere.remises + 1}",
        "demarche_id": attente.demarche_id,
        "nature": NatureMessage.RELANCE,
        "a_partir_de": prochain_depart(depart.instant, depart.plage, attente.calendrier),
    }


def _contenu(session: Session, envoi: Envoi, relances: Sequence[Relance], jour: date) -> dict[str, Any]:
    reglages = configuration()
    lien = liens_de_l_envoi(session, envoi, Auteur(AUTOMATE, jour, maintenant()), reglages)
    texte = ecrire(envoi, jour, article=article_de(session, envoi), lien=lien)
    copies = {p.cle: p for ligne in envoi.lignes for p in ligne.copies}
    return {
        "objet": texte.objet,
        "corps": texte.corps,
        "destinataires": _adresses(envoi.destinataires),
        "copies": _adresses(copies.values()),
        "sans_adresse": [p.nom for p in (*envoi.destinataires, *copies.values()) if not p.courriel],
        "niveau": envoi.niveau.code,
        "expediteur": texte.expediteur,
        "repondre_a": texte.repondre_a,
        "pieces": classeurs_a_joindre(session, envoi, jour, Depot(reglages.donnees)),
        "documents": [str(d) for d in dict.fromkeys(r.document_id for r in relances) if d],
    }


def _adresses(personnes: Collection[Personne]) -> list[str]:
    return [p.courriel for p in personnes if p.courriel]


def article_de(session: Session, envoi: Envoi) -> str:
    """Le numéro de l'article du contrat qui fonde la demande, si tout relève du même contrat et du même article."""
    fondements = {(x.attente.demarche_id, ARTICLES.get(x.attente.genre, "")) for x in envoi.lignes}
    if len(fondements) > 1:
        return ""
    ((demarche_id, code),) = fondements
    return numero_d_article(session.get_one(Demarche, demarche_id), code)


def tout_remettre(depart: Depart, choisies: Collection[UUID] | None = None) -> list[UUID]:
    """Tous les messages du jour (de ces démarches), l'un après l'autre, chacun dans sa transaction."""
    with lecture() as session:
        envois = envois_du_jour(session, depart.jour, choisies)
    return [message for cles in envois for message in remettre(cles, depart)]
