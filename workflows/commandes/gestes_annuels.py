"""Ce que chaque geste du cycle annuel demande d'écrire."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from modeles.vocabulaire_annuel import GesteAnnuel
from workflows.commandes.bordereau import Bordereau, SansDonnees
from workflows.commandes.champs import Centimes, CodeDeFiche, LongTexte, Paragraphe, Texte


class DonneesRectification(Bordereau):
    """L'indicateur à revoir, et jusqu'à quand la collectivité a la main."""

    fiche: CodeDeFiche = Field(title="Fiche")
    indicateur: Texte = Field(title="Indicateur")
    jusqu_au: date = Field(title="À corriger avant le")


class ExecutionDeFiche(Bordereau):
    """Ce qu'une fiche a fait de son exercice. Un montant absent n'est pas connu : il n'est pas nul."""

    fiche: CodeDeFiche = Field(title="Fiche")
    realise: Paragraphe = Field(default="", title="Ce qui a été réalisé")
    ecart: Paragraphe = Field(default="", title="Explication de l'écart")
    engage_centimes: Centimes | None = Field(default=None, title="Engagé")
    paye_centimes: Centimes | None = Field(default=None, title="Payé")


class DonneesRapport(Bordereau):
    """Le rapport d'exécution. La délibération peut suivre : le rapport est reçu, il n'est pas encore recevable."""

    synthese: LongTexte = Field(title="Synthèse")
    difficultes: Paragraphe = Field(default="", title="Difficultés")
    perspectives: Paragraphe = Field(default="", title="Perspectives")
    deliberation_numero: str | None = Field(default=None, max_length=60, title="N° de délibération")
    deliberation_le: date | None = Field(default=None, title="Date de la délibération")
    executions: list[ExecutionDeFiche] = Field(default_factory=list, title="Exécution par fiche")

    @field_validator("executions")
    @classmethod
    def _une_ligne_par_fiche(cls, lignes: list[ExecutionDeFiche]) -> list[ExecutionDeFiche]:
        codes = [ligne.fiche for ligne in lignes]
        repetes = sorted({c for c in codes if codes.count(c) > 1})
        if repetes:
            raise ValueError(f"écrit plusieurs fois : {', '.join(repetes)}")
        return lignes


class DonneesDecision(Bordereau):
    """La décision du comité de suivi annuel qui ouvre l'avenant."""

    comite_le: date = Field(title="Comité tenu le")
    decision: LongTexte = Field(title="Décision du comité")


class ChoixDuReliquat(StrEnum):
    """Ce que deviennent les crédits de l'État versés et non consommés."""

    REPORT = "report"
    DEDUCTION = "deduction"
    REVERSEMENT = "reversement"


class DonneesBascule(Bordereau):
    """Le reliquat arrêté de l'exercice, et ce que l'on en fait."""

    reliquat_centimes: Annotated[Centimes, Field(title="Reliquat arrêté")]
    choix: ChoixDuReliquat | None = Field(default=None, title="Ce qu'il devient")


DONNEES: dict[GesteAnnuel, type[Bordereau]] = {
    GesteAnnuel.DEMANDER_RECTIFICATION: DonneesRectification,
    GesteAnnuel.DEPOSER_RAPPORT: DonneesRapport,
    GesteAnnuel.OUVRIR_AVENANT: DonneesDecision,
    GesteAnnuel.BASCULER: DonneesBascule,
}


def donnees_de(geste: GesteAnnuel) -> type[Bordereau]:
    """Le formulaire d'un geste ; la plupart n'en ont pas."""
    return DONNEES.get(geste, SansDonnees)
