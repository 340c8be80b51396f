"""La convention et sa signature : projet, visas, délibération, signatures, puis la vie du contrat et ses avenants."""

from datetime import date
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.acces.droits import Droit
from api.pages.territoires.commun import Dossier, LeDossier, gardee
from api.pages.territoires.documents import signes
from api.pages.territoires.gestes_proposes import gestes_du_dossier
from documents.contextes.rendez_vous import rendez_vous_du_contrat
from modeles.deliberation import Deliberation
from modeles.demarche import Demarche
from modeles.document import Document
from modeles.etapes import EN_VIE, Etape
from modeles.evaluation import Evaluation as EvaluationEcrite
from modeles.lecture_du_dossier import POUR_LES_GARDES
from modeles.reference.registre import registre
from modeles.vocabulaire import Partie
from workflows.calculs.delais import quorum
from workflows.evaluation import CODE as EVALUATION
from workflows.regles.avenant import avenant_ouvert
from workflows.regles.convention import signataire
from workflows.regles.deliberation import deliberation_en_cours, executoire_le
from workflows.regles.evaluation import exercices_echus, obstacles_a_la_remise
from workflows.regles.signature import LIBELLES_PARTIES, document_du_projet


class Evaluation(NamedTuple):
    ecrite: EvaluationEcrite | None
    attendue_le: date | None
    manques: list[str]
    rapport: Document | None


routeur = APIRouter()
SIGNATAIRES = (Partie.COLLECTIVITE, Partie.ETAT)


@routeur.get("/territoires/{territoire}/signature")
@gardee
def montrer_la_signature(dossier: LeDossier) -> HTMLResponse:
    """Du projet figé au contrat notifié, et après."""
    demarche = dossier.charger(POUR_LES_GARDES)
    projet = demarche.projets[-1] if demarche.projets else None
    return dossier.rendre(
        "signature.html",
        "signature",
        projets=list(reversed(demarche.projets)),
        projet=projet,
        convention=document_du_projet(demarche, projet) if projet else None,
        deliberations=[_vue(d) for d in reversed(demarche.deliberations)],
        en_cours=deliberation_en_cours(demarche),
        signatures={s.partie: s for s in projet.signatures} if projet else {},
        signataires={p: signataire(demarche, p) for p in SIGNATAIRES},
        des_parties=LIBELLES_PARTIES,
        gestes=gestes_du_dossier(demarche, dossier.agent, dossier.le),
        remises=_remises(dossier),
        exemplaires=signes(demarche.documents),
        depose_exemplaire=dossier.agent.peut(Droit.DEPOSER, demarche),
        avenants=list(reversed(demarche.avenants)),
        en_vie=demarche.etape in EN_VIE,
        visable=demarche.etape is Etape.CONTRACTUALISATION or avenant_ouvert(demarche) is not None,
        delibere=demarche.etape is Etape.DELIBERATION or avenant_ouvert(demarche) is not None,
        signe=demarche.etape.rang >= Etape.EXECUTION.rang and demarche.signe_le is not None,
        evaluation=_evaluation(demarche, dossier.le),
    )


def _evaluation(demarche: Demarche, le: date) -> Evaluation | None:
    """Ce qui en est écrit, ce qu'il y manque, et son dernier rapport ; rien tant qu'il n'y a rien à évaluer."""
    if demarche.signe_le is None or not exercices_echus(demarche, le):
        return None
    rapports = [d for d in demarche.documents if d.code == EVALUATION]
    return Evaluation(
        demarche.evaluation,
        rendez_vous_du_contrat(demarche).evaluation_le,
        [o.message for o in obstacles_a_la_remise(demarche, le)],
        max(rapports, key=lambda d: d.version, default=None),
    )


def _vue(deliberation: Deliberation) -> tuple[Deliberation, int, object]:
    """La délibération, le quorum qu'il lui fallait, et le jour où elle est exécutoire."""
    return deliberation, quorum(deliberation.en_exercice), executoire_le(deliberation)


def _remises(dossier: Dossier) -> list[tuple[str, str, int, object]]:
    """Ce que le contrat attend pour chaque exercice, et s'il l'a reçu."""
    demarche = dossier.demarche
    recues = {(r.echeance, r.exercice): r for r in demarche.remises}
    return [
        (e.code, e.libelle, exercice, recues.get((e.code, exercice)))
        for e in registre().type_de_contrat(demarche.type_contrat).echeances
        if e.annuelle
        for exercice in demarche.annees
        if exercice <= dossier.le.year
    ]
