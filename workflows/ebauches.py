"""Écrire un document avant l'heure : ceux des gestes, et l'évaluation, dont les nombres se comptent dans la base."""

from datetime import date

from sqlalchemy.orm import object_session
from sqlmodel import Session

from documents import ebauches
from documents.contextes.commun import ContexteDeDocument
from modeles.demarche import Demarche
from workflows.evaluation import CODE as EVALUATION
from workflows.evaluation import contexte_de_l_evaluation
from workflows.regles.evaluation import exercices_echus


def sujets_possibles(demarche: Demarche, code: str, le: date) -> list[str]:
    """Ce sur quoi ce document peut s'écrire ce jour-là ; vide si c'est trop tôt. Lève `Introuvable`."""
    if code == EVALUATION:
        return [""] if demarche.signe_le is not None and exercices_echus(demarche, le) else []
    return ebauches.sujets_possibles(demarche, code)


def ebaucher(demarche: Demarche, code: str, sujet: str, le: date) -> ContexteDeDocument:
    """Le contexte du document tel qu'il serait écrit le jour `le`. Lève `Introuvable`."""
    if code == EVALUATION:
        session = object_session(demarche)
        assert isinstance(session, Session), "la démarche se lit dans une session"
        return contexte_de_l_evaluation(session, demarche, le)
    return ebauches.ebaucher(demarche, code, sujet, le)
