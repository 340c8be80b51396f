"""`jalons documents deposer` : garder un document repris à la main ou signé, et montrer ce qui diffère."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.outils import (
    EnJson,
    Par,
    auteur_demande,
    dire_en_json,
    lire_fichier,
    session_d_ecriture,
    session_de_lecture,
)
from api.schemas.depots import ComparaisonVue, DocumentDeposeVu
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from documents.formats import accorder
from modeles.configuration import configuration
from modeles.erreurs import SaisieInvalide
from workflows.commandes.bordereau import Auteur
from workflows.depots.comparaison import comparer
from workflows.depots.documents import deposer_a_cote, document_designe
from workflows.depots.inscription import Fichier

# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
phrases = Console(soft_wrap=True, highlight=False)


def deposer(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le document modifié ou signé.")],
    document: Annotated[
        str, typer.Option("--document", metavar="ID", help="L'identifiant du document d'origine.")
    ],
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Garde un document modifié à la main ou signé à côté de l'original, et montre ce qui diffère."""
    auteur = Auteur(auteur_demande(par), aujourd_hui(), instant_present())
    recu = Fichier(fichier.name, lire_fichier(fichier))
    depot, identifiant = Depot(configuration().donnees), _identifiant(document)
    with session_de_lecture() as session:
        comparaison = comparer(depot, document_designe(session, identifiant), recu)
    with session_d_ecriture() as session:
        original = document_designe(session, identifiant)
        depose = deposer_a_cote(session, depot, original, recu, auteur, comparaison=comparaison)
        vu = DocumentDeposeVu.depuis_le_depot(depose)
    if en_json:
        dire_en_json(vu)
    else:
        _montrer(vu)


def _identifiant(texte: str) -> UUID:
    try:
        return UUID(texte)
    except ValueError:
        raise SaisieInvalide(
            f"« {texte[:60]} » n'est pas l'identifiant d'un document.",
            "Un identifiant s'écrit en trente-deux chiffres et lettres, avec des tirets.",
            "« jalons documents TERRITOIRE --json » donne l'identifiant de chacun.",
        ) from None


def _montrer(vu: DocumentDeposeVu) -> None:
    suite = "Ce fichier est déjà connu : c'est" if vu.deja else "Gardé sous"
    phrases.print(escape(f"{suite} {vu.document.nom_fichier}"))
    montrer_la_comparaison(vu)


def montrer_la_comparaison(vu: ComparaisonVue) -> None:
    """La référence, ce qui n'a pas pu être comparé, puis chaque différence."""
    phrases.print(escape(f"Comparé {'au texte voté' if vu.texte_vote else 'à'} {vu.reference.nom_fichier}"))
    for avertissement in vu.avertissements:
        phrases.print(f"  ! {escape(avertissement)}", style="yellow")
    for difference in vu.differences:
        phrases.print("")
        if difference.avant:
            phrases.print(f"  - {escape(difference.avant)}", style="red")
        if difference.apres:
            phrases.print(f"  + {escape(difference.apres)}", style="green")
    if vu.differences:
        phrases.print(f"\n{accorder(len(vu.differences), 'passage diffère', 'passages diffèrent')}.")
    elif not vu.avertissements:
        phrases.print("Le texte est le même.")
