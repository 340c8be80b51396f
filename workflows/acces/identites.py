"""Relier une personne attestée par un fournisseur d'identité au compte qu'on lui a ouvert."""

from datetime import date

from sqlmodel import Session

from modeles.compte import Compte
from modeles.journalisation import signer
from modeles.requetes_acces import compte_d_identite, compte_de_courriel
from workflows.acces.comptes import normaliser


def compte_atteste(session: Session, emetteur: str, sujet: str, courriel: str, le: date) -> Compte | None:
    """Le compte ouvert de cette personne ; le premier passage le lie à son identité, pour toujours.

    Un compte déjà lié à une autre identité n'est pas rendu : une adresse réattribuée n'ouvre pas les droits
    de la personne d'avant. Rien n'est jamais créé.
    """
    compte = compte_d_identite(session, emetteur, sujet)
    if compte is None:
        compte = compte_de_courriel(session, normaliser(courriel))
        if compte is None or compte.sujet is not None:
            return None
    if not compte.ouvert(le):
        return None
    signer(session, compte.nom)
    compte.emetteur, compte.sujet = emetteur, sujet
    return compte
