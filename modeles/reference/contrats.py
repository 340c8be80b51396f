"""Les types de contrats : même moteur, réglages différents (dossier de domaine, § 6.4)."""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from modeles.etapes import Etape
from modeles.reference.socle import Fige, Texte

Jours = Annotated[int, Field(ge=0)]


class PartieAuContrat(StrEnum):
    ETAT = "etat"
    COLLECTIVITE = "collectivite"
    ARS = "ars"
    PARTENAIRE = "partenaire"


class AAlerter(StrEnum):
    """À qui l'on dit qu'une étape dure trop."""

    ETAT = "etat"
    COLLECTIVITE = "collectivite"
    ANIMATEURS = "animateurs"
    COMMISSAIRE = "commissaire"
    DREETS = "dreets"
    PREFET = "prefet"


class Delais(Fige):
    """Les délais des réunions et des pièces, en jours calendaires ou ouvrés selon leur nom."""

    invitation_jours: Jours
    compte_rendu_jours_ouvres: Jours
    relecture_jours_ouvres: Jours
    envoi_diagnostic_jours: Jours
    invitation_atelier_jours: Jours
    compte_rendu_atelier_jours: Jours
    consultation_ecrite_jours: Jours
    # Des propositions, quand le type de contrat n'en dit rien.
    visa_jours_ouvres: Jours = 10
    notification_jours_ouvres: Jours = 5
    retour_de_fiche_jours: Jours = 15


class DureeDEtape(Fige):
    """La durée visée d'une étape et ses seuils d'alerte, en jours calendaires hors suspension."""

    etape: Etape
    cible_jours: Jours
    orange_jours: Jours
    rouge_jours: Jours
    alerter: tuple[AAlerter, ...]
    copie: tuple[AAlerter, ...] = ()

    @model_validator(mode="after")
    def _monter_en_gravite(self) -> Self:
        if not self.cible_jours <= self.orange_jours <= self.rouge_jours:
            raise ValueError("la cible, l'orange et le rouge doivent aller en croissant")
        return self


class Echeance(Fige):
    """Une échéance à date fixe (`le`), ou revenant chaque année après l'exercice (`jour`, `mois`)."""

    code: Texte
    libelle: Texte
    le: date | None = None
    jour: Annotated[int, Field(ge=1, le=31)] | None = None
    mois: Annotated[int, Field(ge=1, le=12)] | None = None

    @property
    def annuelle(self) -> bool:
        return self.le is None

    def pour(self, exercice: int) -> date:
        """La date due au titre d'un exercice : l'année suivante si elle revient chaque année."""
        if self.le is not None:
            return self.le
        assert self.jour is not None and self.mois is not None
        return date(exercice + 1, self.mois, self.jour)

    @model_validator(mode="after")
    def _avoir_une_date(self) -> Self:
        moities = [self.jour is not None, self.mois is not None]
        if all(moities) == (self.le is not None) or any(moities) != all(moities):
            raise ValueError("donnez soit « le », soit « jour » et « mois »")
        if self.jour and self.mois and self.jour > monthrange(2001, self.mois)[1]:
            raise ValueError("ce jour n'existe pas dans ce mois")
        return self


class TypeDeContrat(Fige):
    """Les réglages d'un type de contrat. Un champ absent n'est pas connu : on ne contrôle alors rien.

    `parite_stricte` : parts égales à `tolerance_centimes` près ; sinon, la part de l'État ne dépasse pas
    celle de la collectivité. `rapport_avant_versement` : les crédits d'un exercice attendent le rapport du
    précédent. `axes` et `numerotation` valent par défaut ; la convention globale unique
    en a d'autres.
    """

    code: Texte
    libelle: Texte
    sigle: Texte | None = None
    nature: Texte
    parties: tuple[PartieAuContrat, ...]
    types_de_territoire: tuple[Texte, ...]
    referentiel: Texte | None = None
    axes: tuple[Texte, ...] = ()
    numerotation: Texte | None = None
    axes_convention_unique: tuple[Texte, ...] = ()
    numerotation_convention_unique: Texte | None = None
    debut: date | None = None
    fin: date | None = None
    enveloppe: Texte | None = None
    parite: bool | None = None
    parite_stricte: bool = False
    tolerance_centimes: Annotated[int, Field(ge=0)] = 0
    rapport_avant_versement: bool = False
    delais: Delais
    durees: tuple[DureeDEtape, ...] = Field(alias="duree", default=())
    echeances: tuple[Echeance, ...] = Field(alias="echeance", default=())

    def duree(self, etape: Etape) -> DureeDEtape | None:
        """La durée visée d'une étape, ou None si ce type de contrat n'en fixe pas."""
        return next((d for d in self.durees if d.etape is etape), None)

    @model_validator(mode="after")
    def _finir_apres_le_debut(self) -> Self:
        if self.debut and self.fin and self.fin < self.debut:
            raise ValueError("la fin précède le début")
        return self


class FichierTypesDeContrat(Fige):
    types: tuple[TypeDeContrat, ...] = Field(alias="type")
