"""Qui a répondu aux campagnes."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from api.chiffres.graphiques import SANS_MOTIF, Graphique, Mesure, Serie, barres, series
from documents.formats import pourcent
from modeles.requetes_chiffres import Reponses, reponses_par_campagne

TITRE = "Réponses aux campagnes"
SERIES = [*series(["reçues"]), Serie("pas encore reçues", SANS_MOTIF)]


def par_campagne(session: Session, ids: Sequence[UUID]) -> Graphique:
    """La part des réponses reçues, campagne par campagne : n sur N."""
    reponses = reponses_par_campagne(session, ids)
    if not reponses:
        return Graphique(
            "reponses", TITRE, "Aucune campagne n'a encore été ouverte : aucune réponse n'est attendue."
        )
    recues, attendues = sum(r.recues for r in reponses), sum(r.attendues for r in reponses)
    return Graphique(
        "reponses",
        TITRE,
        f"{recues} réponses reçues sur {attendues} attendues, toutes campagnes ({_part(recues, attendues)}).",
        barres([_mesure(r) for r in reponses], SERIES, 100),
        SERIES,
        ("Campagne", "Reçues", "Attendues", "Part"),
        [(_nom(r), str(r.recues), str(r.attendues), _part(r.recues, r.attendues)) for r in reponses],
    )


def _mesure(r: Reponses) -> Mesure:
    part = 100 * r.recues / r.attendues
    return Mesure(_nom(r), (part, 100 - part), f"{r.recues} sur {r.attendues}")


def _nom(r: Reponses) -> str:
    libelle = r.genre.libelle
    return f"{libelle[:1].upper()}{libelle[1:]} {r.exercice}"


def _part(recues: int, attendues: int) -> str:
    return pourcent(100 * recues / attendues, 0)
