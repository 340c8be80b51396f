"""Des dossiers entiers : tout ce que les gardes d'un geste regardent, lu d'avance pour plusieurs démarches."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from modeles.convention import ProjetConvention
from modeles.demarche import Demarche
from modeles.diagnostic import Constat
from modeles.fiche import FicheAction
from modeles.indicateur import Indicateur
from modeles.piste import Piste
from modeles.reunion import Reunion
from modeles.territoire import Territoire

# Une lecture par liste, quel que soit le nombre de démarches ; à compléter si une garde regarde plus loin.
ENTIER = (
    selectinload(Demarche.territoire).selectinload(Territoire.demarches),  # type: ignore[arg-type]
    selectinload(Demarche.axes),  # type: ignore[arg-type]
    selectinload(Demarche.contacts),  # type: ignore[arg-type]
    selectinload(Demarche.reunions).selectinload(Reunion.decisions),  # type: ignore[arg-type]
    selectinload(Demarche.sources),  # type: ignore[arg-type]
    selectinload(Demarche.constats).selectinload(Constat.source),  # type: ignore[arg-type]
    selectinload(Demarche.enjeux),  # type: ignore[arg-type]
    selectinload(Demarche.diagnostics),  # type: ignore[arg-type]
    selectinload(Demarche.reserves),  # type: ignore[arg-type]
    selectinload(Demarche.pistes).selectinload(Piste.atelier),  # type: ignore[arg-type]
    selectinload(Demarche.fiches).selectinload(FicheAction.budget),  # type: ignore[arg-type]
    selectinload(Demarche.fiches).selectinload(FicheAction.indicateurs).selectinload(Indicateur.cibles),  # type: ignore[arg-type]
    selectinload(Demarche.enveloppes),  # type: ignore[arg-type]
    selectinload(Demarche.projets).selectinload(ProjetConvention.signatures),  # type: ignore[arg-type]
    selectinload(Demarche.deliberations),  # type: ignore[arg-type]
    selectinload(Demarche.avenants),  # type: ignore[arg-type]
    selectinload(Demarche.documents),  # type: ignore[arg-type]
)


def dossiers_entiers(session: Session, demarches: Collection[UUID]) -> Sequence[Demarche]:
    """Ces démarches, avec tout ce qu'un geste contrôle."""
    return session.exec(select(Demarche).where(col(Demarche.id).in_(demarches)).options(*ENTIER)).all()
