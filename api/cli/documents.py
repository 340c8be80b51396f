"""`jalons documents` : les documents d'un territoire, et leurs copies."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli.outils import EnJson, Territoire, console, dire_en_json, session_de_lecture, tableau
from api.fichiers import octets_de
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu
from documents.formats import accorder, date_courte, octets_lisibles
from modeles.document import Document
from modeles.erreurs import SaisieInvalide
from modeles.requetes_suivi import documents_de
from workflows.dossier import demarche_du_territoire


def documents(
    territoire: Territoire,
    vers: Annotated[
        Path | None,
        typer.Option("--vers", metavar="DOSSIER", help="Copie aussi les fichiers dans ce dossier."),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Liste les documents d'un territoire, toutes versions ; les copie si on le demande."""
    with session_de_lecture() as session:
        demarche = demarche_du_territoire(session, territoire)
        trouves = documents_de(session, demarche.id)
    if vers is not None:
        _copier(trouves, vers)
    if en_json:
        vus = [DocumentVu.depuis(d, demarche.territoire_code) for d in trouves]
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    console.print(_grille(trouves))
    copies = f" copiés dans {vers}" if vers else ""
    console.print(escape(f"{accorder(len(trouves), 'document', 'documents')}{copies}."))


def _grille(trouves: Sequence[Document]) -> Table:
    grille = tableau("Étape", "Code", "Document", "Version", "Date", "Taille")
    for d in trouves:
        grille.add_row(
            d.etape.libelle,
            d.code,
            escape(f"{d.titre}, {d.objet}" if d.objet else d.titre),
            str(d.version),
            date_courte(d.date_document),
            octets_lisibles(d.taille_octets),
        )
    return grille


def _copier(trouves: Sequence[Document], vers: Path) -> None:
    try:
        vers.mkdir(parents=True, exist_ok=True)
        for document in trouves:
            (vers / document.nom_fichier).write_bytes(octets_de(document))
    except OSError as erreur:
        raise SaisieInvalide(
            f"Les documents ne peuvent pas être copiés dans « {vers} ».",
            f"{erreur.strerror}.",
            "Choisissez un autre dossier.",
        ) from None
