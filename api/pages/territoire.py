"""La page d'un territoire : où il en est, ce qui l'empêche d'avancer, et tout son dossier."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.dependances import DemarcheLue, Lecture, LeJour
from api.lectures import suivre
from api.pages.libelles import (
    COULEURS,
    ETATS_DE_REUNION,
    MARQUES,
    POSITIONS,
)
from api.pages.rendu import PageDemandee
from api.schemas.dossier import adresse_du_fichier
from api.schemas.territoires import et_ensuite
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.echeance import Echeance
from modeles.etapes import Etape
from modeles.fiche import FicheAction
from modeles.reference.registre import registre
from modeles.requetes_suivi import (
    documents_de,
    echeances_ouvertes_de,
    fiches_de,
    journal_de,
    messages_de,
    reunions_de,
)
from modeles.vocabulaire_courriel import LIBELLES_DES_ETATS, EtatMessage
from workflows.echeances import INFORMATION
from workflows.ensuite import gestes_offerts
from workflows.planification import calendrier_adopte, recalage_propose
from workflows.suivi import LIBELLES_PARTIES

routeur = APIRouter()


class Montants(NamedTuple):
    """Les parts d'un budget, en centimes."""

    etat: int
    collectivite: int
    autres: int

    @property
    def total(self) -> int:
        return sum(self)


class LigneDeFiche(NamedTuple):
    """Une fiche et son budget ; `montants` est vide quand rien n'est encore chiffré."""

    fiche: FicheAction
    montants: Montants | None


class DocumentEtVersions(NamedTuple):
    """Un document : sa dernière version, et les précédentes de la plus récente à la plus ancienne."""

    dernier: Document
    precedents: list[Document]


@routeur.get("/territoires/{territoire}")
def montrer_le_territoire(
    page: PageDemandee, session: Lecture, demarche: DemarcheLue, le: LeJour
) -> HTMLResponse:
    """Le dossier entier, à la date demandée."""
    (suivi,) = suivre(session, [demarche], le)
    return page.rendre(
        "territoire.html",
        le=le,
        suivi=suivi,
        demarche=demarche,
        contrat=registre().type_de_contrat(demarche.type_contrat),
        ensuite=et_ensuite(demarche.etape, gestes_offerts(demarche, le)),
        echeances=[e for e in echeances_ouvertes_de(session, [demarche.id]) if _a_montrer(e, le)],
        **_dossier(session, demarche),
        **_calendrier(demarche, le),
        **LIBELLES,
    )


def _dossier(session: Session, demarche: Demarche) -> dict[str, Any]:
    lignes = [_ligne(f) for f in fiches_de(session, demarche.id)]
    messages = messages_de(session, demarche.id)
    return {
        "documents": _par_etape(documents_de(session, demarche.id)),
        "reunions": reunions_de(session, demarche.id),
        "fiches": lignes,
        "retenues": [ligne for ligne in lignes if ligne.fiche.retenue],
        "total": _total(ligne.montants for ligne in lignes if ligne.fiche.retenue and ligne.montants),
        "chiffrees": sum(ligne.montants is not None for ligne in lignes if ligne.fiche.retenue),
        "messages": [m for m in messages if m.etat is not EtatMessage.ENVOYE],
        "journal": list(reversed(journal_de(session, demarche.id))),
    }


def _calendrier(demarche: Demarche, le: date) -> dict[str, Any]:
    recalage = recalage_propose(demarche, le)
    return {
        "calendrier": calendrier_adopte(demarche),
        "recalage": recalage,
        "fins_proposees": {e.etape: e.fin for e in recalage.etapes} if recalage else {},
    }


def _a_montrer(echeance: Echeance, le: date) -> bool:
    """Une information passée n'attend plus personne."""
    return echeance.le >= le or echeance.attend != INFORMATION


def _intitule(document: Document) -> str:
    """« Compte rendu, comité n° 1 » ; sans l'objet s'il ne dit rien de plus que le titre."""
    redite = document.objet.casefold() in document.titre.casefold()
    return document.titre if redite else f"{document.titre}, {document.objet}"


def _ligne(fiche: FicheAction) -> LigneDeFiche:
    parts = [
        Montants(b.part_etat_centimes, b.part_collectivite_centimes, b.autres_centimes) for b in fiche.budget
    ]
    return LigneDeFiche(fiche, _total(parts) if parts else None)


def _total(montants: Iterable[Montants]) -> Montants:
    colonnes = list(zip(*montants, strict=True)) or [(), (), ()]
    return Montants(*(sum(colonne) for colonne in colonnes))


def _par_etape(documents: Sequence[Document]) -> list[tuple[Etape, list[DocumentEtVersions]]]:
    ranges = sorted(documents, key=lambda d: (d.etape.rang, d.code, d.objet, -d.version))
    return [
        (
            etape,
            [
                DocumentEtVersions(versions[0], versions[1:])
                for _, groupe in groupby(du_dossier, key=lambda d: (d.code, d.objet))
                if (versions := list(groupe))
            ],
        )
        for etape, du_dossier in groupby(ranges, key=lambda d: d.etape)
    ]


LIBELLES: dict[str, Any] = {
    "couleurs": COULEURS,
    "marques": MARQUES,
    "positions": POSITIONS,
    "parties": LIBELLES_PARTIES,
    "etats_de_reunion": ETATS_DE_REUNION,
    "etats_de_message": LIBELLES_DES_ETATS,
    "adresse_du_fichier": adresse_du_fichier,
    "intitule": _intitule,
}
