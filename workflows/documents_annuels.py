"""Les documents du cycle annuel, faits des vraies valeurs : indicateurs (D21), rapport (D22), évaluation (D30)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.a_la_demande import A_LA_DEMANDE, composer_a_la_demande
from documents.contextes.commun import ContexteDeDocument
from documents.contextes.execution import construire_etat_des_indicateurs, construire_rapport_d_execution
from documents.contextes.sujets import objet_du_document
from documents.gabarits import Gabarits
from documents.manques import exiger_complet
from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.journalisation import signer
from modeles.requetes import demarche_verrouillee
from modeles.requetes_campagnes import attendus_de_la_demarche
from modeles.requetes_exercices import exercices_de
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.bilans import bilan_de, releves_de
from workflows.documents_faits import DocumentFait, inscrire_le_document
from workflows.effets import Atelier
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.evaluation import CODE as EVALUATION
from workflows.evaluation import contexte_de_l_evaluation, evaluation_due
from workflows.regles.exercice import dernier_rapport

ETAT, RAPPORT = "D21", "D22"


class Voulu(NamedTuple):
    """Un document et l'exercice dont il parle ; l'évaluation, elle, parle de tous ceux qui sont échus."""

    code: str
    exercice: int = 0


def produire_a_la_demande(
    demarche_id: UUID, voulu: Voulu, le: date, atelier: Atelier, *, par: str | None = None
) -> Document:
    """Compose le document, le range, l'inscrit ; rend la dernière version si rien n'a changé depuis.

    `par` : la personne qui le demande ; personne, si c'est la suite d'une réception.
    Lève `Introuvable` si l'exercice n'existe pas, `Empeche` si le rapport n'est pas prêt, `DocumentIncomplet` s'il
    manque à l'évaluation ce sans quoi elle n'est qu'un brouillon.
    """
    # La composition se fait hors de la transaction d'écriture : personne n'attend Word.
    with lecture() as session:
        fait = _composer(session, session.get_one(Demarche, demarche_id), voulu, le, atelier)
    with unite_de_travail() as session:
        if par:
            signer(session, par)
        demarche = demarche_verrouillee(session, demarche_id)
        assert demarche is not None
        return _deja_fait(demarche, fait) or inscrire_le_document(session, demarche, fait, atelier.depot)


def _composer(session: Session, demarche: Demarche, voulu: Voulu, le: date, atelier: Atelier) -> DocumentFait:
    code, contexte = voulu.code, _contexte(session, demarche, voulu, le)
    gabarits, region = Gabarits(atelier.gabarits, atelier.depot), demarche.territoire.region
    compose = composer_a_la_demande(code, contexte, le, gabarits.dossier(session, region))
    provenance = gabarits.provenance(session, region, compose.sources)
    return DocumentFait(
        code, A_LA_DEMANDE[code].titre, _objet(demarche, voulu), le, compose, contexte, provenance
    )


def _objet(demarche: Demarche, voulu: Voulu) -> str:
    """« indicateurs 2025 » : chaque exercice a sa suite de versions ; l'évaluation n'en a qu'une."""
    objet = objet_du_document(demarche, voulu.code, "")
    return f"{objet} {voulu.exercice}" if voulu.exercice else objet


def _contexte(session: Session, demarche: Demarche, voulu: Voulu, le: date) -> ContexteDeDocument:
    code, exercice = voulu
    if code == EVALUATION:
        evaluation = contexte_de_l_evaluation(session, demarche, le)
        exiger_complet(evaluation, A_LA_DEMANDE[code].titre)
        return evaluation
    etat = etat_des_valeurs(session, demarche, exercice, le)
    if code == RAPPORT:
        annee = next((e for e in exercices_de(session, demarche.id) if e.annee == exercice), None)
        if annee is None:
            raise Introuvable(
                f"« {demarche.territoire.nom} » n'a pas d'exercice {exercice}.",
                "Un exercice s'ouvre avec son année, une fois le contrat en exécution.",
                "Vérifiez l'année.",
            )
        return construire_rapport_d_execution(demarche, bilan_de(annee, etat), le)
    return construire_etat_des_indicateurs(demarche, exercice, releves_de(etat), le, str(etat.completude))


def _deja_fait(demarche: Demarche, fait: DocumentFait) -> Document | None:
    """La dernière version, si elle dit la même chose : la date qu'elle porte ne compte pas."""
    siens = [d for d in demarche.documents if (d.code, d.objet) == (fait.code, fait.objet)]
    if not siens:
        return None
    dernier = max(siens, key=lambda d: d.version)
    donnees = fait.contexte.model_dump(mode="json")
    meme = {**dernier.donnees, "document": None} == {**donnees, "document": None}
    return dernier if meme and dernier.empreinte_gabarit == fait.compose.empreinte_gabarit else None


def documents_dus(session: Session, demarche: Demarche, le: date) -> list[Voulu]:
    """Les documents que la réception appelle et qui ne sont pas encore faits."""
    faits = {(d.code, d.objet) for d in demarche.documents}
    dus = [
        Voulu(ETAT, a.campagne.exercice)
        for a in attendus_de_la_demarche(session, demarche.id)
        if a.campagne.genre is GenreCampagne.INDICATEURS and a.recu_le is not None
    ]
    dus += [
        Voulu(RAPPORT, e.annee)
        for e in exercices_de(session, demarche.id)
        if (dernier_rapport(e) or {}).get("deliberation_le")
    ]
    evaluation = [Voulu(EVALUATION)] if evaluation_due(demarche, le) else []
    return [v for v in dus if (v.code, _objet(demarche, v)) not in faits] + evaluation


def produire_les_documents_dus(demarche_id: UUID, le: date, atelier: Atelier) -> list[Document]:
    """Fait ce que la réception appelait. Refait, ne fait rien de plus : c'est le filet de la tournée."""
    with lecture() as session:
        dus = documents_dus(session, session.get_one(Demarche, demarche_id), le)
    return [produire_a_la_demande(demarche_id, voulu, le, atelier) for voulu in dus]
