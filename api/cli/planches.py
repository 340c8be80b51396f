"""`jalons planches` : voir chaque document du catalogue en image, sur une page."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Annotated

import typer

from api.cli.outils import console, session_de_lecture
from documents.depot import Depot
from documents.moteur.ouverture import apercus, ouvrir
from documents.production import TYPE_MIME
from modeles.configuration import configuration
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.requetes import tous_les_documents


def planches(
    vers: Annotated[Path, typer.Option("--vers", metavar="DOSSIER", help="Où écrire les images.")] = Path(
        "planches"
    ),
) -> None:
    """Rend un document de chaque sorte en images, et les réunit dans DOSSIER/index.html.

    Il faut LibreOffice et pdftoppm. Les documents sont pris parmi ceux que la base contient.
    """
    with session_de_lecture() as session:
        exemplaires = {d.code: d for d in tous_les_documents(session) if d.type_mime == TYPE_MIME}
    if not exemplaires:
        raise Introuvable(
            "Il n'y a aucun document à montrer.",
            "La base n'en contient pas encore.",
            "Jouez la démonstration (jalons demo), puis recommencez.",
        )
    vers.mkdir(parents=True, exist_ok=True)
    fichiers = [_copier(document, vers) for _, document in sorted(exemplaires.items())]
    ouverture = ouvrir(fichiers, vers)
    for defaut in ouverture.defauts:
        console.print(f"À corriger : {defaut}")
    pages = [page for pdf in ouverture.pdf for page in apercus(pdf, vers)]
    (vers / "index.html").write_text(_planche(pages), encoding="utf-8")
    console.print(f"{len(fichiers)} documents, {len(pages)} pages : {vers / 'index.html'}")
    if ouverture.defauts:
        raise typer.Exit(1)


def _copier(document: Document, vers: Path) -> Path:
    copie = vers / f"{document.code} {document.titre}.docx"
    copie.write_bytes(Depot(configuration().donnees).lire(document.empreinte_fichier))
    return copie


def _planche(pages: Iterable[Path]) -> str:
    figures = "\n".join(
        f'<figure><img src="{escape(page.name)}" alt=""><figcaption>{escape(page.stem)}</figcaption></figure>'
        for page in pages
    )
    return (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Les documents de Jalons</title>'
        "<style>body{background:#ddd;font-family:Arial,sans-serif}figure{display:inline-block;margin:8px;"
        "vertical-align:top}img{width:400px;background:#fff}</style>"
        f"<h1>Les documents de Jalons</h1>\n{figures}\n</html>\n"
    )
