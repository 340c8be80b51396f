"""Ce que fait, ou ferait, l'import d'un classeur de reprise."""

from pydantic import Field

from api.schemas.commun import Vue
from workflows.reprise.plan import Plan


class ChampVu(Vue):
    """Une valeur qui change ; `avant` est vide si elle n'était pas connue."""

    libelle: str
    avant: str
    apres: str


class ObjetVu(Vue):
    """Un objet créé ou modifié."""

    objet: str = Field(examples=["Enveloppe 2024"])
    nature: str = Field(description="`creation` ou `modification`.", examples=["creation"])
    champs: list[ChampVu]


class AvertissementVu(Vue):
    """Ce qui est à vérifier, sans empêcher l'import."""

    code: str
    message: str
    remede: str
    ou: str


class TerritoireRepris(Vue):
    """Ce qui change pour un territoire. `fictive` : sa démarche est une démonstration."""

    code: str
    nom: str
    fictive: bool
    changements: list[ObjetVu]
    inchanges: list[str]
    avertissements: list[AvertissementVu]


class CelluleFautive(Vue):
    """Une cellule à corriger. `trouve` est ce qui y est écrit, vide si elle l'est."""

    feuille: str
    cellule: str
    trouve: str
    attendu: str
    ou: str = Field(examples=["Budgets!C3"])


class RepriseVue(Vue):
    """`ecrit` : faux pour un aperçu. Avec des fautes, l'import est refusé tout entier."""

    fichier: str
    empreinte: str
    ecrit: bool
    territoires: list[TerritoireRepris]
    fautes: list[CelluleFautive]
    fautes_groupees: list[str]

    @classmethod
    def depuis(cls, plan: Plan) -> "RepriseVue":
        return cls.model_validate(plan.en_json())
