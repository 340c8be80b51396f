"""Ce qu'on nous envoie des indicateurs : des lignes de saisie, des contrôles, une rectification."""

from typing import Annotated, Any

from pydantic import Field

from api.schemas.gestes import Demande, DemandeDeDerogation, Personne, Phrase
from api.temps import Jour
from workflows.commandes.lecture_de_saisie import LONGUEUR_DE_TEXTE, SaisieValeur
from workflows.controle_des_valeurs import Controle, Designation
from workflows.regles.commun import Derogation

Annee = Annotated[int, Field(ge=2019, le=2040, examples=[2025])]
Code = Annotated[str, Field(min_length=1, max_length=60)]
Cellule = Annotated[
    str | int | float | bool | None, Field(description="Un nombre, ou le texte tel qu'écrit.")
]


class SaisieDemandee(Demande):
    """Ce qui est écrit pour un indicateur, tel quel : l'outil lit « 1 234,5 » et « 12 % »."""

    fiche: Code
    indicateur: Code
    valeur: Cellule = None
    numerateur: Cellule = None
    denominateur: Cellule = None
    statut: Annotated[str, Field(max_length=40, examples=["sans objet"])] = ""
    motif: Annotated[str, Field(max_length=LONGUEUR_DE_TEXTE)] = ""
    commentaire: Annotated[str, Field(max_length=LONGUEUR_DE_TEXTE)] = ""
    zero_confirme: bool = False

    def en_saisie(self) -> SaisieValeur:
        return SaisieValeur(**self.model_dump())


class DemandeDeValeurs(Demande):
    """Des lignes de saisie. `apercu` : dire ce qui changerait, sans rien écrire."""

    exercice: Annee
    saisies: Annotated[list[SaisieDemandee], Field(min_length=1, max_length=1000)]
    par: Personne | None = None
    le: Jour | None = None
    apercu: bool = False
    derogations: list[DemandeDeDerogation] = Field(default_factory=list)

    @property
    def lignes(self) -> list[SaisieValeur]:
        return [s.en_saisie() for s in self.saisies]

    @property
    def levees(self) -> tuple[Derogation, ...]:
        return tuple(Derogation(d.code, d.motif, d.autorite) for d in self.derogations)


class DesignationDemandee(Demande):
    fiche: Code
    indicateur: Code | None = None


class DemandeDeControle(Demande):
    """Vérifier, valider ou contester. Sans désignation : toutes les valeurs qui peuvent l'être."""

    exercice: Annee
    controle: Controle
    designes: Annotated[list[DesignationDemandee], Field(max_length=1000)] = Field(default_factory=list)
    motif: Phrase | None = None
    par: Personne | None = None
    le: Jour | None = None

    @property
    def designations(self) -> list[Designation]:
        return [Designation(d.fiche, d.indicateur) for d in self.designes]


class DemandeDeRectification(SaisieDemandee):
    """Une valeur, même validée, remplacée en disant pourquoi ; l'ancienne reste."""

    exercice: Annee
    motif: Phrase
    par: Personne | None = None
    le: Jour | None = None

    def en_saisie(self) -> SaisieValeur:
        donnees: dict[str, Any] = self.model_dump(include=set(SaisieDemandee.model_fields))
        return SaisieValeur(**donnees)
