"""L'échelle des relances d'une campagne, telle qu'on la lit et qu'on la règle."""

from typing import Annotated, Any

from pydantic import Field

from api.schemas.commun import Vue
from api.schemas.gestes import Demande
from modeles.campagne import Campagne
from modeles.vocabulaire_relances import Canal, Fonction
from workflows.relances.echelles import echelle_de

DELAI = "En jours depuis l'échéance : négatif avant, positif après."


class NiveauDEchelleVu(Vue):
    code: str = Field(examples=["R1"])
    libelle: str
    actif: bool
    jours: int = Field(description=DELAI, examples=[7])
    emetteur: Fonction
    destinataires: list[Fonction]
    copies: list[Fonction]
    canal: Canal
    document: str | None
    validation: bool = Field(description="Ne part jamais sans une personne.")
    reponse_sous_jours: int | None
    ton: str
    objet: str
    corps: str


class EchelleVue(Vue):
    """`propre` : la campagne a la sienne ; sinon, elle suit celle de la région."""

    libelle: str
    propre: bool
    plafond_jours: int = Field(description="L'écart entre deux messages à une même personne.")
    niveaux: list[NiveauDEchelleVu]

    @classmethod
    def depuis(cls, campagne: Campagne) -> "EchelleVue":
        echelle = echelle_de(campagne)
        niveaux = [
            NiveauDEchelleVu(**n.model_dump(include=set(NiveauDEchelleVu.model_fields)))
            for n in echelle.niveaux
        ]
        return cls(
            libelle=echelle.libelle,
            propre=campagne.echelle is not None,
            plafond_jours=echelle.plafond_jours,
            niveaux=niveaux,
        )


class ReglageDeNiveau(Demande):
    """Un niveau, et ce qui y change ; ce qui n'est pas nommé reste tel quel."""

    code: Annotated[str, Field(min_length=1, max_length=10, examples=["R1"])]
    actif: bool | None = None
    jours: int | None = Field(default=None, description=DELAI, examples=[10])
    emetteur: Fonction | None = None
    destinataires: list[Fonction] | None = None
    copies: list[Fonction] | None = None
    canal: Canal | None = None
    document: Annotated[str, Field(max_length=10)] | None = Field(
        default=None, description="Nul : aucun document joint."
    )
    validation: bool | None = None
    reponse_sous_jours: int | None = None
    ton: Annotated[str, Field(max_length=200)] | None = None
    objet: Annotated[str, Field(max_length=1_000)] | None = None
    corps: Annotated[str, Field(max_length=20_000)] | None = None


class ReglageDEchelle(Demande):
    """Ce qui change dans l'échelle d'une campagne."""

    niveaux: list[ReglageDeNiveau] = Field(default_factory=list, max_length=40)
    plafond_jours: int | None = Field(default=None, examples=[7])

    @property
    def demandes(self) -> list[dict[str, Any]]:
        """Seulement ce qui est nommé : un champ absent n'est pas un champ vidé."""
        return [n.model_dump(exclude_unset=True) for n in self.niveaux]
