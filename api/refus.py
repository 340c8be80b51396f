"""Les refus propres aux portes, et ce qu'une erreur technique devient pour la personne qui la reçoit."""

from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from modeles.erreurs import ErreurMetier, Introuvable, SaisieInvalide
from workflows.commandes.bordereau import BordereauInvalide

SOURCES = {"body", "query", "path", "header"}


class AdresseInconnue(Introuvable):
    def __init__(self) -> None:
        super().__init__(
            "Cette page n'existe pas.",
            "L'adresse est incomplète, ou ce qu'elle désignait a changé de place.",
            "Repartez de la liste des territoires.",
        )


class DemandeIllisible(ErreurMetier):
    """Le corps n'est pas du JSON."""

    statut = 400

    def __init__(self) -> None:
        super().__init__(
            "La demande ne peut pas être lue.",
            "Son corps n'est pas du JSON bien formé.",
            "Vérifiez les guillemets, les virgules et l'encodage (UTF-8), puis recommencez.",
        )


class DemandeTropGrande(ErreurMetier):
    statut = 413

    def __init__(self, limite_octets: int) -> None:
        super().__init__(
            "La demande est trop grande.",
            f"Son corps dépasse {limite_octets // 1_000_000} Mo.",
            "Découpez-la en plusieurs saisies, ou en plusieurs envois de fichiers.",
        )


class MethodeRefusee(ErreurMetier):
    statut = 405

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse ne se prête pas à cette opération.",
            "La méthode HTTP employée n'y est pas admise.",
            "Consultez la description de l'API : /api/v1/openapi.json.",
        )


class CleDejaEmployee(SaisieInvalide):
    """La même clé de demande, pour une autre demande."""

    def __init__(self, cle: str) -> None:
        super().__init__(
            f"La clé de demande « {cle} » a déjà servi.",
            "Elle désigne un autre geste, déjà inscrit au journal.",
            "Donnez une clé nouvelle à chaque demande nouvelle.",
        )


class ValeurHorsLimites(SaisieInvalide):
    def __init__(self) -> None:
        super().__init__(
            "Une valeur de la demande sort des limites.",
            "Une date ou un nombre est trop grand ou trop petit pour être gardé.",
            "Vérifiez les dates et les nombres, puis recommencez.",
        )


class BaseIndisponible(ErreurMetier):
    statut = 503

    def __init__(self) -> None:
        super().__init__(
            "La base de données ne répond pas.",
            "Elle est arrêtée, ou trop occupée. Rien n'a été écrit.",
            "Recommencez dans quelques instants.",
        )


class Panne(ErreurMetier):
    """Une erreur que personne n'avait prévue : la personne n'y peut rien."""

    statut = 500

    def __init__(self, incident: str) -> None:
        super().__init__(
            "L'application a rencontré une panne.",
            "Elle n'a pas pu finir ce qui était demandé ; rien n'a été écrit à moitié.",
            f"Recommencez ; si cela se reproduit, transmettez le numéro d'incident {incident}.",
        )


def refus_de(erreur: Exception) -> ErreurMetier | None:
    """Ce que l'erreur devient pour la personne, ou None si c'est une panne."""
    match erreur:
        case ErreurMetier():
            return erreur
        case RequestValidationError():
            return _demande_refusee(erreur)
        case HTTPException():
            return _refus_http(erreur.status_code)
        case OverflowError() | DataError():
            return ValeurHorsLimites()
        case OperationalError():
            return BaseIndisponible()
    return None


def _demande_refusee(erreur: RequestValidationError) -> ErreurMetier:
    fautes: list[ErrorDetails] = list(erreur.errors())
    if any(f["type"] == "json_invalid" for f in fautes):
        return DemandeIllisible()
    for faute in fautes:
        faute["loc"] = tuple(p for p in faute["loc"] if p not in SOURCES)
    return BordereauInvalide("La demande est mal remplie.", fautes)


def _refus_http(statut: int) -> ErreurMetier:
    if statut == 404:
        return AdresseInconnue()
    return MethodeRefusee() if statut == 405 else DemandeIllisible()
