"""Garder un document qu'aucun effet n'a produit : une lettre, un état, un rapport demandés par quelqu'un."""

from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from documents.contextes.commun import ContexteDeDocument
from documents.contextes.sujets import version_suivante
from documents.depot import Depot
from documents.moteur.gabarit import DocumentCompose
from documents.production import TYPE_MIME, chemin_lisible, nom_de_fichier
from modeles.colonnes import maintenant
from modeles.demarche import Demarche
from modeles.document import Document


class DocumentFait(NamedTuple):
    """Un document composé, pas encore inscrit, et de quoi l'inscrire."""

    code: str
    titre: str
    objet: str
    le: date
    compose: DocumentCompose
    contexte: ContexteDeDocument
    gabarits: list[dict[str, Any]]


def inscrire_le_document(session: Session, demarche: Demarche, fait: DocumentFait, depot: Depot) -> Document:
    """Garde le document : une version de plus, jamais à la place d'une autre."""
    compose = fait.compose
    version = version_suivante(demarche, fait.code, fait.objet)
    document = Document(
        demarche_id=demarche.id,
        code=fait.code,
        titre=fait.titre,
        objet=fait.objet,
        version=version,
        etape=demarche.etape,
        date_document=fait.le,
        nom_fichier=nom_de_fichier(fait.le, fait.code, demarche.territoire_code, fait.objet, version),
        type_mime=TYPE_MIME,
        taille_octets=len(compose.octets),
        empreinte_fichier=depot.ranger(compose.octets),
        empreinte_contenu=compose.empreinte_contenu,
        empreinte_gabarit=compose.empreinte_gabarit,
        gabarits=fait.gabarits,
        donnees=fait.contexte.model_dump(mode="json"),
        produit_le=maintenant(),
    )
    demarche.documents.append(document)
    session.flush()
    depot.publier(compose.empreinte_fichier, chemin_lisible(demarche, document))
    return document
