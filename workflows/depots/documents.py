"""Un document repris à la main, ou signé : le garder à côté de l'original, avec ce qui l'en distingue."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.depot import Depot
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from workflows.commandes.bordereau import Auteur
from workflows.depots.comparaison import Comparaison
from workflows.depots.inscription import Classement, Fichier, document_identique, inscrire


class DocumentDepose(NamedTuple):
    """Un fichier déposé à côté d'un document.

    `deja` : ces octets, ou ce contenu, sont ceux d'un document connu ; c'est lui, rien n'a été ajouté.
    """

    document: Document
    comparaison: Comparaison
    deja: bool


def document_designe(session: Session, identifiant: UUID) -> Document:
    """Lève `Introuvable`."""
    document = session.get(Document, identifiant)
    if document is None:
        raise Introuvable(
            "Ce document n'existe pas.",
            f"Aucun document ne porte l'identifiant {identifiant}.",
            "« jalons documents TERRITOIRE --json » donne l'identifiant de chacun.",
        )
    return document


def deposer_a_cote(
    session: Session,
    depot: Depot,
    original: Document,
    fichier: Fichier,
    auteur: Auteur,
    *,
    comparaison: Comparaison,
) -> DocumentDepose:
    """Garde le fichier, marqué comme déposé, avec sa comparaison à la référence. L'original n'est pas touché."""
    signer(session, auteur.par)
    demarche_verrouillee(session, original.demarche_id)
    connu = document_identique(session, fichier)
    document = connu or inscrire(
        session,
        depot,
        original.demarche,
        fichier,
        classement=Classement(
            original.code, original.titre, f"{original.objet} modifié par {auteur.par}", str(original.id)
        ),
        auteur=auteur,
        memoire={"comparaison": comparaison.pour_memoire()},
    )
    return DocumentDepose(document, comparaison, connu is not None)
