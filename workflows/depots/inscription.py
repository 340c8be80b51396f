"""Inscrire un fichier reçu : au dépôt sous son empreinte, et au dossier comme document déposé."""

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from sqlmodel import Session, col, or_, select

from documents.contextes.sujets import version_suivante
from documents.depot import Depot
from documents.differences import PDF
from documents.moteur.archive import empreinte_du_document
from documents.moteur.environnement import caracteres_permis
from documents.pdf import TYPE_MIME_PDF
from documents.production import TYPE_MIME, chemin_lisible, nom_de_fichier
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.vocabulaire import OrigineDocument
from workflows.commandes.bordereau import Auteur

LONGUEUR_D_OBJET, LONGUEUR_DE_NOM = 120, 200
TYPE_MIME_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Fichier(NamedTuple):
    """Un fichier et le nom qu'on lui a donné : le nom ne prouve rien, les octets si."""

    nom: str
    octets: bytes

    @property
    def empreinte(self) -> str:
        return hashlib.sha256(self.octets).hexdigest()

    @property
    def empreinte_du_contenu(self) -> str:
        """Celle des parties dépliées ; celle du fichier s'il n'est pas une archive."""
        try:
            return empreinte_du_document(self.octets)
        except (zipfile.BadZipFile, zlib.error, ValueError):
            return self.empreinte


class Classement(NamedTuple):
    """Sous quel code et quel objet le document reçu se range ; l'identifiant de l'original s'il en a un."""

    code: str
    titre: str
    objet: str
    original: str = ""


def document_identique(session: Session, recu: Fichier) -> Document | None:
    """Le plus ancien document de la base qui a les mêmes octets ou, à la compression près, le même contenu."""
    requete = select(Document).where(
        or_(
            col(Document.empreinte_fichier) == recu.empreinte,
            col(Document.empreinte_contenu) == recu.empreinte_du_contenu,
        )
    )
    return session.exec(requete.order_by(col(Document.produit_le)).limit(1)).first()


def inscrire(
    session: Session,
    depot: Depot,
    demarche: Demarche,
    recu: Fichier,
    *,
    classement: Classement,
    auteur: Auteur,
    memoire: Mapping[str, Any] | None = None,
) -> Document:
    """Range les octets et inscrit le document, d'origine « déposé ». Rien de ce qui existe n'est touché.

    La démarche est déjà réservée : deux dépôts du même fichier n'en font qu'un. `memoire` : ce qu'il faut garder
    de plus sur lui.
    """
    empreinte = depot.ranger(recu.octets)
    document = Document(
        demarche_id=demarche.id,
        origine=OrigineDocument.DEPOSE,
        etape=demarche.etape,
        date_document=auteur.le,
        taille_octets=len(recu.octets),
        empreinte_fichier=empreinte,
        empreinte_contenu=recu.empreinte_du_contenu,
        donnees={**_provenance(recu, classement, auteur), **(memoire or {})},
        produit_le=auteur.saisi_le,
        **_noms(demarche, recu, classement, auteur),
    )
    demarche.documents.append(document)
    session.flush()
    depot.publier(empreinte, chemin_lisible(demarche, document))
    return document


def _noms(demarche: Demarche, recu: Fichier, classement: Classement, auteur: Auteur) -> dict[str, Any]:
    objet = classement.objet[:LONGUEUR_D_OBJET]
    version = version_suivante(demarche, classement.code, objet)
    nom = PurePath(nom_de_fichier(auteur.le, classement.code, demarche.territoire_code, objet, version))
    type_mime, suffixe = _genre_de(recu)
    return {
        "code": classement.code,
        "titre": classement.titre,
        "objet": objet,
        "version": version,
        "nom_fichier": str(nom.with_suffix(suffixe)),
        "type_mime": type_mime,
    }


def _genre_de(recu: Fichier) -> tuple[str, str]:
    """Le type et le suffixe, d'après les octets : PDF, classeur Excel, sinon Word."""
    if recu.octets.startswith(PDF):
        return TYPE_MIME_PDF, ".pdf"
    return (TYPE_MIME_EXCEL, ".xlsx") if b"xl/workbook.xml" in recu.octets else (TYPE_MIME, ".docx")


def _provenance(recu: Fichier, classement: Classement, auteur: Auteur) -> dict[str, str]:
    """Ce que l'on sait du fichier : le nom qu'il portait, qui l'a déposé, le document qu'il reprend."""
    provenance = {"fichier": caracteres_permis(recu.nom)[:LONGUEUR_DE_NOM], "par": auteur.par}
    return provenance | ({"original": classement.original} if classement.original else {})
