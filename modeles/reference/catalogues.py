"""Les listes que l'on choisit : indicateurs et types de partenaires."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from modeles.reference.socle import Fige, Texte


class StatutCatalogue(StrEnum):
    """Ce que vaut une liste d'indicateurs. Une proposition locale n'est jamais présentée comme officielle."""

    OFFICIEL = "officiel"
    HISTORIQUE = "historique"
    PROPOSITION_LOCALE = "proposition_locale"


class TypeIndicateur(StrEnum):
    REALISATION = "realisation"
    RESULTAT = "resultat"
    CONTEXTE = "contexte"


class Formule(StrEnum):
    COMPTAGE = "comptage"
    RATIO = "ratio"
    MOYENNE = "moyenne"
    DELAI_MOYEN = "delai_moyen"
    MONTANT = "montant"
    BINAIRE = "binaire"
    QUALITATIF = "qualitatif"


class Sens(StrEnum):
    HAUSSE_FAVORABLE = "hausse_favorable"
    BAISSE_FAVORABLE = "baisse_favorable"
    NEUTRE = "neutre"


class Periode(StrEnum):
    ANNEE = "annee"
    STOCK_AU_31_DECEMBRE = "stock_au_31_decembre"


class Agregation(StrEnum):
    """Comment un indicateur s'additionne d'un territoire à l'autre : jamais par la moyenne des taux."""

    SOMME = "somme"
    PONDEREE = "ponderee"
    NON_AGREGEABLE = "non_agregeable"


PAR_RAPPORT = (Formule.RATIO, Formule.MOYENNE, Formule.DELAI_MOYEN)
SEUIL_VERT, SEUIL_ORANGE = 100, 80
PourCent = Annotated[int, Field(ge=0, le=1000)]


class DefinitionIndicateur(Fige):
    """La fiche d'identité d'un indicateur (dossier de domaine, § 9.1).

    `sous_population_de` : l'indicateur dont celui-ci compte une partie (contrôle IND-02).
    `suite_de` : l'étape qui le précède dans un parcours ; il ne peut guère la dépasser (contrôle IND-03).
    `population` : la population de référence que ses effectifs ne dépassent pas (contrôle POP-01).
    `sous_axe` absent : l'indicateur convient à toutes les fiches. `seuil_secret` absent : celui de l'outil.
    """

    code: Texte
    libelle: Texte
    definition: Texte
    type: TypeIndicateur
    formule: Formule
    unite: Texte
    sens: Sens
    periode: Periode
    sous_axe: Texte | None = None
    numerateur: Texte | None = None
    denominateur: Texte | None = None
    sous_population_de: Texte | None = None
    suite_de: Texte | None = None
    population: Texte | None = None
    producteur: Texte | None = None
    agregation: Agregation | None = None
    seuil_secret: Annotated[int, Field(ge=0, le=100)] | None = None
    seuil_vert: PourCent = SEUIL_VERT
    seuil_orange: PourCent = SEUIL_ORANGE
    remarque: Texte | None = None

    @property
    def renvois(self) -> tuple[str, ...]:
        """Les codes des indicateurs que celui-ci cite."""
        cites = (self.numerateur, self.denominateur, self.sous_population_de, self.suite_de)
        return tuple(c for c in cites if c)

    @property
    def addition(self) -> Agregation:
        """Comment il s'agrège ; sans précision, selon sa formule."""
        return self.agregation or agregation_de(self.formule)

    @model_validator(mode="after")
    def _definir_le_ratio(self) -> Self:
        if self.formule is Formule.RATIO and not (self.numerateur and self.denominateur):
            raise ValueError("un ratio nomme son numérateur et son dénominateur")
        if self.seuil_orange > self.seuil_vert:
            raise ValueError("le seuil orange ne dépasse pas le seuil vert")
        if self.agregation is Agregation.SOMME and self.formule in PAR_RAPPORT:
            raise ValueError("un taux, une moyenne ou un délai ne s'additionne pas")
        return self


def agregation_de(formule: str) -> Agregation:
    """Un rapport se pondère par son dénominateur, un texte ne s'agrège pas, le reste s'additionne."""
    if formule in PAR_RAPPORT:
        return Agregation.PONDEREE
    return Agregation.NON_AGREGEABLE if formule == Formule.QUALITATIF else Agregation.SOMME


class CatalogueIndicateurs(Fige):
    """Des indicateurs de même origine et de même statut."""

    code: Texte
    libelle: Texte
    statut: StatutCatalogue
    niveau: Texte
    periodicite: Texte
    source: Texte
    referentiel: Texte | None = None
    indicateurs: tuple[DefinitionIndicateur, ...] = Field(alias="indicateur", default=())


class FamilleDePartenaire(StrEnum):
    ETAT = "etat"
    COLLECTIVITE = "collectivite"
    PROTECTION_SOCIALE = "protection_sociale"
    EMPLOI = "emploi"
    LOGEMENT = "logement"
    OPERATEUR = "operateur"
    ASSOCIATION = "association"
    PERSONNES_CONCERNEES = "personnes_concernees"


class TypeDePartenaire(Fige):
    """Un type d'organisme. `libelle` développe le sigle, qui peut manquer."""

    code: Texte
    libelle: Texte
    famille: FamilleDePartenaire
    sigle: Texte | None = None
    alias: tuple[Texte, ...] = ()


class FichierPartenaires(Fige):
    partenaires: tuple[TypeDePartenaire, ...] = Field(alias="partenaire")
