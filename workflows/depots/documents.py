"""Un document repris à la main, ou signé : le garder à côté de l'original et montrer ce qui diffère."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.depot import Depot
from documents.differences import Difference, Rapprochement, rapprocher
from documents.moteur.ouverture import OutilAbsent
from documents.pdf import MiseEnPageImpossible
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from modeles.vocabulaire import IssueVote
from workflows.commandes.bordereau import Auteur
from workflows.depots.inscription import Classement, Fichier, document_identique, inscrire
from workflows.regles.signature import document_du_projet


class DocumentDepose(NamedTuple):
    """Un fichier déposé à côté d'un document. `reference` : le document auquel son texte est comparé.

    `deja` : ces octets, ou ce contenu, sont ceux d'un document connu ; c'est lui, rien n'a été ajouté.
    """

    document: Document
    reference: Document
    texte_vote: bool
    deja: bool
    differences: tuple[Difference, ...]
    avertissements: tuple[str, ...]


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
    session: Session, depot: Depot, original: Document, fichier: Fichier, auteur: Auteur
) -> DocumentDepose:
    """Garde le fichier, marqué comme déposé, et le compare. L'original n'est pas touché.

    Une convention se compare au texte voté, s'il y en a un. Lève `FichierIllisible`.
    """
    signer(session, auteur.par)
    demarche_verrouillee(session, original.demarche_id)
    vote = texte_vote(original)
    reference = vote or original
    connu = document_identique(session, fichier)
    rapproche = _rapprocher(depot, reference, fichier)
    document = connu or inscrire(
        session,
        depot,
        original.demarche,
        fichier,
        classement=Classement(
            original.code, original.titre, f"{original.objet} modifié par {auteur.par}", str(original.id)
        ),
        auteur=auteur,
    )
    return DocumentDepose(document, reference, vote is not None, connu is not None, *rapproche)


def texte_vote(original: Document) -> Document | None:
    """La convention que l'assemblée a adoptée, pour un document qui est une convention."""
    demarche = original.demarche
    adoptees = [d for d in demarche.deliberations if d.issue is IssueVote.ADOPTEE]
    if original.code != "D16" or not adoptees:
        return None
    projets = [p for p in demarche.projets if p.version == adoptees[-1].projet_version]
    return document_du_projet(demarche, projets[0]) if projets else None


def _rapprocher(depot: Depot, reference: Document, fichier: Fichier) -> Rapprochement:
    """Sans LibreOffice, un PDF se garde quand même : ce qui manque est dit."""
    try:
        return rapprocher(depot.lire(reference.empreinte_fichier), fichier.octets, fichier.nom)
    except (OutilAbsent, MiseEnPageImpossible) as refus:
        return Rapprochement((), (f"Le texte n'a pas pu être comparé. {refus.pourquoi} {refus.remede}",))
