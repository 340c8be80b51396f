"""`jalons indicateurs catalogue` : les listes d'indicateurs, et en importer une."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.groupe import Commande, Groupe
from api.cli.outils import EnJson, console, creer_fichier, dire_en_json, lire_texte, tableau
from documents.formats import accorder
from modeles.configuration import configuration
from modeles.erreurs import SaisieInvalide
from modeles.reference.catalogues import StatutCatalogue
from modeles.reference.import_de_catalogue import Entete, ecrire_le_catalogue, verifier_le_catalogue
from modeles.reference.registre import DOSSIER_LIVRE, registre

application = typer.Typer(cls=Groupe, no_args_is_help=True, help="Les catalogues d'indicateurs.")


@application.command(cls=Commande)
def lister(en_json: EnJson = False) -> None:
    """Montre les catalogues, leur statut et leurs indicateurs."""
    catalogues = list(registre().catalogues.values())
    if en_json:
        elements = [c.model_dump(mode="json", by_alias=True, exclude_none=True) for c in catalogues]
        dire_en_json({"elements": elements, "total": len(elements)})
        return
    grille = tableau("Catalogue", "Statut", "Code", "Indicateur", "Formule", "Unité")
    for catalogue in catalogues:
        for i in catalogue.indicateurs:
            statut = catalogue.statut.value.replace("_", " ")
            grille.add_row(catalogue.code, statut, i.code, escape(i.libelle), i.formule.value, i.unite)
    console.print(grille)


@application.command(cls=Commande)
def importer(
    fichier: Annotated[Path, typer.Argument(metavar="FICHIER.csv", help="Un indicateur par ligne.")],
    *,
    code: Annotated[str, typer.Option("--code", help="Le code du catalogue, par exemple cls_2026.")],
    libelle: Annotated[str, typer.Option("--libelle", help="Son nom.")],
    source: Annotated[str, typer.Option("--source", help="D'où il vient.")],
    statut: Annotated[StatutCatalogue, typer.Option("--statut", help="Ce qu'il vaut.")],
    referentiel: Annotated[str | None, typer.Option("--referentiel", help="Par exemple pacte_2024.")] = None,
) -> None:
    """Vérifie le tableau parmi toutes les données, dit toutes ses fautes, et l'ajoute au dossier de référence."""
    dossier, nom = _dossier_de_reference(), f"{_permis(code)}.toml"
    entete = Entete(code, libelle, statut, source, _niveau(statut), referentiel=referentiel)
    toml = ecrire_le_catalogue(fichier.name, lire_texte(fichier), entete)
    verifier_le_catalogue(nom, toml, DOSSIER_LIVRE, dossier)
    (dossier / "indicateurs").mkdir(exist_ok=True)
    creer_fichier(dossier / "indicateurs" / nom, toml.encode())
    nombre = toml.count("[[indicateur]]")
    console.print(f"{accorder(nombre, 'indicateur ajouté', 'indicateurs ajoutés')} ; redémarrez Jalons.")


def _dossier_de_reference() -> Path:
    dossier = configuration().reference
    if dossier is None:
        raise SaisieInvalide(
            "Le catalogue n'a pas d'endroit où aller.",
            "Le réglage JALONS_REFERENCE ne nomme aucun dossier.",
            "Créez un dossier, donnez son chemin dans JALONS_REFERENCE, puis recommencez.",
        )
    return dossier


def _niveau(statut: StatutCatalogue) -> str:
    return "local" if statut is StatutCatalogue.PROPOSITION_LOCALE else "national"


def _permis(code: str) -> str:
    if code and all(c.isascii() and (c.isalnum() or c in "_-") for c in code):
        return code
    raise SaisieInvalide(
        f"« {code[:40]} » ne peut pas être le code d'un catalogue.",
        "Il nomme aussi son fichier.",
        "N'employez que des lettres sans accent, des chiffres, « _ » et « - ».",
    )
