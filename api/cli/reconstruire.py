"""`jalons reconstruire` : remettre en ordre ce qui se déduit de la base."""

from typing import Annotated

import typer

from api.cli.outils import console, session_d_ecriture, session_de_lecture
from api.reveils import reveiller_ce_qui_attend
from documents.depot import Depot
from documents.formats import accorder
from documents.production import chemin_lisible
from modeles.configuration import configuration
from modeles.requetes import tous_les_documents
from workflows.effets import relancer_les_echecs


def reconstruire(
    echecs: Annotated[
        bool, typer.Option("--echecs", help="Remet aussi à faire les effets échoués, leur cause corrigée.")
    ] = False,
) -> None:
    """Rebâtit l'arbre lisible des documents et redemande à Prefect ce qui reste à faire.

    À lancer après la perte de la base de Prefect ou des documents lisibles, ou après une longue panne. Rien
    n'est produit deux fois : ce qui est fait est dans la base.
    """
    if echecs:
        with session_d_ecriture() as session:
            relances = accorder(relancer_les_echecs(session), "effet échoué remis", "effets échoués remis")
            console.print(f"{relances} à faire.")
    with session_de_lecture() as session:
        documents = tous_les_documents(session)
        Depot(configuration().donnees).rebatir(
            (d.empreinte_fichier, chemin_lisible(d.demarche, d)) for d in documents
        )
    console.print(f"{accorder(len(documents), 'document', 'documents')} à leur place dans l'arbre lisible.")
    reveillees = reveiller_ce_qui_attend("reconstruire")
    console.print(
        f"{sum(reveillees)} territoires réveillés sur {len(reveillees)} qui ont des suites à faire."
    )
    if not all(reveillees):
        console.print("Prefect ne répond pas : le filet les reprendra à son retour.")
