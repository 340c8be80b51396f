"""Lire un dossier en un nombre constant de requêtes : une par nature de chose, quel que soit leur nombre."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import defer, joinedload, selectinload
from sqlmodel import Session, col, select

from modeles.absence import Absence
from modeles.contact import Contact
from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.diagnostic import Constat, Diagnostic, Enjeu
from modeles.document import Document
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.piste import Piste
from modeles.reunion import Reunion

Branche = tuple[Any, ...]
"""Ce qu'il faut charger d'une partie du dossier."""


def _liste(attribut: Any, *suites: Any) -> Any:
    chargement = selectinload(attribut)
    return chargement.options(*suites) if suites else chargement


LA_DEMARCHE: Branche = (joinedload(Demarche.territoire), _liste(Demarche.axes))  # type: ignore[arg-type]
LE_JOURNAL: Branche = (_liste(Demarche.passages),)
LES_PERSONNES: Branche = (_liste(Demarche.contacts),)
LES_ABSENCES: Branche = (
    _liste(Demarche.contacts, _liste(Contact.absences, joinedload(Absence.suppleant))),  # type: ignore[arg-type]
)
LE_CALENDRIER: Branche = (_liste(Demarche.etapes_prevues),)
LES_REUNIONS: Branche = (
    _liste(
        Demarche.reunions,
        _liste(Reunion.points),
        _liste(Reunion.participants),
        _liste(Reunion.decisions),
    ),
)
LE_DIAGNOSTIC: Branche = (
    _liste(Demarche.sources),
    _liste(Demarche.entretiens),
    _liste(Demarche.constats, joinedload(Constat.source)),  # type: ignore[arg-type]
    _liste(Demarche.enjeux, _liste(Enjeu.constats)),
    # Le rapport déposé est gardé entier : le lire pour n'en montrer que la date coûterait.
    _liste(Demarche.diagnostics, defer(Diagnostic.contenu)),  # type: ignore[arg-type]
    _liste(Demarche.reserves),
)
LES_PISTES: Branche = (_liste(Demarche.pistes, joinedload(Piste.enjeu), joinedload(Piste.atelier)),)  # type: ignore[arg-type]
LES_FICHES: Branche = (
    _liste(
        Demarche.fiches,
        _liste(FicheAction.budget),
        _liste(FicheAction.indicateurs, _liste(Indicateur.cibles)),
        _liste(FicheAction.pistes),
        joinedload(FicheAction.enjeu),  # type: ignore[arg-type]
    ),
)
LES_VERSIONS_DES_FICHES: Branche = (
    _liste(Demarche.fiches, _liste(FicheAction.versions), _liste(FicheAction.commentaires)),
)
LES_CREDITS: Branche = (_liste(Demarche.enveloppes),)
LA_CONVENTION: Branche = (
    _liste(Demarche.projets, _liste(ProjetConvention.signatures)),
    _liste(Demarche.deliberations),
    _liste(Demarche.remises),
    _liste(Demarche.avenants),
)
LES_DOCUMENTS: Branche = (_liste(Demarche.documents, defer(Document.donnees)),)  # type: ignore[arg-type]
L_EVALUATION: Branche = (joinedload(Demarche.evaluation),)  # type: ignore[arg-type]
LES_RETRAITS: Branche = (_liste(Demarche.retraits),)
# Ce que les gardes du parcours peuvent regarder, quelle que soit l'étape.
POUR_LES_GARDES: Branche = (
    *LE_JOURNAL,
    *LES_PERSONNES,
    *LE_CALENDRIER,
    *LES_REUNIONS,
    *LE_DIAGNOSTIC,
    *LES_PISTES,
    *LES_FICHES,
    *LES_CREDITS,
    *LA_CONVENTION,
    *L_EVALUATION,
    *LES_DOCUMENTS,
)


def charger_plusieurs(
    session: Session, demarches: Collection[UUID], *branches: Branche
) -> Sequence[Demarche]:
    """Ces démarches, avec ces parties de leurs dossiers déjà lues ; autant de requêtes que pour une seule."""
    options: Iterable[Any] = [option for branche in (LA_DEMARCHE, *branches) for option in branche]
    requete = select(Demarche).where(col(Demarche.id).in_(demarches)).options(*options)
    return session.exec(requete.execution_options(populate_existing=True)).all()


def charger(session: Session, demarche_id: UUID, *branches: Branche) -> Demarche:
    """La démarche, avec ces parties du dossier déjà lues."""
    (demarche,) = charger_plusieurs(session, [demarche_id], *branches)
    return demarche
