"""La liasse : des documents réunis en une seule archive, rangés comme dans le dossier lisible."""

import io
from collections.abc import Iterable
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from documents.depot import Depot
from documents.production import chemin_lisible
from modeles.document import Document

# La même liasse donne les mêmes octets : l'archive ne garde pas l'heure de sa fabrication.
DATE_FIXE = (1980, 1, 1, 0, 0, 0)


def dernieres_versions(documents: Iterable[Document]) -> list[Document]:
    """Le dernier de chaque document (code et objet), d'une suite rangée par ordre de production."""
    return list({(d.demarche_id, d.code, d.objet): d for d in documents}.values())


def reunir(documents: Iterable[Document], depot: Depot) -> bytes:
    """L'archive zip des documents, chacun sous son territoire et son étape, empreinte vérifiée.

    Lève `FichierAbsent` ou `FichierAltere` si l'un d'eux n'est plus dans le dépôt.
    """
    rangees = sorted((chemin_lisible(d.demarche, d), d.empreinte_fichier) for d in documents)
    tampon = io.BytesIO()
    with ZipFile(tampon, "w", ZIP_DEFLATED) as archive:
        for chemin, empreinte in rangees:
            archive.writestr(_entree(chemin), depot.lire(empreinte))
    return tampon.getvalue()


def _entree(chemin: PurePosixPath) -> ZipInfo:
    entree = ZipInfo(str(chemin), DATE_FIXE)
    entree.compress_type = ZIP_DEFLATED
    return entree
