"""Ce qu'un exercice a donné, tel que les documents l'écrivent : les valeurs relevées, le rapport déposé."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from documents.contextes.realisations import Bilan, Execution, Releve
from modeles.erreurs import Obstacle
from modeles.exercice import Exercice
from workflows.etat_des_valeurs import EtatDesValeurs, LigneDeValeur
from workflows.refus import Empeche
from workflows.regles.exercice import dernier_rapport


def releves_de(etat: EtatDesValeurs) -> dict[tuple[str, str], Releve]:
    """Ce que les documents disent de chaque valeur ; sans nombre, son statut et sa raison."""
    return {(x.fiche.code, x.indicateur.code): _releve(x, etat) for x in etat.lignes}


def _releve(ligne: LigneDeValeur, etat: EtatDesValeurs) -> Releve:
    sue, derniere = ligne.connue, ligne.derniere
    textes = [derniere.commentaire, derniere.motif, sue.texte] if derniere else []
    if etat.periode_partielle:
        textes.append("période partielle")
    return Releve(
        valeur_centiemes=sue.valeur,
        numerateur=_unites(sue.numerateur),
        denominateur=_unites(sue.denominateur),
        statut=sue.statut.libelle + (" hors délai" if derniere and derniere.hors_delai else ""),
        commentaire=_a_la_suite(t for t in textes if t),
    )


def _a_la_suite(phrases: Iterable[str]) -> str:
    """Plusieurs remarques en une : le point de celles qui précèdent laisse la place au point-virgule."""
    *premieres, derniere = list(phrases) or [""]
    return " ; ".join([*(p.rstrip().removesuffix(".") for p in premieres), derniere])


def _unites(centiemes: int | None) -> Decimal | None:
    return None if centiemes is None else Decimal(centiemes) / 100


def bilan_de(exercice: Exercice, etat: EtatDesValeurs) -> Bilan:
    """Le rapport déposé, avec les valeurs relevées. Lève `Empeche` sans rapport, ou sans sa délibération."""
    rapport = dernier_rapport(exercice) or {}
    manques = []
    if not rapport:
        manques.append(
            Obstacle("aucun rapport n'a été déposé", "Déposez le rapport d'exécution.", ou="rapport")
        )
    elif not (rapport.get("deliberation_numero") and rapport.get("deliberation_le")):
        manques.append(
            Obstacle(
                "la délibération qui adopte le rapport n'est pas donnée",
                "Déposez de nouveau le rapport, avec son numéro et sa date.",
                ou="rapport",
            )
        )
    if manques:
        raise Empeche(f"Le rapport d'exécution {exercice.annee} ne peut pas être écrit.", manques)
    return Bilan(
        exercice.annee,
        rapport["synthese"],
        rapport.get("difficultes", ""),
        rapport.get("perspectives", ""),
        rapport["deliberation_numero"],
        date.fromisoformat(rapport["deliberation_le"]),
        executions_de(rapport),
        releves_de(etat),
        str(etat.completude),
    )


def executions_de(rapport: Mapping[str, Any]) -> dict[str, Execution]:
    """Par code de fiche, ce que le rapport dit de son exécution."""
    return {x["fiche"]: _execution(x) for x in rapport.get("executions", [])}


def _execution(ligne: Mapping[str, Any]) -> Execution:
    return Execution(
        ligne.get("realise", ""),
        ligne.get("ecart", ""),
        ligne.get("engage_centimes"),
        ligne.get("paye_centimes"),
    )
