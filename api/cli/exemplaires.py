"""`jalons documents deposer-signe` : garder l'exemplaire signé de la convention, et dire ce qu'il porte."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.depots import montrer_la_comparaison, phrases
from api.cli.outils import (
    EnJson,
    Par,
    Territoire,
    auteur_demande,
    dire_en_json,
    lire_fichier,
    session_d_ecriture,
    session_de_lecture,
)
from api.schemas.depots import ExemplaireVu
from api.temps import aujourd_hui, instant_present
from documents.depot import Depot
from documents.signatures import Examen
from modeles.configuration import configuration
from workflows.commandes.bordereau import Auteur
from workflows.depots.exemplaires import comparer_l_exemplaire, deposer_l_exemplaire
from workflows.depots.inscription import Fichier
from workflows.dossier import demarche_du_territoire


def deposer_signe(
    territoire: Territoire,
    fichier: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Le PDF signé, ou l'exemplaire papier numérisé.")
    ],
    par: Par = None,
    en_json: EnJson = False,
) -> None:
    """Garde l'exemplaire signé de la convention ou d'un avenant, tel quel, et dit ce qui le distingue du texte voté."""
    auteur = Auteur(auteur_demande(par), aujourd_hui(), instant_present())
    recu = Fichier(fichier.name, lire_fichier(fichier))
    depot = Depot(configuration().donnees)
    with session_de_lecture() as session:
        comparaison = comparer_l_exemplaire(demarche_du_territoire(session, territoire), recu, depot)
    with session_d_ecriture() as session:
        demarche = demarche_du_territoire(session, territoire)
        depose = deposer_l_exemplaire(session, demarche, recu, auteur, depot, comparaison=comparaison)
        vu = ExemplaireVu.depuis_le_depot(depose)
    if en_json:
        dire_en_json(vu)
        return
    for phrase in (f"Gardé : {vu.document.nom_fichier}", *_phrases(vu.examen)):
        phrases.print(escape(phrase))
    montrer_la_comparaison(vu)


def _phrases(examen: Examen) -> list[str]:
    signatures = [
        " ".join(
            morceau
            for morceau in (
                f"- {champ.nom} :",
                champ.signataire or "signataire non nommé",
                f"le {champ.le}," if champ.le else "sans date,",
                f"couvre {champ.couvre}",
            )
        )
        for champ in examen.signatures
    ]
    return [
        examen.constat,
        *signatures,
        *examen.integrite,
        *(f"Attention : {a}" for a in examen.avertissements),
    ]
