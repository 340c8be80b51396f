"""La liasse : des documents réunis en une seule archive, rangés comme dans le dossier lisible."""

import io
from collections.abc import Iterable, Mapping
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


def reunir(
    documents: Iterable[Document], depot: Depot, autres: Mapping[PurePosixPath, bytes] | None = None
) -> bytes:
    """L'archive zip des documents, chacun sous son territoire et son étape, empreinte vérifiée.

    `autres` : ce qui s'y ajoute sans être au dépôt (brouillons, PDF). Lève `FichierAbsent` ou `FichierAltere` si un
    document n'est plus tel qu'il a été rangé.
    """
    ranges = {chemin_lisible(d.demarche, d): d.empreinte_fichier for d in documents}
    ajoutes = autres or {}
    tampon = io.BytesIO()
    with ZipFile(tampon, "w", ZIP_DEFLATED) as archive:
        for chemin in sorted({*ranges, *ajoutes}):
            octets = ajoutes[chemin] if chemin in ajoutes else depot.lire(ranges[chemin])
            archive.writestr(_entree(chemin), octets)
    return tampon.getvalue()


def _entree(chemin: PurePosixPath) -> ZipInfo:
    entree = ZipInfo(str(chemin), DATE_FIXE)
    entree.compress_type = ZIP_DEFLATED
    return entree
