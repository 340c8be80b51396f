"""Les lettres de relance : composées par le moteur Word, gardées comme tout document, prêtes pour le parapheur."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.a_la_demande import A_LA_DEMANDE, composer_a_la_demande
from documents.contextes.commun import ContexteDeDocument
from documents.contextes.manquants import DemandeDeRelance, Manquant
from documents.contextes.relances import (
    construire_mise_en_demeure,
    construire_r1,
    construire_r2,
    construire_r3,
    construire_r4,
)
from documents.contextes.sujets import objet_du_document
from documents.gabarits import Gabarits
from modeles.demarche import Demarche
from modeles.document import Document
from workflows.documents_faits import DocumentFait, inscrire_le_document
from workflows.effets import Atelier
from workflows.relances.attentes import Attente
from workflows.relances.decision import Ligne
from workflows.relances.redaction import detail_des_manquants, noms_des_manquants, relances_parties

CONSTRUIRE: dict[str, Callable[[Demarche, DemandeDeRelance], ContexteDeDocument]] = {
    "R1": construire_r1,
    "R2": construire_r2,
    "R3": construire_r3,
    "R4": construire_r4,
    "D29M": construire_mise_en_demeure,
}
NOMS_DANS_UNE_LETTRE = 60


class Lettre(NamedTuple):
    """Un document composé, pas encore inscrit, et la démarche où l'inscrire."""

    demarche_id: UUID
    fait: DocumentFait


def composer_la_lettre(session: Session, lignes: Sequence[Ligne], jour: date, atelier: Atelier) -> Lettre:
    """La lettre d'une démarche à un niveau, avec tout ce qui manque. N'écrit rien.

    Lève `SaisieInvalide` si rien n'est en retard, `ErreurGabarit` si le gabarit est fautif.
    """
    niveau = lignes[0].niveau
    assert niveau is not None and niveau.document is not None
    demarche = session.get_one(Demarche, lignes[0].attente.demarche_id)
    region = demarche.territoire.region
    gabarits = Gabarits(atelier.gabarits, atelier.depot)
    contexte = CONSTRUIRE[niveau.document](demarche, _demande(lignes, jour))
    compose = composer_a_la_demande(niveau.document, contexte, jour, gabarits.dossier(session, region))
    provenance = gabarits.provenance(session, region, compose.sources)
    objet, titre = objet_du_document(demarche, niveau.document, ""), A_LA_DEMANDE[niveau.document].titre
    fait = DocumentFait(niveau.document, titre, objet, jour, compose, contexte, provenance)
    return Lettre(demarche.id, fait)


def inscrire_la_lettre(session: Session, lettre: Lettre, atelier: Atelier) -> Document:
    """Garde la lettre : une version de plus, jamais à la place d'une autre."""
    demarche = session.get_one(Demarche, lettre.demarche_id)
    return inscrire_le_document(session, demarche, lettre.fait, atelier.depot)


def _demande(lignes: Sequence[Ligne], jour: date) -> DemandeDeRelance:
    attentes = sorted((x.attente for x in lignes), key=lambda a: a.due_le(jour))
    limites = [x.repondre_avant_le for x in lignes if x.repondre_avant_le]
    return DemandeDeRelance(
        jour, [_manquant(a, jour) for a in attentes], min(limites), relances_parties(attentes)
    )


def _manquant(attente: Attente, jour: date) -> Manquant:
    report = attente.report_connu(jour)
    dits = (detail_des_manquants(attente), noms_des_manquants(attente, NOMS_DANS_UNE_LETTRE))
    return Manquant(
        attente.libelle,
        attente.echeance_le,
        attente.genre,
        " : ".join(x for x in dits if x),
        report.jusqu_au if report else None,
    )
