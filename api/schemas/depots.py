"""Ce que l'on montre d'un formulaire déposé, et ce que l'on demande pour l'accepter."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.schemas.commun import InstantUtc, Vue
from api.schemas.dossier import DocumentVu
from api.schemas.gestes import Demande, Personne
from api.temps import Jour
from documents.differences import Nature
from documents.formulaires.comparaison import EXPLICATIONS, Ecart, Etat
from documents.signatures import Examen
from modeles.commentaire import CommentaireFiche
from modeles.document import Document
from modeles.vocabulaire import EtatCommentaire
from workflows.depots.comparaison import Comparaison
from workflows.depots.documents import DocumentDepose
from workflows.depots.exemplaires import ExemplaireDepose
from workflows.depots.fiches import FicheDeposee


class EcartVu(Vue):
    """Un champ : ce que tient la base, ce qui a été reçu, et s'il peut être accepté."""

    champ: str = Field(examples=["constat"])
    libelle: str = Field(examples=["Constat"])
    base: str
    recu: str
    etat: Etat
    explication: str = Field(examples=["modifié dans le formulaire"])
    acceptable: bool
    faute: str = Field(description="Pourquoi la valeur reçue ne peut pas être acceptée ; vide sinon.")

    @classmethod
    def depuis(cls, ecart: Ecart) -> "EcartVu":
        return cls(
            champ=ecart.champ.cle,
            libelle=ecart.champ.libelle,
            base=ecart.base,
            recu=ecart.recu,
            etat=ecart.etat,
            explication=EXPLICATIONS[ecart.etat],
            acceptable=not ecart.faute and ecart.etat not in (Etat.IDENTIQUE, Etat.ABSENT),
            faute=ecart.faute,
        )


class DepotVu(Vue):
    """Un formulaire déposé, comparé champ par champ à la fiche."""

    fiche: str = Field(examples=["32-DRO-EXP-01"])
    empreinte: str = Field(description="SHA-256 du fichier : elle le désigne à l'acceptation.")
    deja_depose: bool
    document: DocumentVu
    avertissements: list[str]
    champs: list[EcartVu]

    @classmethod
    def depuis(cls, depose: FicheDeposee) -> "DepotVu":
        return cls(
            fiche=depose.fiche.code,
            empreinte=depose.document.empreinte_fichier,
            deja_depose=depose.deja,
            document=DocumentVu.depuis(depose.document, depose.fiche.demarche.territoire_code),
            avertissements=list(depose.comparaison.avertissements),
            champs=[EcartVu.depuis(e) for e in depose.comparaison.ecarts],
        )


class DemandeDAcceptation(Demande):
    """Les champs à reprendre du formulaire ; « tout » pour ceux que lui seul a changés."""

    par: Personne | None = None
    le: Jour | None = Field(default=None, description="Le jour de la saisie ; sans lui, aujourd'hui.")
    champs: Annotated[
        list[Annotated[str, Field(max_length=60)]],
        Field(min_length=1, max_length=60, examples=[["constat", "porteur"], ["tout"]]),
    ]


class AcceptationVue(Vue):
    fiche: str
    acceptes: list[str] = Field(description="Les champs écrits ; vide si rien ne changeait.")
    le: date


class CommentaireVu(Vue):
    """Une remarque faite sur un champ d'une fiche."""

    numero: int
    champ: str
    texte: str
    par: str
    le: InstantUtc
    etat: EtatCommentaire
    reponse: str
    suivi_par: str | None
    suivi_le: InstantUtc | None

    @classmethod
    def depuis(cls, commentaire: CommentaireFiche) -> "CommentaireVu":
        return cls(**commentaire.model_dump(include=set(cls.model_fields)))


class DifferenceVue(Vue):
    nature: Nature
    avant: str
    apres: str


class ComparaisonVue(Vue):
    """Ce qui distingue un fichier reçu du texte qui fait référence."""

    reference: DocumentVu = Field(description="Le document auquel son texte a été comparé.")
    texte_vote: bool = Field(description="La référence est le texte adopté par l'assemblée.")
    avertissements: list[str]
    differences: list[DifferenceVue]

    @classmethod
    def depuis(cls, comparaison: Comparaison) -> "ComparaisonVue":
        return cls(
            reference=DocumentVu.depuis(comparaison.reference, comparaison.territoire_code),
            texte_vote=comparaison.texte_vote,
            avertissements=list(comparaison.avertissements),
            differences=[DifferenceVue(**d._asdict()) for d in comparaison.differences],
        )


class DocumentDeposeVu(ComparaisonVue):
    """Un fichier déposé à côté d'un document."""

    document: DocumentVu
    deja: bool = Field(description="Ce fichier était déjà connu : `document` est celui-là.")

    @classmethod
    def depuis_le_depot(cls, depose: DocumentDepose) -> "DocumentDeposeVu":
        comparee = dict(ComparaisonVue.depuis(depose.comparaison))
        return cls(document=_vu(depose.document), deja=depose.deja, **comparee)


class ExemplaireVu(ComparaisonVue):
    """Un exemplaire signé : ce qu'il porte, et ce qui le distingue du texte voté."""

    document: DocumentVu
    examen: Examen

    @classmethod
    def depuis_le_depot(cls, depose: ExemplaireDepose) -> "ExemplaireVu":
        comparee = dict(ComparaisonVue.depuis(depose.comparaison))
        return cls(document=_vu(depose.document), examen=depose.examen, **comparee)


def _vu(document: Document) -> DocumentVu:
    return DocumentVu.depuis(document, document.demarche.territoire_code)
