"""Les documents d'un exercice, faits des vraies valeurs : état des indicateurs (D21), rapport d'exécution (D22)."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from documents.a_la_demande import A_LA_DEMANDE, composer_a_la_demande
from documents.contextes.commun import ContexteDeDocument
from documents.contextes.execution import construire_etat_des_indicateurs, construire_rapport_d_execution
from documents.contextes.realisations import Bilan, Execution, Releve
from documents.contextes.sujets import objet_du_document
from documents.gabarits import Gabarits
from modeles.base import lecture, unite_de_travail
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.erreurs import Introuvable, Obstacle
from modeles.exercice import Exercice
from modeles.requetes import demarche_verrouillee
from modeles.requetes_campagnes import attendus_de_la_demarche
from modeles.requetes_exercices import exercices_de
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.documents_faits import DocumentFait, inscrire_le_document
from workflows.effets import Atelier
from workflows.etat_des_valeurs import EtatDesValeurs, LigneDeValeur, etat_des_valeurs
from workflows.refus import Empeche
from workflows.regles.exercice import dernier_rapport

ETAT, RAPPORT = "D21", "D22"


class Voulu(NamedTuple):
    """Un document et l'exercice dont il parle."""

    code: str
    exercice: int


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
        commentaire=" ; ".join(t for t in textes if t),
    )


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
        {x["fiche"]: _execution(x) for x in rapport.get("executions", [])},
        releves_de(etat),
        str(etat.completude),
    )


def _execution(ligne: dict[str, Any]) -> Execution:
    return Execution(
        ligne.get("realise", ""),
        ligne.get("ecart", ""),
        ligne.get("engage_centimes"),
        ligne.get("paye_centimes"),
    )


def produire_a_la_demande(demarche_id: UUID, voulu: Voulu, le: date, atelier: Atelier) -> Document:
    """Compose le document, le range, l'inscrit ; rend la dernière version si rien n'a changé depuis.

    Lève `Introuvable` si l'exercice n'existe pas, `Empeche` si le rapport n'est pas prêt.
    """
    # La composition se fait hors de la transaction d'écriture : personne n'attend Word.
    with lecture() as session:
        fait = _composer(session, session.get_one(Demarche, demarche_id), voulu, le, atelier)
    with unite_de_travail() as session:
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
    """« indicateurs 2025 » : chaque exercice a sa suite de versions."""
    return f"{objet_du_document(demarche, voulu.code, '')} {voulu.exercice}"


def _contexte(session: Session, demarche: Demarche, voulu: Voulu, le: date) -> ContexteDeDocument:
    code, exercice = voulu
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


def documents_dus(session: Session, demarche: Demarche) -> list[Voulu]:
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
    return [v for v in dus if (v.code, _objet(demarche, v)) not in faits]


def produire_les_documents_dus(demarche_id: UUID, le: date, atelier: Atelier) -> list[Document]:
    """Fait ce que la réception appelait. Refait, ne fait rien de plus : c'est le filet de la tournée."""
    with lecture() as session:
        dus = documents_dus(session, session.get_one(Demarche, demarche_id))
    return [produire_a_la_demande(demarche_id, voulu, le, atelier) for voulu in dus]
