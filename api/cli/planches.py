"""`jalons planches` : voir chaque document en image, sur une page."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Annotated

import typer

from api.cli.outils import console, session_de_lecture
from documents.depot import Depot
from documents.exemples import exemple
from documents.formats import nom_de_fichier
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.guide import guide_des_gabarits
from documents.moteur.ouverture import apercus, ouvrir
from documents.production import TYPE_MIME
from documents.repertoire import REPERTOIRE, DocumentEcrit
from modeles.configuration import configuration
from modeles.document import Document
from modeles.requetes import tous_les_documents


def planches(
    vers: Annotated[Path, typer.Option("--vers", metavar="DOSSIER", help="Où écrire les images.")] = Path(
        "planches"
    ),
) -> None:
    """Rend chaque document du répertoire en images, et les réunit dans DOSSIER/index.html.

    Il faut LibreOffice et pdftoppm. Chaque document est pris dans la base ; s'il n'y est pas, un exemple est composé.
    """
    with session_de_lecture() as session:
        de_la_base = {d.code: d for d in tous_les_documents(session) if d.type_mime == TYPE_MIME}
    vers.mkdir(parents=True, exist_ok=True)
    fichiers = [_ecrire(modele, de_la_base.get(modele.code), vers) for modele in REPERTOIRE.values()]
    guide = vers / "GUIDE Mode d'emploi des gabarits.docx"
    guide.write_bytes(guide_des_gabarits().octets)
    ouverture = ouvrir([*fichiers, guide], vers)
    for defaut in ouverture.defauts:
        console.print(f"À corriger : {defaut}")
    pages = [page for pdf in ouverture.pdf for page in apercus(pdf, vers)]
    (vers / "index.html").write_text(_planche(pages), encoding="utf-8")
    console.print(f"{len(fichiers) + 1} documents, {len(pages)} pages : {vers / 'index.html'}")
    if ouverture.defauts:
        raise typer.Exit(1)


def _ecrire(modele: DocumentEcrit, document: Document | None, vers: Path) -> Path:
    """Le dernier de la base, ou un exemple ; le nom dit lequel des deux."""
    suite = "" if document else " (exemple)"
    fichier = vers / f"{modele.code} {nom_de_fichier(modele.titre)}{suite}.docx"
    depot = Depot(configuration().donnees)
    octets = depot.lire(document.empreinte_fichier) if document else exemple(modele, DOSSIER_DES_GABARITS)
    fichier.write_bytes(octets)
    return fichier


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
