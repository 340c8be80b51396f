"""Prendre un indicateur d'un catalogue pendant qu'on écrit une fiche."""

from api.pages.formulaires.formulaire import Formulaire
from api.pages.formulaires.libelles import Option
from modeles.reference.catalogues import CatalogueIndicateurs, StatutCatalogue
from modeles.reference.registre import registre

DU_CATALOGUE = "catalogue"
# Une proposition locale n'est jamais présentée comme officielle.
STATUTS = {
    StatutCatalogue.OFFICIEL: "officiel",
    StatutCatalogue.HISTORIQUE: "historique",
    StatutCatalogue.PROPOSITION_LOCALE: "proposition locale, non officielle",
}


def choix_du_catalogue(millesime: str, sous_axe: str) -> tuple[Option, ...]:
    """Les indicateurs qui conviennent à ce sous-axe, sous le nom et le statut de leur catalogue."""
    return tuple(
        Option(i.code, f"{i.libelle} ({i.unite})", f"{catalogue.libelle} ({STATUTS[catalogue.statut]})")
        for catalogue in registre().catalogues.values()
        if _convient(catalogue, millesime)
        for i in catalogue.indicateurs
        if not sous_axe or i.sous_axe in (None, sous_axe)
    )


def _convient(catalogue: CatalogueIndicateurs, millesime: str) -> bool:
    return catalogue.referentiel in (None, millesime)


def ajouter_du_catalogue(formulaire: Formulaire) -> None:
    """Ouvre la ligne de l'indicateur choisi ; ce que la ligne ne dit pas viendra du catalogue."""
    code = formulaire.saisie.texte("_catalogue")
    definition = registre().definition(code)
    champ = next(c for c in formulaire.champs if c.nom == "indicateurs")
    deja = {formulaire.saisie.texte(f"indicateurs.{r}.code") for r in formulaire.saisie.rangs("indicateurs")}
    if definition is None or code in deja:
        return
    rang = formulaire.saisie.ajouter_une_ligne("indicateurs", champ.champs)
    connus = {"code": code, "libelle": definition.libelle, "unite": definition.unite}
    formulaire.saisie.valeurs |= {f"indicateurs.{rang}.{nom}": [texte] for nom, texte in connus.items()}
