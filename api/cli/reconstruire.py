"""`jalons reconstruire` : remettre en ordre ce qui se déduit de la base."""

from typing import Annotated

import typer
from rich.console import Console

from documents.depot import Depot
from documents.production import chemin_lisible
from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes import demarches_avec_effets, tous_les_documents
from workflows.effets import relancer_les_echecs
from workflows.reveil import reveiller_la_demarche

console = Console()


def reconstruire(
    echecs: Annotated[
        bool, typer.Option("--echecs", help="Remet aussi à faire les effets échoués, leur cause corrigée.")
    ] = False,
) -> None:
    """Rebâtit l'arbre lisible des documents et redemande à Prefect ce qui reste à faire.

    À lancer après la perte de la base de Prefect, d'un dossier de documents lisibles, ou d'une longue panne.
    Rien n'est produit deux fois : ce qui est fait est dans la base.
    """
    if echecs:
        with unite_de_travail() as session:
            console.print(f"{relancer_les_echecs(session)} effets échoués remis à faire.")
    with lecture() as session:
        depot = Depot(configuration().donnees)
        documents = tous_les_documents(session)
        depot.rebatir((d.empreinte_fichier, chemin_lisible(d.demarche, d)) for d in documents)
        console.print(f"{len(documents)} documents à leur place dans l'arbre lisible.")
        reveillees = [_reveiller(d) for d in demarches_avec_effets(session, maintenant())]
    console.print(
        f"{sum(reveillees)} territoires réveillés sur {len(reveillees)} qui ont des suites à faire."
    )
    if not all(reveillees):
        console.print("Prefect ne répond pas : le filet les reprendra à son retour.")


def _reveiller(demarche: Demarche) -> bool:
    return reveiller_la_demarche(demarche, f"reconstruire:{demarche.id}:{maintenant().isoformat()}")
