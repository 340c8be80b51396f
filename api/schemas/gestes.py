"""Ce qu'on peut faire maintenant, et ce qu'il faut dire pour le faire."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.lisible import anomalie
from api.schemas.commun import InstantUtc, ObstacleVu, Vue
from api.temps import Jour
from modeles.demarche import Passage
from modeles.erreurs import Gravite
from modeles.etapes import Etape, Geste
from workflows.commandes.registre import GESTES, SAISIES
from workflows.ensuite import GesteOffert
from workflows.regles.commun import Derogation

QUI = (
    "Qui le fait ; sans lui, la personne du jeton. Un autre nom est celui de qui l'on supplée, ou du contact "
    "d'une autre partie dont on transcrit l'acte : le journal nomme alors les deux."
)
Phrase = Annotated[str, Field(min_length=1, max_length=2_000)]
Personne = Annotated[str, Field(min_length=1, max_length=200, description=QUI, examples=["Camille Exemple"])]


def _exemple(**champs: Any) -> ConfigDict:
    """L'exemple que montre la description de l'API."""
    return ConfigDict(json_schema_extra={"examples": [champs]})


class Demande(BaseModel):
    """Ce qu'on nous envoie : champs inconnus refusés, textes et nombres gardables seulement."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _lisible(cls, valeur: Any) -> Any:
        if faute := anomalie(valeur):
            raise ValueError(faute)
        return valeur


class DemandeDeDerogation(Demande):
    """La levée d'un contrôle bloquant : lequel, pourquoi, qui l'assume."""

    code: Annotated[str, Field(min_length=1, max_length=20, examples=["CAL-01"])]
    motif: Phrase
    autorite: Phrase


class DemandeDeGeste(Demande):
    """Qui fait le geste, quand il a eu lieu, et ce qu'il faut en dire."""

    model_config = _exemple(
        par="Camille Exemple",
        le="2026-03-02",
        motif="Le conseil est renouvelé en mars.",
        donnees={"jusqu_au": "2026-06-30"},
    )

    par: Personne | None = None
    le: Jour | None = Field(default=None, description="La date réelle ; sans elle, aujourd'hui.")
    motif: Phrase | None = None
    derogations: Annotated[list[DemandeDeDerogation], Field(max_length=50)] = Field(default_factory=list)
    donnees: dict[str, Any] = Field(
        default_factory=dict, description="Le bordereau du geste ; son schéma est donné avec le geste."
    )

    @property
    def levees(self) -> tuple[Derogation, ...]:
        return tuple(Derogation(**d.model_dump()) for d in self.derogations)


class DemandeDeSaisie(Demande):
    model_config = _exemple(par="Camille Exemple", donnees={"axes": [{"axe": "DROITS", "numero": 1}]})

    par: Personne | None = None
    le: Jour | None = Field(default=None, description="Le jour de la saisie ; sans lui, aujourd'hui.")
    donnees: dict[str, Any] = Field(description="Le bordereau de la saisie.")


class DemandeDeDemarche(Demande):
    territoire: Annotated[str, Field(min_length=1, max_length=200, examples=["Gers"])]
    le: Jour | None = Field(default=None, description="La date d'entrée ; sans elle, aujourd'hui.")


class GestePossible(Vue):
    """Un geste du tableau à cette étape. `possible` : aucun contrôle ne le bloque aujourd'hui."""

    geste: Geste
    libelle: str
    vers: Etape | None = Field(description="L'étape d'arrivée ; vide si le geste n'en change pas.")
    motif_exige: bool
    possible: bool
    obstacles: list[ObstacleVu]
    schema_des_donnees: dict[str, Any] = Field(description="Le schéma JSON de `donnees`.")

    @classmethod
    def depuis(cls, offert: GesteOffert) -> "GestePossible":
        transition = offert.transition
        return cls(
            geste=transition.geste,
            libelle=transition.geste.libelle,
            vers=transition.vers,
            motif_exige=transition.motif,
            possible=not any(o.gravite is Gravite.BLOQUANT for o in offert.obstacles),
            obstacles=[ObstacleVu.depuis(o) for o in offert.obstacles],
            schema_des_donnees=GESTES[transition.geste].donnees.model_json_schema(),
        )


class SaisiePossible(Vue):
    """Une saisie qui enrichit la démarche sans la faire avancer."""

    nature: str
    libelle: str
    schema_des_donnees: dict[str, Any]

    @classmethod
    def toutes(cls) -> list["SaisiePossible"]:
        return [
            cls(nature=n, libelle=s.libelle, schema_des_donnees=s.donnees.model_json_schema())
            for n, s in SAISIES.items()
        ]


class PassageVu(Vue):
    """Une ligne du journal : un geste accompli."""

    sequence: int
    geste: Geste
    libelle: str
    de: Etape
    vers: Etape
    par: str
    survenu_le: date = Field(description="La date réelle de l'événement.")
    saisi_le: InstantUtc = Field(description="L'instant où il a été saisi.")
    motif: str | None
    leves: list[dict[str, str]] = Field(description="Les contrôles levés, avec motif et autorité.")
    donnees: dict[str, Any]

    @classmethod
    def depuis(cls, passage: Passage) -> "PassageVu":
        champs = passage.model_dump(include=set(cls.model_fields) - {"libelle"})
        return cls(**champs, libelle=passage.geste.libelle)
