"""Les lettres de relance : composées par le moteur Word, gardées comme tout document, prêtes pour le parapheur."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.a_la_demande import A_LA_DEMANDE, composer_a_la_demande
from documents.contextes.commun import Contexte
from documents.contextes.manquants import DemandeDeRelance, Manquant
from documents.contextes.relances import (
    construire_mise_en_demeure,
    construire_r1,
    construire_r2,
    construire_r3,
    construire_r4,
)
from documents.contextes.sujets import objet_du_document, version_suivante
from documents.gabarits import Gabarits
from documents.moteur.gabarit import DocumentCompose
from documents.production import TYPE_MIME, chemin_lisible, nom_de_fichier
from modeles.colonnes import maintenant
from modeles.demarche import Demarche
from modeles.document import Document
from workflows.effets import Atelier
from workflows.relances.attentes import Attente
from workflows.relances.decision import Ligne
from workflows.relances.redaction import detail_des_manquants, noms_des_manquants, relances_parties

CONSTRUIRE: dict[str, Callable[[Demarche, DemandeDeRelance], Contexte]] = {
    "R1": construire_r1,
    "R2": construire_r2,
    "R3": construire_r3,
    "R4": construire_r4,
    "D29M": construire_mise_en_demeure,
}
NOMS_DANS_UNE_LETTRE = 60


class Lettre(NamedTuple):
    """Un document composé, pas encore inscrit, et de quoi l'inscrire."""

    code: str
    demarche_id: UUID
    le: date
    compose: DocumentCompose
    contexte: Contexte
    gabarits: list[dict[str, Any]]


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
    return Lettre(niveau.document, demarche.id, jour, compose, contexte, provenance)


def inscrire_la_lettre(session: Session, lettre: Lettre, atelier: Atelier) -> Document:
    """Garde la lettre : une version de plus, jamais à la place d'une autre."""
    demarche = session.get_one(Demarche, lettre.demarche_id)
    compose, objet = lettre.compose, objet_du_document(demarche, lettre.code, "")
    version = version_suivante(demarche, lettre.code, objet)
    document = Document(
        demarche_id=demarche.id,
        code=lettre.code,
        titre=A_LA_DEMANDE[lettre.code].titre,
        objet=objet,
        version=version,
        etape=demarche.etape,
        date_document=lettre.le,
        nom_fichier=nom_de_fichier(lettre.le, lettre.code, demarche.territoire_code, objet, version),
        type_mime=TYPE_MIME,
        taille_octets=len(compose.octets),
        empreinte_fichier=atelier.depot.ranger(compose.octets),
        empreinte_contenu=compose.empreinte_contenu,
        empreinte_gabarit=compose.empreinte_gabarit,
        gabarits=lettre.gabarits,
        donnees=lettre.contexte.model_dump(mode="json"),
        produit_le=maintenant(),
    )
    demarche.documents.append(document)
    session.flush()
    atelier.depot.publier(compose.empreinte_fichier, chemin_lisible(demarche, document))
    return document


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
