"""`jalons planches` : voir chaque document en image, sur une page."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from sqlmodel import Session, select

from api.cli.outils import console, session_de_lecture
from api.gabarits import dossier_des_gabarits
from api.syntheses import synthese_regionale
from api.temps import aujourd_hui
from documents.depot import Depot
from documents.exemples import exemple
from documents.formats import nom_de_fichier
from documents.gabarits import DOSSIER_DES_GABARITS
from documents.guide import guide_des_gabarits
from documents.moteur.ouverture import apercus, ouvrir
from documents.production import TYPE_MIME
from documents.repertoire import FORMULAIRE, REPERTOIRE, DocumentEcrit
from modeles.configuration import configuration
from modeles.demarche import Demarche
from modeles.requetes import tous_les_documents
from workflows.depots.fiches import exporter_la_fiche

SYNTHESE = "D15"


def planches(
    vers: Annotated[Path, typer.Option("--vers", metavar="DOSSIER", help="Où écrire les images.")] = Path(
        "planches"
    ),
) -> None:
    """Rend chaque document du répertoire en images, et les réunit dans DOSSIER/index.html.

    Il faut LibreOffice et pdftoppm. Chaque document est pris dans la base ; s'il n'y est pas, un exemple est composé.
    """
    with session_de_lecture() as session:
        de_la_base = _de_la_base(session)
    vers.mkdir(parents=True, exist_ok=True)
    fichiers = [_ecrire(modele, de_la_base.get(modele.code), vers) for modele in REPERTOIRE.values()]
    guide = vers / "GUIDE Mode d'emploi des gabarits.docx"
    guide.write_bytes(guide_des_gabarits().octets)
    ouverture = ouvrir([*fichiers, guide], vers)
    for defaut in ouverture.defauts:
        console.print(f"À corriger : {defaut}")
    pages = [page for pdf in ouverture.pdf for page in apercus(pdf, vers)]
    (vers / "index.html").write_text(planche("Les documents de Jalons", pages), encoding="utf-8")
    console.print(f"{len(fichiers) + 1} documents, {len(pages)} pages : {vers / 'index.html'}")
    if ouverture.defauts:
        raise typer.Exit(1)


def _de_la_base(session: Session) -> dict[str, bytes]:
    """Le dernier document de chaque code ; la synthèse et le formulaire, qui ne sont pas gardés, sont composés."""
    depot, jour = Depot(configuration().donnees), aujourd_hui()
    derniers = {d.code: d for d in tous_les_documents(session) if d.type_mime == TYPE_MIME}
    octets = {code: depot.lire(document.empreinte_fichier) for code, document in derniers.items()}
    demarche = next((d for d in session.exec(select(Demarche)) if d.fiches), None)
    if demarche is not None:
        region = demarche.territoire.region
        gabarits = dossier_des_gabarits(session, region)
        octets[FORMULAIRE.code] = exporter_la_fiche(demarche.fiches[0], jour, gabarits).octets
        octets[SYNTHESE] = synthese_regionale(session, region, jour).octets
    return octets


def _ecrire(modele: DocumentEcrit, octets: bytes | None, vers: Path) -> Path:
    """Le document de la base, ou un exemple ; le nom dit lequel des deux."""
    suite = "" if octets else " (exemple)"
    fichier = vers / f"{modele.code} {nom_de_fichier(modele.titre)}{suite}.docx"
    fichier.write_bytes(octets or exemple(modele, DOSSIER_DES_GABARITS))
    return fichier


def planche(titre: str, images: Iterable[Path]) -> str:
    """La page qui réunit des images rangées à côté d'elle."""
    figures = "\n".join(
        f'<figure><a href="{quote(x.name)}"><img src="{quote(x.name)}" alt="" loading="lazy"></a>'
        f"<figcaption>{escape(x.stem)}</figcaption></figure>"
        for x in images
    )
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{titre}</title>'
        "<style>body{background:#ddd;font-family:Arial,sans-serif}figure{display:inline-block;margin:8px;"
        "vertical-align:top}img{width:400px;background:#fff}</style>"
        f"<h1>{titre}</h1>\n{figures}\n</html>\n"
    )
