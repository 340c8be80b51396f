"""Le déroulement : mener toutes les histoires de front, chacune attendant que ses documents soient faits."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from modeles.base import lecture
from modeles.erreurs import ErreurMetier
from modeles.reference.registre import registre
from modeles.requetes import demarche_de, effets_a_faire_par_demarche, nombre_de_documents
from workflows.demonstration.histoires import Histoire, ecrire
from workflows.demonstration.recit import Chapitre
from workflows.demonstration.scene import chapitres_a_jouer, jouer, refuser_le_reel

CADENCE_S = 0.2
# Ce qui doit suivre a pu se perdre avec un processus : on le redemande, sans insister.
RAPPEL_S = 5.0
PATIENCE_S = 600.0
Suivre = Callable[[UUID], None]


class Nouvelle(NamedTuple):
    """Où en est un territoire. `erreur` : son histoire s'arrête là, et pourquoi."""

    territoire: str
    nom: str
    histoire: str
    chapitre: str
    joues: int
    chapitres: int
    etape: str
    documents: int
    a_faire: int
    fini: bool = False
    erreur: str | None = None


class SansSuite(ErreurMetier):
    """Plus rien n'avance : personne ne fait ce qui doit suivre les gestes."""

    def __init__(self, noms: list[str]) -> None:
        super().__init__(
            "La démonstration n'avance plus.",
            f"Depuis dix minutes, ce qui doit suivre n'est pas fait pour : {', '.join(noms)}.",
            "Vérifiez que Jalons est lancé (make lancer), puis recommencez : elle reprendra où elle en est.",
        )


@dataclass
class _Fil:
    """Un territoire en train d'être joué."""

    territoire: str
    histoire: Histoire
    total: int
    reste: deque[Chapitre]
    demarche_id: UUID | None
    titre: str = ""
    rappel_a: float = 0.0
    erreur: str | None = None
    fini: bool = False


def derouler(
    histoires: Mapping[str, Histoire],
    le: date,
    suivre: Suivre,
    annoncer: Callable[[Nouvelle], None],
    *,
    attendre_la_fin: bool = True,
) -> bool:
    """Joue les histoires, par code de territoire, jusqu'au jour `le` ; vrai si toutes arrivent au bout.

    `suivre` fait, ou demande, ce qui doit suivre les gestes d'une démarche ; il est rappelé tant que ce n'est
    pas fait. Interrompu puis relancé, le déroulement reprend où il en était.
    Lève `DemarcheReelle` avant de rien écrire, `SansSuite` si plus rien n'avance.
    """
    refuser_le_reel(histoires)
    fils = [_preparer(code, histoire, le) for code, histoire in histoires.items()]
    limite = time.monotonic() + PATIENCE_S
    while vivants := [fil for fil in fils if not fil.fini]:
        if _tour(vivants, suivre, annoncer, attendre_la_fin):
            limite = time.monotonic() + PATIENCE_S
        elif time.monotonic() > limite:
            raise SansSuite([registre().territoire(fil.territoire).nom for fil in vivants])
        else:
            time.sleep(CADENCE_S)
    return all(fil.erreur is None for fil in fils)


def _preparer(territoire: str, histoire: Histoire, le: date) -> _Fil:
    with lecture() as session:
        reste = chapitres_a_jouer(session, territoire, histoire, le)
        demarche = demarche_de(session, territoire)
    total = len(ecrire(histoire, territoire, le))
    return _Fil(territoire, histoire, total, deque(reste), demarche.id if demarche else None)


def _tour(
    fils: list[_Fil], suivre: Suivre, annoncer: Callable[[Nouvelle], None], attendre_la_fin: bool
) -> bool:
    """Joue un chapitre de chaque territoire dont les suites sont faites. Vrai si quelque chose a bougé."""
    with lecture() as session:
        occupees = effets_a_faire_par_demarche(session)
    avance = False
    for fil in fils:
        if fil.demarche_id in occupees and (fil.reste or attendre_la_fin):
            _rappeler(fil, suivre)
            continue
        avance = True
        _poursuivre(fil, suivre)
        annoncer(_nouvelle(fil))
    return avance


def _rappeler(fil: _Fil, suivre: Suivre) -> None:
    if fil.demarche_id is not None and time.monotonic() >= fil.rappel_a:
        fil.rappel_a = time.monotonic() + RAPPEL_S
        suivre(fil.demarche_id)


def _poursuivre(fil: _Fil, suivre: Suivre) -> None:
    """Le chapitre suivant, ou la fin. Un refus arrête cette histoire, pas les autres."""
    if not fil.reste:
        fil.fini = True
        return
    chapitre = fil.reste.popleft()
    try:
        for pas in chapitre.pas:
            fil.demarche_id = jouer(fil.territoire, pas)
    except ErreurMetier as refus:
        fil.fini, fil.erreur = True, str(refus)
    else:
        fil.titre, fil.rappel_a = chapitre.titre, 0.0
        _rappeler(fil, suivre)


def _nouvelle(fil: _Fil) -> Nouvelle:
    with lecture() as session:
        demarche = demarche_de(session, fil.territoire)
        return Nouvelle(
            territoire=fil.territoire,
            nom=registre().territoire(fil.territoire).nom,
            histoire=fil.histoire.titre,
            chapitre=fil.titre,
            joues=fil.total - len(fil.reste),
            chapitres=fil.total,
            etape=demarche.etape.libelle if demarche else "",
            documents=_documents(session, fil),
            a_faire=effets_a_faire_par_demarche(session).get(fil.demarche_id, 0) if fil.demarche_id else 0,
            fini=fil.fini,
            erreur=fil.erreur,
        )


def _documents(session: Session, fil: _Fil) -> int:
    return nombre_de_documents(session, fil.demarche_id) if fil.demarche_id else 0
