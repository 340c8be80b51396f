"""Le lien personnel qu'un message de relance donne : une adresse par territoire, pour répondre sans compte."""

from sqlmodel import Session

from modeles.configuration import Configuration
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.requetes_campagnes import attendu_de
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.collecte.liens import adresse_du_lien, lien_pour
from workflows.commandes.bordereau import Auteur
from workflows.relances.attentes import Attente
from workflows.relances.groupement import Envoi


def liens_de_l_envoi(session: Session, envoi: Envoi, auteur: Auteur, reglages: Configuration) -> str:
    """L'adresse, ou une par territoire. Vide sans adresse publique : personne d'autre ne pourrait l'ouvrir.

    Un lien est à une personne : un message qui en a plusieurs n'en donne pas.
    """
    adresses = [p.courriel for p in envoi.destinataires if p.courriel]
    if reglages.url_publique is None or len(adresses) != 1 or not envoi.niveau.canal.automatique:
        return ""
    liens = {
        ligne.attente.territoire: lien
        for ligne in envoi.lignes
        if (lien := _lien(session, ligne.attente, adresses[0], auteur, reglages=reglages))
    }
    if len(liens) == 1:
        return next(iter(liens.values()))
    return "".join(f"\n- {territoire} : {lien}" for territoire, lien in liens.items())


def _lien(
    session: Session, attente: Attente, courriel: str, auteur: Auteur, *, reglages: Configuration
) -> str:
    if attente.genre != GenreCampagne.INDICATEURS:
        return ""
    demarche = session.get_one(Demarche, attente.demarche_id)
    attendu = attendu_de(session, demarche.id, GenreCampagne.INDICATEURS, attente.exercice)
    contact = _contact(demarche, courriel)
    if attendu is None or contact is None:
        return ""
    return adresse_du_lien(lien_pour(session, attendu, contact, auteur), reglages)


def _contact(demarche: Demarche, courriel: str) -> Contact | None:
    """Le contact qui a cette adresse ; un suppléant qui n'en est pas un n'a pas de lien."""
    siens = (c for c in demarche.contacts if c.courriel and c.courriel.casefold() == courriel.casefold())
    return next(siens, None)
