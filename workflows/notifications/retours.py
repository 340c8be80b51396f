"""Les courriels revenus : rattacher chacun à son message, marquer l'adresse, demander à quelqu'un de la corriger."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from modeles.base import lecture, unite_de_travail
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.message import AdresseEnDefaut, Message, RetourDeCourriel
from modeles.requetes_courriel import message_de_l_identifiant, message_reserve, retours_connus
from modeles.verrous import un_seul_a_la_fois
from modeles.vocabulaire_courriel import EtatAcheminement, EtatMessage, FaitDuMessage, GenreDeRetour
from workflows.notifications.adresses import adresses_de
from workflows.notifications.avis import TAILLE_MAXIMALE, Avis, Sort, lire_avis
from workflows.notifications.decisions import constater_le_depart
from workflows.notifications.histoire import inscrire, noter_l_adresse, signaler_les_refus
from workflows.notifications.reponses import en_clair

journal = logging.getLogger(__name__)

# Un fichier tout neuf est peut-être encore en train de s'écrire.
REPOS_S = 10
SOUS_DOSSIERS_MAILDIR = ("new", "cur")
Releve = Counter[GenreDeRetour]


def recevoir(session: Session, octets: bytes, instant: datetime, nom: str = "") -> RetourDeCourriel:
    """Inscrit un courriel revenu et ce qu'il apprend ; le même, reçu deux fois, n'apprend rien de plus."""
    un_seul_a_la_fois(session, "retours de courriel")
    empreinte = sha256(octets).hexdigest()
    if (deja := session.get(RetourDeCourriel, empreinte)) is not None:
        return deja
    avis = lire_avis(octets)
    message = _message_de(session, avis)
    if message is not None:
        _appliquer(session, message, avis, instant)
    retour = RetourDeCourriel(
        empreinte=empreinte,
        nom=en_clair(nom)[:255],
        genre=avis.genre,
        resume=_resumer(avis),
        message_id=message.id if message else None,
        lu_le=instant,
    )
    session.add(retour)
    session.flush()
    return retour


def relever(dossier: Path, instant: datetime) -> Releve:
    """Lit les courriels arrivés depuis la dernière fois, sans toucher au dossier ; rend leur nombre par genre."""
    releve: Releve = Counter()
    with lecture() as session:
        connus = retours_connus(session)
    for nom, fichier in _fichiers(dossier, instant):
        if en_clair(nom)[:255] in connus:
            continue
        octets = _lire(fichier)
        with unite_de_travail() as session:
            releve[recevoir(session, octets, instant, nom).genre] += 1
    return releve


def relever_sans_faillir(dossier: Path, instant: datetime) -> Releve:
    """Le même, depuis une tâche qui a autre chose à faire : un dossier illisible se dit au journal."""
    try:
        return relever(dossier, instant)
    except OSError as panne:
        journal.warning("Le dossier des retours de courriel ne peut pas être lu : %s", panne)
        return Counter()


def retablir_l_adresse(session: Session, adresse: str, par: str) -> None:
    """Une personne dit que l'adresse reçoit de nouveau. Lève `Introuvable` si elle n'est pas signalée."""
    signer(session, par)
    defaut = session.get(AdresseEnDefaut, adresse.casefold())
    if defaut is None:
        raise Introuvable(
            f"« {adresse} » n'est pas signalée.",
            "Aucun message ne lui est revenu, ou elle est déjà rétablie.",
            "Vérifiez l'adresse.",
        )
    session.delete(defaut)


def _fichiers(dossier: Path, instant: datetime) -> Iterator[tuple[str, Path]]:
    if all((dossier / sous).is_dir() for sous in SOUS_DOSSIERS_MAILDIR):
        for sous in SOUS_DOSSIERS_MAILDIR:
            for fichier in sorted((dossier / sous).iterdir()):
                # Un Maildir note après « : » ce que les lecteurs en ont fait : le nom, lui, ne change pas.
                yield fichier.name.partition(":")[0], fichier
        return
    for fichier in sorted(dossier.glob("*.eml")):
        if instant.timestamp() - fichier.stat().st_mtime >= REPOS_S:
            yield fichier.name, fichier


def _lire(fichier: Path) -> bytes:
    """Un fichier trop lourd n'est pas un avis : on n'en lit que le début, assez pour le reconnaître."""
    with fichier.open("rb") as ouvert:
        return ouvert.read(TAILLE_MAXIMALE + 1)


def _message_de(session: Session, avis: Avis) -> Message | None:
    if len(avis.suivi) == 32 and (message := message_reserve(session, _uuid(avis.suivi))) is not None:
        return message
    for identifiant in avis.identifiants:
        if (message := message_de_l_identifiant(session, identifiant)) is not None:
            return message_reserve(session, message.id)
    return None


def _uuid(texte: str) -> UUID:
    try:
        return UUID(hex=texte)
    except ValueError:
        return UUID(int=0)


def _appliquer(session: Session, message: Message, avis: Avis, instant: datetime) -> None:
    """Un avis qui cite une adresse à qui ce message n'était pas destiné n'est pas cru."""
    if message.etat is EtatMessage.DOUTEUX and avis.sorts:
        constater_le_depart(session, message, instant)
    echecs = {}
    for sort in avis.sorts:
        adresse = _adresse_connue(message, sort)
        if adresse is None:
            continue
        verbe = {"failed": "Revenu", "delayed": "Remise retardée"}.get(sort.action, "Remis")
        detail = f"{verbe} : {adresse}, {sort.reponse.en_francais}"
        inscrire(session, message.id, FaitDuMessage.RETOUR, detail, le=instant)
        if sort.action == "failed":
            noter_l_adresse(session, message, adresse, EtatAcheminement.REVENU, sort.reponse, le=instant)
            echecs[adresse] = sort.reponse
            message.derniere_reponse = detail
    if avis.genre is GenreDeRetour.REPONDEUR and not avis.sorts:
        inscrire(session, message.id, FaitDuMessage.RETOUR, f"Réponse automatique : {avis.sujet}", le=instant)
    signaler_les_refus(session, message, echecs, instant)


def _adresse_connue(message: Message, sort: Sort) -> str | None:
    citees = {a.casefold() for a in sort.adresses}
    return next((a for a in adresses_de(message) if a.casefold() in citees), None)


def _resumer(avis: Avis) -> str:
    sorts: Sequence[str] = [f"{', '.join(s.adresses)} : {s.reponse.en_francais}" for s in avis.sorts]
    return " ; ".join(sorts) or avis.sujet or "Sans objet"
