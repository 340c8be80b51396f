"""Chaque document que Jalons sait écrire, un exemplaire de chacun, pour un dossier d'essai.

Ceux des gestes, ceux à la demande, le formulaire de fiche nu et commenté, le guide des gabarits : un document qui
entre au catalogue entre ici, et dans tout ce qui s'y éprouve. `python -m tests.documents.tout_le_catalogue` dit
l'empreinte de chacun, pour qu'un autre processus compare.
"""

import json
import sys
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from documents.a_la_demande import A_LA_DEMANDE, composer_a_la_demande
from documents.catalogue import CATALOGUE
from documents.formulaires.commentaires import Commentaire
from documents.formulaires.ecriture import composer_formulaire
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.guide import guide_des_gabarits
from documents.moteur.gabarit import DocumentCompose
from documents.production import composer_document
from documents.repertoire import FORMULAIRE
from modeles.demarche import Demarche
from tests.documents.fabriques_a_la_demande import DOSSIERS, LE_8_AVRIL, contextes
from tests.documents.fabriques_documents import commandes

COMMENTE, GUIDE = f"{FORMULAIRE.code} commenté", "MODE_D_EMPLOI"
NOMS = [*CATALOGUE, *A_LA_DEMANDE, FORMULAIRE.code, COMMENTE, GUIDE]
COMMENTAIRE = Commentaire(
    "titre", "Camille Exemple", datetime(2026, 3, 2, 9, tzinfo=UTC), "À préciser & dater."
)


@cache
def tout_le_catalogue(dossier: str = "complet") -> dict[str, DocumentCompose]:
    """Par nom, dans l'ordre de `NOMS` ; deux appels donnent les mêmes octets, dans deux processus aussi."""
    demarche = _sans_hasard(DOSSIERS[dossier]())
    tous = dict(_des_gestes(demarche))
    for code, contexte in contextes(dossier).items():
        tous[code] = composer_a_la_demande(code, contexte, LE_8_AVRIL, DOSSIER_DES_GABARITS)
    tous[FORMULAIRE.code] = _formulaire(demarche, LE_8_AVRIL)
    tous[COMMENTE] = _formulaire(demarche, LE_8_AVRIL, COMMENTAIRE)
    tous[GUIDE] = guide_des_gabarits()
    return {nom: tous[nom] for nom in NOMS}


def _sans_hasard(demarche: Demarche) -> Demarche:
    """Les identifiants que les documents portent ne sont pas tirés au sort."""
    for rang, fiche in enumerate(demarche.fiches, 1):
        fiche.id = UUID(int=rang)
    return demarche


def _des_gestes(demarche: Demarche) -> list[tuple[str, DocumentCompose]]:
    """Le dernier exemplaire de chaque code, le plus rempli."""
    return [
        (production.code, composer_document(demarche, passage, production, DOSSIER_DES_GABARITS)[0])
        for passage, production in commandes(demarche)
    ]


def _formulaire(demarche: Demarche, le: date, *commentaires: Commentaire) -> DocumentCompose:
    return composer_formulaire(demarche, demarche.fiches[0], le, DOSSIER_DES_GABARITS, commentaires)


if __name__ == "__main__":
    empreintes = {nom: document.empreinte_fichier for nom, document in tout_le_catalogue().items()}
    sys.stdout.write(json.dumps(empreintes))
