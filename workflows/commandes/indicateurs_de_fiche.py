"""Les indicateurs d'une fiche action : ce qu'on en saisit, et ce que le catalogue en dit."""

from typing import Annotated, Any, TypeVar

from pydantic import Field

from modeles.fiche import LigneBudget
from modeles.indicateur import Cible, Indicateur
from modeles.reference.catalogues import SEUIL_ORANGE, SEUIL_VERT, PourCent, agregation_de
from modeles.reference.registre import registre
from workflows.commandes.bordereau import Bordereau
from workflows.commandes.champs import Annee, Chose, Designe, EnForme, Forme, Muet, Paragraphe, ParCle, Texte

Ligne = TypeVar("Ligne", LigneBudget, Indicateur)


class SaisieIndicateur(Bordereau):
    """Ce qui n'est pas donné vient du catalogue, si le code y est."""

    code: Texte = Field(title="Code", description="Court, par exemple MEN.")
    libelle: Texte = Field(title="Ce que l'on mesure")
    definition: Paragraphe = Field(default="", title="Définition")
    type: Annotated[str, Designe(Chose.TYPE_D_INDICATEUR), Muet()] = Field(
        default="realisation", title="Type"
    )
    niveau: Annotated[str, Muet()] = Field(default="local", title="Niveau")
    formule: Annotated[str, Designe(Chose.FORMULE), Muet()] = Field(default="comptage", title="Formule")
    unite: Texte = Field(title="Unité", description="Par exemple : ménages, places, %.")
    source: str = Field(default="", title="D'où vient le chiffre")
    sens: Annotated[str, Designe(Chose.SENS), Muet()] = Field(default="hausse_favorable", title="Sens")
    numerateur: str | None = Field(default=None, title="Numérateur", description="Un code, ou sa définition.")
    denominateur: str | None = Field(default=None, title="Dénominateur")
    periode: Annotated[str, Designe(Chose.PERIODE), Muet()] = Field(default="annee", title="Période")
    periodicite: Annotated[str, Muet()] = Field(default="annuelle", title="Périodicité")
    producteur: str = Field(default="", title="Qui produit le chiffre")
    sous_population_de: str | None = Field(default=None, title="Compte une partie de")
    suite_de: str | None = Field(default=None, title="Étape qui le précède")
    population: Annotated[str, Muet()] | None = Field(default=None, title="Population de référence")
    agregation: Annotated[str, Designe(Chose.AGREGATION), Muet()] = Field(
        default="somme", title="Addition entre territoires"
    )
    seuil_secret: Annotated[int, Field(ge=0, le=100)] | None = Field(default=None, title="Seuil de secret")
    seuil_vert: Annotated[PourCent, Muet()] = Field(
        default=SEUIL_VERT, title="Vert à partir de", description="En % de la cible."
    )
    seuil_orange: Annotated[PourCent, Muet()] = Field(default=SEUIL_ORANGE, title="Orange à partir de")
    cibles: Annotated[
        dict[Annee, Annotated[int, Field(ge=0, le=10**12), EnForme(Forme.CENTIEMES)]], ParCle(Chose.ANNEE)
    ] = Field(default_factory=dict, title="Cibles")


# Ce qui garde sa clé est modifié en place : le supprimer pour le recréer perdrait la ligne.
def remplir(ligne: Ligne, saisie: Bordereau) -> Ligne:
    for champ, valeur in saisie.model_dump(exclude={"cibles"}).items():
        setattr(ligne, champ, valeur)
    return ligne


def ecrire_indicateur(indicateur: Indicateur, saisie: SaisieIndicateur) -> Indicateur:
    """Écrit dans l'indicateur ce qui est saisi et ce que le catalogue complète ; une cible gardée est modifiée."""
    connues = {cible.annee: cible for cible in indicateur.cibles}
    indicateur.cibles = [
        connues.get(a) or Cible(indicateur_id=indicateur.id, annee=a, valeur_centiemes=v)
        for a, v in saisie.cibles.items()
    ]
    for cible in indicateur.cibles:
        cible.valeur_centiemes = saisie.cibles[cible.annee]
    return remplir(indicateur, _completer(saisie))


def _completer(saisie: SaisieIndicateur) -> SaisieIndicateur:
    """La saisie et, pour ce qu'elle ne dit pas, la définition du catalogue."""
    connus: dict[str, Any] = {"agregation": agregation_de(saisie.formule).value}
    if definition := registre().definition(saisie.code):
        catalogue = registre().catalogue_de(saisie.code)
        for source in (catalogue, definition):
            connus |= source.model_dump(mode="json", exclude_none=True) if source else {}
        connus["agregation"] = definition.addition.value
    champs = set(SaisieIndicateur.model_fields) - saisie.model_fields_set
    return saisie.model_copy(update={c: v for c, v in connus.items() if c in champs})
