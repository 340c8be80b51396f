"""L'avenant (D20), et la note qui dit ce qu'il change (D20N) : deux textes figés, comparés.

L'avenant se vote et se signe tel quel : il ne porte ni le numéro de sa délibération, ni la date de sa signature.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

from documents.contextes.articles import Repere, numeroter
from documents.contextes.articles_changes import ArticleModifie
from documents.contextes.attendus import NUMERO, SIGNE_LE
from documents.contextes.changements import ChangementsDAvenant, Raison, comparer
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    en_tete,
    territoire_ecrit,
)
from documents.contextes.convention import LONGUEUR_D_EMPREINTE, Convention, Signataire
from documents.contextes.fiche import CorpsDeFiche
from documents.contextes.finances import PlanDeFinancement
from documents.contextes.graphiques import GraphiqueEcrit, SerieEcrite, decrire, en_euros
from documents.contextes.tournures import Nom, nommer
from documents.formats import majuscule
from modeles.demarche import Demarche

TITRES_DE_L_AVENANT = {
    "objet": "Objet de l'avenant",
    "programme": "Programme d'actions",
    "financement": "Financement",
    "cibles": "Indicateurs et cibles",
    "articles": "Articles modifiés",
    "effet": "Prise d'effet",
    "reste": "Dispositions inchangées",
}


class DonneesDAvenant(NamedTuple):
    """De quoi écrire un avenant : le contrat figé avant lui, le contrat consolidé figé, et ce qu'on en a dit.

    `precedents` : les avenants déjà signés, « avenant n° 1 du 3 mars 2026 ». `reecrits` : les articles rédigés
    autrement.
    """

    numero: int
    objet: str
    effet_le: date
    avant: Convention
    apres: Convention
    raisons: Mapping[str, Raison] = {}
    precedents: Sequence[str] = ()
    reecrits: Sequence[ArticleModifie] = ()
    empreinte: str = ""

    @property
    def changements(self) -> ChangementsDAvenant:
        return comparer(self.avant, self.apres, self.raisons, self.reecrits)


class ArticlesDeLAvenant(Contexte):
    """Un champ par article ; absent, il n'a rien à dire et n'est pas écrit."""

    objet: Repere
    programme: Repere | None
    financement: Repere | None
    cibles: Repere | None
    articles: Repere | None
    effet: Repere
    reste: Repere


class ActeDAvenant(ContexteDeDocument):
    """Ce que l'avenant et sa note disent l'un et l'autre. `nom` : « avenant n° 2 » et ses articles."""

    territoire: TerritoireEcrit
    contrat: Nom
    nom: Nom
    objet: str
    effet_le: date
    precedents: tuple[str, ...]
    changements: ChangementsDAvenant


class TexteDAvenant(ActeDAvenant):
    """D20. `fiches` : celles que l'avenant ajoute ou modifie, telles qu'elles deviennent."""

    convention_numero: Annotated[str, NUMERO]
    convention_signee_le: Annotated[date | None, SIGNE_LE]
    instruction: str
    etat: Signataire
    collectivite: Signataire
    articles: ArticlesDeLAvenant
    montant_etat_centimes: int
    montant_collectivite_centimes: int
    montant_total_centimes: int
    fiches: tuple[CorpsDeFiche, ...]
    finances: PlanDeFinancement
    empreinte: str


class GraphiquesDeLAvenant(Contexte):
    par_annee: GraphiqueEcrit


class NoteDAvenant(ActeDAvenant):
    """D20N. `graphiques` : le coût de chaque exercice, avant et après."""

    graphiques: GraphiquesDeLAvenant


def ecrire_avenant(demarche: Demarche, donnees: DonneesDAvenant, sujet: str, le: date) -> TexteDAvenant:
    apres, changements = donnees.apres, donnees.changements
    touchees = {f.code for f in changements.ajoutees} | {f.code for f in changements.modifiees}
    return TexteDAvenant(
        document=en_tete(demarche, "D20", majuscule(nom_de_l_avenant(donnees.numero).nom), sujet, le),
        convention_numero=demarche.numero or "",
        convention_signee_le=demarche.signe_le,
        instruction=apres.instruction,
        etat=apres.etat,
        collectivite=apres.collectivite,
        articles=_articles(changements),
        montant_etat_centimes=apres.montant_etat_centimes,
        montant_collectivite_centimes=apres.montant_collectivite_centimes,
        montant_total_centimes=apres.montant_total_centimes,
        fiches=tuple(f for f in apres.fiches if f.code in touchees),
        finances=apres.finances,
        empreinte=donnees.empreinte[:LONGUEUR_D_EMPREINTE],
        **_commun(demarche, donnees, changements),
    )


def ecrire_la_note(demarche: Demarche, donnees: DonneesDAvenant, sujet: str, le: date) -> NoteDAvenant:
    changements = donnees.changements
    titre = f"Ce que change {nom_de_l_avenant(donnees.numero).le}"
    return NoteDAvenant(
        document=en_tete(demarche, "D20N", titre, sujet, le),
        graphiques=GraphiquesDeLAvenant(par_annee=_avant_et_apres(changements)),
        **_commun(demarche, donnees, changements),
    )


def nom_de_l_avenant(numero: int) -> Nom:
    return nommer(f"avenant n°\N{NO-BREAK SPACE}{numero}")


def _commun(demarche: Demarche, donnees: DonneesDAvenant, changements: ChangementsDAvenant) -> dict[str, Any]:
    return {
        "territoire": territoire_ecrit(demarche),
        "contrat": donnees.apres.contrat,
        "nom": nom_de_l_avenant(donnees.numero),
        "objet": donnees.objet,
        "effet_le": donnees.effet_le,
        "precedents": tuple(donnees.precedents),
        "changements": changements,
    }


def _articles(changements: ChangementsDAvenant) -> ArticlesDeLAvenant:
    pleins = {
        "programme": changements.ajoutees or changements.retirees or changements.modifiees,
        "financement": changements.total.total_avant != changements.total.total_apres
        or any(
            e.etat_avant != e.etat_apres or e.total_avant != e.total_apres for e in changements.financement
        ),
        "cibles": changements.cibles,
        "articles": changements.articles,
    }
    vides = {code for code, plein in pleins.items() if not plein}
    reperes = numeroter(TITRES_DE_L_AVENANT, vides, premier="1er")
    return ArticlesDeLAvenant.model_validate(reperes)


def _avant_et_apres(changements: ChangementsDAvenant) -> GraphiqueEcrit:
    exercices = changements.financement
    categories = tuple(e.libelle for e in exercices)
    ecrits = [f"{e.total_avant}, puis {e.total_apres}" for e in exercices]
    return GraphiqueEcrit(
        description=decrire("Coût de chaque exercice, avant et après l'avenant", categories, ecrits),
        categories=categories,
        series=(
            SerieEcrite(nom="Avant", valeurs=tuple(en_euros(e.total_avant) for e in exercices)),
            SerieEcrite(nom="Après", valeurs=tuple(en_euros(e.total_apres) for e in exercices)),
        ),
    )
