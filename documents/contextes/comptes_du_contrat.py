"""Ce que l'État certifie de ses crédits : le service fait (D24), la clôture (D31). Tout arrive en arguments."""

from datetime import date
from typing import Annotated, NamedTuple

from documents.contextes.attendus import NUMERO, SIGNE_LE
from documents.contextes.commun import (
    ContexteDeDocument,
    Emetteur,
    TerritoireEcrit,
    contrat_nomme,
    en_tete,
    prefet,
    territoire_ecrit,
)
from documents.contextes.tournures import Nom
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide


class Versement(NamedTuple):
    """`base` : ce qui ouvre droit au versement ; `constats` : les faits vérifiés ; montant en centimes."""

    exercice: int
    montant_centimes: int
    base: str
    constats: tuple[str, ...]
    pieces: tuple[str, ...] = ()


class Solde(NamedTuple):
    """Les crédits de l'État sur toute la durée du contrat, en centimes ; `indicateurs` : « 38 sur 40 »."""

    engage_centimes: int
    paye_centimes: int
    justifie_centimes: int
    indicateurs: str


class ServiceFait(ContexteDeDocument):
    """D24."""

    emetteur: Emetteur
    territoire: TerritoireEcrit
    contrat: Nom
    numero: Annotated[str, NUMERO]
    signe_le: Annotated[date | None, SIGNE_LE]
    exercice: int
    montant_centimes: int
    base: str
    constats: tuple[str, ...]
    pieces: tuple[str, ...]


class Cloture(ContexteDeDocument):
    """D31. `reversement_centimes` : ce qui a été payé sans être justifié, et revient à l'État."""

    emetteur: Emetteur
    territoire: TerritoireEcrit
    contrat: Nom
    numero: Annotated[str, NUMERO]
    signe_le: Annotated[date | None, SIGNE_LE]
    engage_centimes: int
    paye_centimes: int
    justifie_centimes: int
    reste_centimes: int
    reversement_centimes: int
    indicateurs: str


def construire_service_fait(demarche: Demarche, versement: Versement, le: date) -> ServiceFait:
    titre = f"Certificat de service fait, exercice {versement.exercice}"
    return ServiceFait(
        document=en_tete(demarche, "D24", titre, "", le),
        emetteur=prefet(demarche),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        numero=demarche.numero or "",
        signe_le=demarche.signe_le,
        **versement._asdict(),
    )


def construire_cloture(demarche: Demarche, solde: Solde, le: date) -> Cloture:
    """Lève `SaisieInvalide` si l'on a payé plus qu'engagé, ou justifié plus que payé."""
    _exiger_un_solde_possible(solde)
    return Cloture(
        document=en_tete(demarche, "D31", "Certificat de clôture", "", le),
        emetteur=prefet(demarche),
        territoire=territoire_ecrit(demarche),
        contrat=contrat_nomme(demarche),
        numero=demarche.numero or "",
        signe_le=demarche.signe_le,
        reste_centimes=solde.engage_centimes - solde.paye_centimes,
        reversement_centimes=solde.paye_centimes - solde.justifie_centimes,
        **solde._asdict(),
    )


def _exiger_un_solde_possible(solde: Solde) -> None:
    fautes = []
    if solde.paye_centimes > solde.engage_centimes:
        fautes.append("le montant payé dépasse le montant engagé")
    if solde.justifie_centimes > solde.paye_centimes:
        fautes.append("le montant justifié dépasse le montant payé")
    if fautes:
        raise SaisieInvalide(
            "Le contrat ne peut pas être clos sur ces montants.",
            f"{' ; '.join(fautes)}.".capitalize(),
            "Vérifiez les trois montants, puis recommencez.",
        )
