"""Les listes que l'on choisit : indicateurs et types de partenaires."""

from enum import StrEnum
from typing import Self

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


class DefinitionIndicateur(Fige):
    """La fiche d'identité d'un indicateur (dossier de domaine, § 9.1).

    `sous_population_de` : l'indicateur dont celui-ci compte une partie (contrôle IND-02).
    `sous_axe` absent : l'indicateur convient à toutes les fiches.
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
    remarque: Texte | None = None

    @property
    def renvois(self) -> tuple[str, ...]:
        """Les codes des indicateurs que celui-ci cite."""
        return tuple(c for c in (self.numerateur, self.denominateur, self.sous_population_de) if c)

    @model_validator(mode="after")
    def _definir_le_ratio(self) -> Self:
        if self.formule is Formule.RATIO and not (self.numerateur and self.denominateur):
            raise ValueError("un ratio nomme son numérateur et son dénominateur")
        return self


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
