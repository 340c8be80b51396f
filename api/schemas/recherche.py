"""Ce qu'une recherche trouve."""

from pydantic import Field

from api.schemas.commun import Vue
from workflows.recherche import Trouvaille


class TrouvailleVue(Vue):
    nature: str = Field(examples=["fiche_action"])
    territoire: str
    titre: str
    extrait: str = Field(description="Les mots autour de ce qui est cherché.")
    lien: str = Field(description="Le chemin de la page où cela se trouve.")

    @classmethod
    def depuis(cls, trouvaille: Trouvaille) -> "TrouvailleVue":
        champs = trouvaille._asdict()
        return cls(**{nom: champs[nom] for nom in cls.model_fields})
