"""L'année d'un contrat : où elle en est, ce qu'on peut y faire, ce qui a été fait."""

from datetime import date
from typing import Any

from pydantic import Field

from api.schemas.commun import InstantUtc, ObstacleVu, Vue
from api.schemas.gestes import Demande, Personne, Phrase
from api.temps import Jour
from modeles.erreurs import Gravite
from modeles.exercice import Exercice, PassageAnnuel
from modeles.vocabulaire_annuel import EtatExercice, GesteAnnuel
from workflows.commandes.gestes_annuels import donnees_de
from workflows.vie_annuelle import GesteAnnuelOffert


class PassageAnnuelVu(Vue):
    """Un geste du cycle accompli ; il ne change plus."""

    sequence: int
    geste: GesteAnnuel
    libelle: str
    de: EtatExercice
    vers: EtatExercice
    par: str
    survenu_le: date
    saisi_le: InstantUtc
    motif: str | None
    donnees: dict[str, Any]

    @classmethod
    def depuis(cls, passage: PassageAnnuel) -> "PassageAnnuelVu":
        return cls(**passage.model_dump(include=set(cls.model_fields)), libelle=passage.geste.libelle)


class GesteAnnuelVu(Vue):
    """Un geste que le tableau permet maintenant, et ce qui l'empêche encore."""

    geste: GesteAnnuel
    libelle: str
    vers: EtatExercice | None
    motif_exige: bool
    possible: bool
    obstacles: list[ObstacleVu]
    schema_des_donnees: dict[str, Any]

    @classmethod
    def depuis(cls, offert: GesteAnnuelOffert) -> "GesteAnnuelVu":
        transition = offert.transition
        return cls(
            geste=transition.geste,
            libelle=transition.geste.libelle,
            vers=transition.vers,
            motif_exige=transition.motif,
            possible=all(o.gravite is not Gravite.BLOQUANT for o in offert.obstacles),
            obstacles=[ObstacleVu.depuis(o) for o in offert.obstacles],
            schema_des_donnees=donnees_de(transition.geste).model_json_schema(),
        )


class ExerciceVu(Vue):
    """`annee` est celle dont on rend compte."""

    annee: int
    etat: EtatExercice
    libelle: str
    depuis_le: date
    gestes: list[GesteAnnuelVu]
    passages: list[PassageAnnuelVu]

    @classmethod
    def depuis(cls, exercice: Exercice, offerts: list[GesteAnnuelOffert]) -> "ExerciceVu":
        return cls(
            annee=exercice.annee,
            etat=exercice.etat,
            libelle=exercice.etat.libelle,
            depuis_le=exercice.depuis_le,
            gestes=[GesteAnnuelVu.depuis(o) for o in offerts],
            passages=[PassageAnnuelVu.depuis(p) for p in exercice.passages],
        )


class DemandeDeGesteAnnuel(Demande):
    """Qui, quand, et ce que le geste apporte."""

    le: Jour | None = None
    par: Personne | None = None
    motif: Phrase | None = None
    donnees: dict[str, Any] = Field(default_factory=dict)
