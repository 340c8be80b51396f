"""La démarche : un territoire qui construit son contrat, étape après étape."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Optional
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from modeles.colonnes import Instant, donnees_json, enum_texte, maintenant
from modeles.etapes import EN_VIE, TERMINALES, Etape, Geste
from modeles.territoire import Territoire

if TYPE_CHECKING:
    from modeles.avenant import Avenant
    from modeles.calendrier import EtapePrevue
    from modeles.contact import Contact
    from modeles.convention import ProjetConvention
    from modeles.deliberation import Deliberation
    from modeles.diagnostic import Constat, Diagnostic, Enjeu, Entretien, Reserve, Source
    from modeles.document import Document
    from modeles.enveloppe import Enveloppe
    from modeles.evaluation import Evaluation
    from modeles.fiche import FicheAction
    from modeles.piste import Piste
    from modeles.remise import Remise
    from modeles.retrait import Retrait
    from modeles.reunion import Reunion

_SIGNEES = ", ".join(
    f"'{e.value}'" for e in (*EN_VIE, Etape.CLOTURE, Etape.CLOS, Etape.DENONCE, Etape.RESILIE)
)


class AxeRetenu(SQLModel, table=True):
    """Un axe du référentiel dans un contrat : son numéro affiché, ou pourquoi on l'écarte."""

    __tablename__ = "axe_retenu"
    __table_args__ = (CheckConstraint("numero >= 1", name="numero_positif"),)

    demarche_id: UUID = Field(foreign_key="demarche.id", primary_key=True)
    axe: str = Field(primary_key=True, max_length=20)
    numero: int
    justification: str | None = None
    demarche: "Demarche" = Relationship(back_populates="axes")


class Demarche(SQLModel, table=True):
    """`etape` ne s'écrit que dans `workflows.parcours.franchir` ; partout ailleurs, on la lit."""

    __table_args__ = (
        UniqueConstraint("territoire_code", "type_contrat", "annee_debut", name="uq_demarche_unique"),
        CheckConstraint("annee_debut <= annee_fin", name="periode_ordonnee"),
        CheckConstraint("(etape = 'suspendu') = (etape_de_retour IS NOT NULL)", name="suspendue_ssi_retour"),
        CheckConstraint(f"etape NOT IN ({_SIGNEES}) OR signe_le IS NOT NULL", name="en_vie_donc_signee"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    territoire_code: str = Field(foreign_key="territoire.code", index=True)
    type_contrat: str = Field(default="cls", max_length=20)
    millesime: str = Field(default="pacte_2024", max_length=20)
    annee_debut: int = 2024
    annee_fin: int = 2027
    etape: Etape = Field(default=Etape.A_LANCER, sa_type=enum_texte(Etape), index=True)
    etape_de_retour: Etape | None = Field(default=None, sa_type=enum_texte(Etape))
    depuis_le: date
    modifiee_le: datetime = Field(default_factory=maintenant, sa_type=Instant)
    numero: str | None = None
    enveloppe_inconnue: bool = False
    convention_unique: bool = False
    signe_le: date | None = None
    prend_effet_le: date | None = None
    fictive: bool = False

    territoire: Territoire = Relationship(back_populates="demarches")
    axes: list[AxeRetenu] = Relationship(
        back_populates="demarche",
        sa_relationship_kwargs={"order_by": "AxeRetenu.numero", "cascade": "all, delete-orphan"},
    )
    passages: list["Passage"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "Passage.sequence"}
    )
    contacts: list["Contact"] = Relationship(back_populates="demarche")
    reunions: list["Reunion"] = Relationship(
        back_populates="demarche",
        sa_relationship_kwargs={"order_by": "Reunion.numero", "cascade": "all, delete-orphan"},
    )
    sources: list["Source"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"cascade": "all, delete-orphan"}
    )
    entretiens: list["Entretien"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"cascade": "all, delete-orphan"}
    )
    constats: list["Constat"] = Relationship(
        back_populates="demarche",
        sa_relationship_kwargs={"order_by": "Constat.numero", "cascade": "all, delete-orphan"},
    )
    enjeux: list["Enjeu"] = Relationship(
        back_populates="demarche",
        sa_relationship_kwargs={"order_by": "Enjeu.rang", "cascade": "all, delete-orphan"},
    )
    diagnostics: list["Diagnostic"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "Diagnostic.version"}
    )
    reserves: list["Reserve"] = Relationship(back_populates="demarche")
    pistes: list["Piste"] = Relationship(
        back_populates="demarche",
        sa_relationship_kwargs={"order_by": "Piste.numero", "cascade": "all, delete-orphan"},
    )
    fiches: list["FicheAction"] = Relationship(
        back_populates="demarche",
        sa_relationship_kwargs={"order_by": "FicheAction.code", "cascade": "all, delete-orphan"},
    )
    enveloppes: list["Enveloppe"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "Enveloppe.annee"}
    )
    projets: list["ProjetConvention"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "ProjetConvention.version"}
    )
    avenants: list["Avenant"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "Avenant.numero"}
    )
    deliberations: list["Deliberation"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "Deliberation.numero_ordre"}
    )
    evaluation: Optional["Evaluation"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"uselist": False}
    )
    etapes_prevues: list["EtapePrevue"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "EtapePrevue.debut_le"}
    )
    remises: list["Remise"] = Relationship(back_populates="demarche")
    retraits: list["Retrait"] = Relationship(
        back_populates="demarche", sa_relationship_kwargs={"order_by": "Retrait.le"}
    )
    documents: list["Document"] = Relationship(back_populates="demarche")

    @property
    def annees(self) -> range:
        """Les exercices du contrat, bornes comprises."""
        return range(self.annee_debut, self.annee_fin + 1)

    @property
    def modifiable(self) -> bool:
        """Ni suspendue, ni arrivée à son terme."""
        return self.etape is not Etape.SUSPENDU and self.etape not in TERMINALES

    @property
    def axes_couverts(self) -> list[str]:
        """Les axes travaillés : ceux que la démarche n'a pas écartés avec justification."""
        return [a.axe for a in self.axes if a.justification is None]


class Passage(SQLModel, table=True):
    """Un geste accompli : ligne du journal, et bon de travail de ce qui doit suivre.

    `survenu_le` est la date réelle (elle peut précéder la saisie), `saisi_le` l'instant de l'écriture.
    Une ligne écrite ne change plus : la base le refuse.
    """

    __table_args__ = (
        UniqueConstraint("demarche_id", "sequence", name="uq_passage_sequence"),
        CheckConstraint("sequence >= 1", name="sequence_positive"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    demarche_id: UUID = Field(foreign_key="demarche.id", index=True)
    sequence: int
    geste: Geste = Field(sa_type=enum_texte(Geste))
    de: Etape = Field(sa_type=enum_texte(Etape))
    vers: Etape = Field(sa_type=enum_texte(Etape))
    par: str
    survenu_le: date
    saisi_le: datetime = Field(sa_type=Instant, index=True)
    motif: str | None = None
    donnees: dict[str, Any] = Field(default_factory=dict, sa_type=donnees_json())
    leves: list[dict[str, str]] = Field(default_factory=list, sa_type=donnees_json())
    cle_demande: str | None = Field(default=None, unique=True, max_length=120)
    demarche: Demarche = Relationship(back_populates="passages")
