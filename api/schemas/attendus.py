"""Ce que l'on montre d'un document à venir : ce qui y serait vide, ce qui le retient."""

from pydantic import Field

from api.schemas.commun import Vue
from workflows.documents_attendus import DocumentAttendu


class ManqueVu(Vue):
    """Une donnée qui serait vide dans le document."""

    quoi: str = Field(examples=["le porteur (32-DRO-EXP-01)"])
    remede: str = Field(examples=["Complétez la fiche."])
    ou: str = Field(description="L'endroit où la renseigner.", examples=["fiche:32-DRO-EXP-01"])
    requis: bool = Field(description="Sans elle, un document définitif n'est pas produit.")


class DocumentAttenduVu(Vue):
    """Un document tel qu'il serait écrit aujourd'hui."""

    code: str = Field(examples=["D16"])
    titre: str = Field(examples=["Convention et annexes"])
    sujet: str = Field(description="De quoi en demander le brouillon.", examples=["projet:1"])
    objet: str = Field(examples=["convention projet 1"])
    projet: bool = Field(description="Il ne sera encore qu'un projet : rien ne le retient.")
    bloque: bool = Field(description="Le geste qui le produit serait refusé.")
    manques: list[ManqueVu]

    @classmethod
    def depuis(cls, attendu: DocumentAttendu) -> "DocumentAttenduVu":
        vus = [ManqueVu(**m._asdict()) for m in attendu.manques]
        return cls(**attendu._asdict() | {"manques": vus}, bloque=attendu.bloque)
