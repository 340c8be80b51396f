"""Comparer un fichier reçu au texte qui fait référence, avant d'écrire quoi que ce soit.

La mise en page d'un PDF prend des secondes : elle se fait pendant une lecture, qui ne retient aucun écrivain.
"""

from typing import Any, NamedTuple

from documents.depot import Depot
from documents.differences import Difference, Rapprochement, rapprocher
from documents.moteur.ouverture import OutilAbsent
from documents.pdf import MiseEnPageImpossible
from documents.signatures import type_de_scan
from modeles.document import Document
from modeles.vocabulaire import IssueVote
from workflows.depots.inscription import Fichier
from workflows.regles.signature import document_du_projet

DIFFERENCES_GARDEES = 200


class Comparaison(NamedTuple):
    """`reference` : le document auquel le texte est comparé. `texte_vote` : c'est celui que l'assemblée a adopté."""

    reference: Document
    texte_vote: bool
    differences: tuple[Difference, ...]
    avertissements: tuple[str, ...]

    def pour_memoire(self) -> dict[str, Any]:
        """Ce que le dossier garde de la comparaison ; au-delà de deux cents passages, leur nombre suffit."""
        return {
            "reference": str(self.reference.id),
            "texte_vote": self.texte_vote,
            "differences_comptees": len(self.differences),
            "differences": [d._asdict() for d in self.differences[:DIFFERENCES_GARDEES]],
            "avertissements": list(self.avertissements),
        }


def comparer(depot: Depot, original: Document, fichier: Fichier) -> Comparaison:
    """Une convention se compare au texte voté, s'il y en a un ; tout autre document, à lui-même.

    Lève `FichierIllisible`, et `FichierAbsent` ou `FichierAltere` si l'original n'est plus celui qui a été rangé.
    """
    vote = texte_vote(original)
    reference = vote or original
    return Comparaison(reference, vote is not None, *_rapprocher(depot, reference, fichier))


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
    if type_de_scan(fichier.octets):
        return Rapprochement(
            (), ("Ce fichier est une image : son texte ne peut pas être comparé, relisez-le.",)
        )
    try:
        return rapprocher(depot.lire(reference.empreinte_fichier), fichier.octets, fichier.nom)
    except (OutilAbsent, MiseEnPageImpossible) as refus:
        return Rapprochement((), (f"Le texte n'a pas pu être comparé. {refus.pourquoi} {refus.remede}",))
