"""Ce que partagent toutes les réponses : pages d'éléments, obstacles, problèmes."""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from modeles.erreurs import ErreurMetier, Gravite, Obstacle

T = TypeVar("T")
# Un même instant s'écrit toujours pareil, qu'il vienne de la base ou de l'horloge locale.
InstantUtc = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class Vue(BaseModel):
    """Une réponse : jamais modifiée une fois construite."""

    model_config = ConfigDict(frozen=True)


class Elements(Vue, Generic[T]):
    """Une page d'une liste ; les adresses des autres pages sont dans l'en-tête `Link`."""

    elements: list[T] = Field(description="Les éléments de cette page.")
    total: int = Field(description="Le nombre d'éléments de la liste entière, toutes pages comprises.")


class ObstacleVu(Vue):
    """Une chose qui manque ou qui cloche, et ce qu'il faut faire."""

    message: str = Field(examples=["le comité de lancement n'a pas été tenu"])
    remede: str = Field(examples=["Programmez-le, convoquez-le, puis consignez sa tenue."])
    code: str = Field(description="Le code du contrôle ; vide pour une condition du parcours.", examples=[""])
    gravite: Gravite
    ou: str = Field(description="L'endroit où l'on corrige.", examples=["reunions"])

    @classmethod
    def depuis(cls, obstacle: Obstacle) -> "ObstacleVu":
        return cls(**obstacle._asdict())


class Probleme(Vue):
    """Un refus ou une panne, au format « problem+json » (RFC 9457)."""

    type: str = Field(description="Le genre de refus.", examples=["urn:jalons:passage-bloque"])
    title: str = Field(
        description="Quoi.",
        examples=["« Gers » : le geste « Valider le cadrage » ne peut pas encore être fait."],
    )
    detail: str = Field(
        description="Pourquoi.",
        examples=["Il reste à régler : le comité de lancement n'a pas été tenu."],
    )
    remede: str = Field(
        description="Comment y remédier.",
        examples=["Programmez-le, convoquez-le, puis consignez sa tenue. Puis recommencez."],
    )
    status: int = Field(examples=[409])
    obstacles: list[ObstacleVu] = Field(default_factory=list, description="Tout ce qui empêche, à la fois.")
    incident: str | None = Field(
        default=None, description="En cas de panne, le numéro à donner : il est dans le journal."
    )

    @classmethod
    def depuis(
        cls, erreur: ErreurMetier, statut: int | None = None, incident: str | None = None
    ) -> "Probleme":
        return cls(
            type=f"urn:jalons:{_en_tirets(type(erreur).__name__)}",
            title=erreur.quoi,
            detail=erreur.pourquoi,
            remede=erreur.remede,
            status=statut or erreur.statut,
            obstacles=[ObstacleVu.depuis(o) for o in erreur.obstacles],
            incident=incident,
        )


def _en_tirets(nom: str) -> str:
    """« PassageBloque » devient « passage-bloque »."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in nom).lstrip("-")
