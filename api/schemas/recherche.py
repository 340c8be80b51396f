"""Ce qu'une recherche trouve."""

from collections.abc import Sequence

from pydantic import Field

from api.schemas.commun import Elements, Vue
from workflows.recherche import Groupe, Trouvaille


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


def en_liste(groupes: Sequence[Groupe]) -> Elements[TrouvailleVue]:
    """Les trouvailles à la suite ; `total` compte aussi celles qui n'y sont pas."""
    vues = [TrouvailleVue.depuis(t) for g in groupes for t in g.trouvailles]
    return Elements(elements=vues, total=sum(g.nombre for g in groupes))
