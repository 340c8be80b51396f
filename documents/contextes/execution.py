"""L'exécution d'un exercice : état des indicateurs (D21), rapport d'exécution (D22).

Ce qui a été réalisé arrive en arguments ; ce qui était prévu vient du contrat. Une valeur que personne n'a donnée
s'écrit « non renseigné », jamais zéro.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from documents.contextes.attendus import (
    DIFFICULTES,
    NON_RENSEIGNE,
    PERSPECTIVES,
    RAPPORT_ADOPTE,
    SYNTHESE_DE_L_EXERCICE,
)
from documents.contextes.axes import fiches_du_contrat
from documents.contextes.commun import (
    Contexte,
    ContexteDeDocument,
    TerritoireEcrit,
    contrat_nomme,
    territoire_ecrit,
)
from documents.contextes.deliberation import en_tete_de_la_collectivite
from documents.contextes.graphiques_d_execution import (
    GraphiquesDeLExecution,
    GraphiquesDesIndicateurs,
    graphiques_de_l_execution,
    graphiques_des_indicateurs,
)
from documents.contextes.realisations import Bilan, Execution, Releve, Releves
from documents.contextes.tournures import Nom
from documents.formats import euros, liste_et, nombre
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur


class IndicateurReleve(Contexte):
    """`rapport` : « 12 / 40 » pour un ratio, vide sinon."""

    libelle: str
    definition: str
    cible: str
    valeur: str
    rapport: str
    statut: str
    commentaire: str


class FicheRelevee(Contexte):
    code: str
    titre: str
    indicateurs: tuple[IndicateurReleve, ...]


class EtatDesIndicateurs(ContexteDeDocument):
    """D21. `completude` : « 10 sur 12 » indicateurs renseignés."""

    territoire: TerritoireEcrit
    contrat: Nom
    exercice: int
    completude: str
    graphiques: GraphiquesDesIndicateurs
    fiches: tuple[FicheRelevee, ...]


class FicheExecutee(Contexte):
    """`reste` : ce qui est prévu et n'est pas payé ; non renseigné tant que le paiement ne l'est pas."""

    code: str
    titre: str
    realise: str
    ecart: str
    prevu: str
    engage: str
    paye: str
    reste: str


class RapportDExecution(ContexteDeDocument):
    """D22. `montants_connus` : combien de fiches disent ce qu'elles ont payé, « 2 sur 3 »."""

    territoire: TerritoireEcrit
    contrat: Nom
    exercice: int
    synthese: Annotated[str, SYNTHESE_DE_L_EXERCICE]
    fiches: tuple[FicheExecutee, ...]
    prevu_total: str
    montants_connus: str
    completude: str
    graphiques: GraphiquesDeLExecution
    difficultes: Annotated[str, DIFFICULTES]
    perspectives: Annotated[str, PERSPECTIVES]
    deliberation_numero: Annotated[str, RAPPORT_ADOPTE]
    deliberation_le: date


def construire_etat_des_indicateurs(
    demarche: Demarche, exercice: int, releves: Releves, le: date, completude: str = ""
) -> EtatDesIndicateurs:
    """`completude` : « 10 sur 12 » ; sans elle, on compte les relevés.

    Lève `SaisieInvalide` si un relevé porte sur un indicateur que le contrat n'a pas cette année-là.
    """
    fiches = _de_l_exercice(demarche, exercice)
    _exiger_connus(fiches, exercice, releves, ())
    return EtatDesIndicateurs(
        document=en_tete_de_la_collectivite(demarche, "D21", f"État des indicateurs {exercice}", "", le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        exercice=exercice,
        completude=completude or _completude(fiches, releves),
        graphiques=graphiques_des_indicateurs(demarche, fiches, exercice, releves),
        fiches=tuple(_fiche_relevee(fiche, exercice, releves) for fiche in fiches),
    )


def construire_rapport_d_execution(demarche: Demarche, bilan: Bilan, le: date) -> RapportDExecution:
    """Lève `SaisieInvalide` si le bilan cite une fiche ou un indicateur que le contrat n'a pas cette année-là."""
    exercice = bilan.exercice
    fiches = _de_l_exercice(demarche, exercice)
    _exiger_connus(fiches, exercice, bilan.releves, bilan.executions)
    executions = {f.code: bilan.executions.get(f.code, Execution()) for f in fiches}
    return RapportDExecution(
        document=en_tete_de_la_collectivite(demarche, "D22", f"Rapport d'exécution {exercice}", "", le),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        exercice=exercice,
        synthese=bilan.synthese,
        fiches=tuple(_fiche_executee(f, exercice, executions[f.code]) for f in fiches),
        prevu_total=euros(sum(_prevu(fiche, exercice) for fiche in fiches)),
        montants_connus=_montants_connus(executions.values()),
        completude=bilan.completude or _completude(fiches, bilan.releves),
        graphiques=graphiques_de_l_execution(demarche, fiches, bilan),
        difficultes=bilan.difficultes,
        perspectives=bilan.perspectives,
        deliberation_numero=bilan.deliberation_numero,
        deliberation_le=bilan.deliberation_le,
    )


def _de_l_exercice(demarche: Demarche, exercice: int) -> list[FicheAction]:
    return [f for f in fiches_du_contrat(demarche) if exercice in f.annees]


def _exiger_connus(
    fiches: Sequence[FicheAction],
    exercice: int,
    releves: Iterable[tuple[str, str]],
    executions: Iterable[str],
) -> None:
    connues = {f.code: {i.code for i in f.indicateurs} for f in fiches}
    inconnus = [f"la fiche {code}" for code in executions if code not in connues]
    inconnus += [f"l'indicateur {i} de la fiche {f}" for f, i in releves if i not in connues.get(f, ())]
    if inconnus:
        raise SaisieInvalide(
            f"L'exercice {exercice} ne peut pas être écrit.",
            f"Le contrat ne prévoit pas, cette année-là, {liste_et(inconnus)}.",
            "Corrigez les codes, puis recommencez.",
        )


def _completude(fiches: Sequence[FicheAction], releves: Releves) -> str:
    cles = [(fiche.code, indicateur.code) for fiche in fiches for indicateur in fiche.indicateurs]
    donnes = [c for c in cles if releves.get(c, Releve()).valeur_centiemes is not None]
    return f"{len(donnes)} sur {len(cles)}"


def _montants_connus(executions: Collection[Execution]) -> str:
    return f"{sum(e.paye_centimes is not None for e in executions)} sur {len(executions)}"


def _fiche_relevee(fiche: FicheAction, exercice: int, releves: Releves) -> FicheRelevee:
    return FicheRelevee(
        code=fiche.code,
        titre=fiche.titre,
        indicateurs=tuple(
            _releve(i, exercice, releves.get((fiche.code, i.code), Releve())) for i in fiche.indicateurs
        ),
    )


def _releve(indicateur: Indicateur, exercice: int, releve: Releve) -> IndicateurReleve:
    cible = next((c.valeur_centiemes for c in indicateur.cibles if c.annee == exercice), None)
    connus = releve.numerateur is not None and releve.denominateur is not None
    return IndicateurReleve(
        libelle=indicateur.libelle,
        definition=indicateur.definition,
        cible=_valeur(cible, indicateur.unite),
        valeur=_valeur(releve.valeur_centiemes, indicateur.unite),
        rapport=f"{nombre(releve.numerateur or 0)} / {nombre(releve.denominateur or 0)}" if connus else "",
        statut=releve.statut or NON_RENSEIGNE,
        commentaire=releve.commentaire,
    )


def _valeur(centiemes: int | None, unite: str) -> str:
    return NON_RENSEIGNE if centiemes is None else f"{nombre(Decimal(centiemes) / 100)} {unite}"


def _fiche_executee(fiche: FicheAction, exercice: int, execution: Execution) -> FicheExecutee:
    prevu, paye = _prevu(fiche, exercice), execution.paye_centimes
    return FicheExecutee(
        code=fiche.code,
        titre=fiche.titre,
        realise=execution.realise or NON_RENSEIGNE,
        ecart=execution.ecart,
        prevu=euros(prevu),
        engage=_montant(execution.engage_centimes),
        paye=_montant(paye),
        reste=_montant(None if paye is None else prevu - paye),
    )


def _prevu(fiche: FicheAction, exercice: int) -> int:
    return sum(ligne.total_centimes for ligne in fiche.budget if ligne.annee == exercice)


def _montant(centimes: int | None) -> str:
    return NON_RENSEIGNE if centimes is None else euros(centimes)
