"""Une modification, telle qu'on la montre : qui, quand, quoi, avant et après."""

from pydantic import Field

from api.schemas.commun import InstantUtc, Vue
from workflows.journal_en_clair import Modification, verbe


class EcartVu(Vue):
    champ: str
    avant: str
    apres: str


class ModificationVue(Vue):
    """Une ligne du journal. `empreinte` la scelle avec toutes celles d'avant."""

    numero: int
    instant: InstantUtc
    par: str
    operation: str = Field(description="créé, modifié ou supprimé")
    nature: str
    objet: str
    quoi: str
    ecarts: list[EcartVu]
    empreinte: str

    @classmethod
    def depuis(cls, modification: Modification) -> "ModificationVue":
        ligne = modification.ligne
        return cls(
            **ligne.model_dump(include={"numero", "instant", "par", "nature", "objet", "empreinte"}),
            operation=verbe(ligne),
            quoi=modification.quoi,
            ecarts=[EcartVu(**e._asdict()) for e in modification.ecarts],
        )
