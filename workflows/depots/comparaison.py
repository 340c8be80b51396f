"""Comparer un fichier reçu au texte qui fait référence, avant d'écrire quoi que ce soit.

La mise en page d'un PDF prend des secondes : elle se fait pendant une lecture, qui ne retient aucun écrivain.
"""

from typing import Any, NamedTuple
from uuid import UUID

from documents.depot import Depot
from documents.differences import Difference, Rapprochement, rapprocher
from documents.moteur.ouverture import OutilAbsent
from documents.pdf import MiseEnPageImpossible
from documents.signatures import type_de_scan
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.vocabulaire import IssueVote
from workflows.depots.inscription import Fichier
from workflows.regles.signature import document_du_projet

DIFFERENCES_GARDEES = 200


class Comparaison(NamedTuple):
    """`reference` : ce à quoi le texte est comparé, qui se montre encore quand sa lecture est finie.

    `original_id` : le document à côté duquel le fichier se range. `texte_vote` : la référence est ce que
    l'assemblée a adopté.
    """

    reference: Document
    original_id: UUID
    territoire_code: str
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
    rapproche = _rapprocher(depot, reference, fichier)
    territoire = original.demarche.territoire_code
    return Comparaison(reference, original.id, territoire, vote is not None, *rapproche)


def texte_vote(original: Document) -> Document | None:
    """La convention que l'assemblée a adoptée, pour un document qui est une convention."""
    demarche = original.demarche
    projets = [p for p in projets_adoptes(demarche) if p.avenant_numero is None]
    return document_du_projet(demarche, projets[-1]) if original.code == "D16" and projets else None


def projets_adoptes(demarche: Demarche) -> list[ProjetConvention]:
    """La convention puis ses avenants, tels que l'assemblée les a votés."""
    votes = {d.projet_version for d in demarche.deliberations if d.issue is IssueVote.ADOPTEE}
    return [p for p in demarche.projets if p.version in votes]


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
