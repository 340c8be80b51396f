"""`jalons documents` : les documents d'un territoire, leurs copies, leurs PDF, les exemplaires signés."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli.archiver import archiver
from api.cli.attendus import brouillon, manquants
from api.cli.depots import deposer
from api.cli.exemplaires import deposer_signe
from api.cli.groupe import Commande, Groupe
from api.cli.outils import (
    EnJson,
    Territoire,
    console,
    dire_en_json,
    session_de_lecture,
    tableau,
)
from api.fichiers import nom_du_pdf, octets_de, pdf_de
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu
from documents.formats import accorder, date_courte, octets_lisibles
from documents.production import TYPE_MIME
from modeles.document import Document
from modeles.erreurs import Introuvable, SaisieInvalide
from modeles.requetes_suivi import documents_de
from workflows.dossier import demarche_du_territoire

# Une phrase ne se coupe pas à la largeur du terminal : on doit pouvoir la copier.
phrases = Console(soft_wrap=True, highlight=False)


class GroupeDesDocuments(Groupe):
    """`jalons documents Gers` liste, comme `jalons documents lister Gers` : c'est le geste de tous les jours."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["lister", *args]
        return list(super().parse_args(ctx, args))


application = typer.Typer(
    cls=GroupeDesDocuments,
    no_args_is_help=True,
    help="Les documents d'un territoire : liste (jalons documents TERRITOIRE), PDF, exemplaires signés.",
)


for commande in (archiver, brouillon, deposer, deposer_signe, manquants):
    application.command(cls=Commande)(commande)


@application.command(cls=Commande)
def lister(
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
        _ecrire(vers, ((d.nom_fichier, octets_de(d)) for d in trouves))
    if en_json:
        vus = [DocumentVu.depuis(d, demarche.territoire_code) for d in trouves]
        dire_en_json(Elements(elements=vus, total=len(vus)))
        return
    console.print(_grille(trouves))
    copies = f" copiés dans {vers}" if vers else ""
    console.print(escape(f"{accorder(len(trouves), 'document', 'documents')}{copies}."))


@application.command(cls=Commande)
def pdf(
    territoire: Territoire,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="ID", help="Son identifiant, son code ou le nom de son fichier."),
    ] = None,
    vers: Annotated[
        Path, typer.Option("--vers", metavar="DOSSIER", help="Où les écrire ; par défaut, ici.")
    ] = Path(),
) -> None:
    """Met en PDF les documents d'un territoire, en dernière version, ou celui que l'on désigne."""
    with session_de_lecture() as session:
        tous = documents_de(session, demarche_du_territoire(session, territoire).id)
    voulus = _designes(tous, document) if document else _dernieres_versions(tous)
    _ecrire(vers, zip(map(nom_du_pdf, voulus), pdf_de(voulus), strict=True))
    phrases.print(escape(f"{accorder(len(voulus), 'PDF écrit', 'PDF écrits')} dans {vers.absolute()}."))


def _designes(tous: Sequence[Document], voulu: str) -> list[Document]:
    """La dernière version du document de ce code, ou celui qui a cet identifiant ou ce nom."""
    trouves = [d for d in tous if voulu in (str(d.id), d.nom_fichier)]
    trouves = trouves or [d for d in tous if d.code == voulu.upper()][-1:]
    if not trouves:
        raise Introuvable(
            f"Aucun document « {voulu} » dans ce territoire.",
            "Ce n'est ni un identifiant, ni un code, ni un nom de fichier de ses documents.",
            "Consultez la liste : jalons documents TERRITOIRE --json.",
        )
    return trouves


def _dernieres_versions(tous: Sequence[Document]) -> list[Document]:
    """Les documents Word en vigueur : un exemplaire signé ne se remet pas en page."""
    return list({(d.code, d.objet): d for d in tous if d.type_mime == TYPE_MIME}.values())


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


def _ecrire(vers: Path, fichiers: Iterable[tuple[str, bytes]]) -> None:
    try:
        vers.mkdir(parents=True, exist_ok=True)
        for nom, octets in fichiers:
            (vers / nom).write_bytes(octets)
    except OSError as erreur:
        raise SaisieInvalide(
            f"Les documents ne peuvent pas être copiés dans « {vers} ».",
            f"{erreur.strerror}.",
            "Choisissez un autre dossier.",
        ) from None
