"""Les agrégats d'une région : la somme des seuls répondants, et combien ils sont."""

from pydantic import Field

from api.schemas.commun import Vue
from modeles.vocabulaire_annuel import StatutValeur
from workflows.calculs.agregats import Agregat, Evolution, Reponse
from workflows.calculs.indicateurs import Teinte


class ReponseVue(Vue):
    """Ce qu'un territoire a répondu. `masquee` : l'effectif est trop petit, ou trahirait un petit effectif."""

    territoire: str
    statut: StatutValeur
    valeur_centiemes: int | None
    numerateur_centiemes: int | None
    denominateur_centiemes: int | None
    cible_centiemes: int | None
    masquee: bool

    @classmethod
    def depuis(cls, r: Reponse) -> "ReponseVue":
        return cls(
            territoire=r.territoire,
            statut=r.statut,
            valeur_centiemes=r.valeur,
            numerateur_centiemes=r.numerateur,
            denominateur_centiemes=r.denominateur,
            cible_centiemes=r.cible,
            masquee=r.masquee,
        )


class EvolutionVue(Vue):
    """Depuis l'exercice précédent, pour les seuls territoires qui ont répondu aux deux."""

    territoires: int
    avant_centiemes: int
    apres_centiemes: int
    pour_cent: int | None

    @classmethod
    def depuis(cls, e: Evolution) -> "EvolutionVue":
        return cls(
            territoires=e.territoires, avant_centiemes=e.avant, apres_centiemes=e.apres, pour_cent=e.pour_cent
        )


class AgregatVu(Vue):
    """Sans valeur, `mention` dit pourquoi : « non significatif », « secret statistique »…"""

    code: str
    libelle: str
    unite: str
    formule: str
    repondants: int
    attendus: int
    taux_de_reponse: int
    perimetre: str = Field(examples=["15 territoires sur 16"])
    mention: str
    valeur_centiemes: int | None
    numerateur_centiemes: int | None
    denominateur_centiemes: int | None
    cible_centiemes: int | None
    teinte: Teinte | None
    part_centiemes: int | None = Field(description="La part de la population dont il compte une partie.")
    evolution: EvolutionVue | None
    reponses: list[ReponseVue]

    @classmethod
    def depuis(cls, a: Agregat) -> "AgregatVu":
        return cls(
            **a.indicateur.model_dump(include={"code", "libelle", "unite", "formule"}),
            repondants=a.repondants,
            attendus=a.attendus,
            taux_de_reponse=a.taux_de_reponse,
            perimetre=a.perimetre,
            mention=a.mention,
            valeur_centiemes=a.valeur,
            numerateur_centiemes=a.numerateur,
            denominateur_centiemes=a.denominateur,
            cible_centiemes=a.cible,
            teinte=a.teinte,
            part_centiemes=a.part,
            evolution=EvolutionVue.depuis(a.evolution) if a.evolution else None,
            reponses=[ReponseVue.depuis(r) for r in a.reponses],
        )
