"""Le dossier d'un territoire : journal, documents, échéances, messages, effets."""

from collections.abc import Sequence
from typing import Annotated, TypeVar
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.dependances import DemarcheLue, Lecture, LeJour, PageDemandee, decouper
from api.refus import AdresseInconnue
from api.routes.descriptions import REFUS_404
from api.routes.territoires import Depuis
from api.schemas.commun import Elements
from api.schemas.dossier import DocumentVu, EcheanceVue, EffetVu, MessageVu
from api.schemas.gestes import PassageVu
from documents.depot import Depot
from modeles.configuration import configuration
from modeles.document import Document
from modeles.erreurs import Introuvable
from modeles.requetes_suivi import (
    documents_de,
    echeances_de,
    effets_de_la_demarche,
    journal_de,
    messages_de,
)
from modeles.vocabulaire import EtatEcheance, EtatEffet

routeur = APIRouter(prefix="/territoires/{territoire}", tags=["Dossier"], responses=REFUS_404)
