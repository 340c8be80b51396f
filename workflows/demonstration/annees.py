"""Les années des contrats signés : ce que chaque territoire répond, en avance, en retard, en partie ou pas du tout."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from modeles.base import lecture, unite_de_travail
from modeles.campagne import Attendu
from modeles.demarche import Demarche
from modeles.etapes import EN_VIE
from modeles.requetes_campagnes import campagnes
from modeles.territoire import Territoire
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.calculs.jours import premier_jour_ouvre
from workflows.campagnes import ouvrir_campagne
from workflows.demonstration.annee import Annee, Conduite, auteur_de
from workflows.documents_annuels import produire_les_documents_dus
from workflows.effets import Atelier

G = GenreCampagne
OUVREUSE = "Commissariat régional (démonstration)"
PREMIER_EXERCICE = 2024
# Les autres répondent à tout, à l'heure, et leur année va au bout.
# fmt: off
CONDUITES = {
    ("09", 2025): Conduite(reponse=None, report=True, rapport=None),
    ("12", 2025): Conduite(reponse=8, delibere=False, dialogue=False),
    ("31", 2025): Conduite(part_pour_cent=50, rapport=None),
    ("34", 2025): Conduite(zero=True, sans_objet=True, conteste=True, dialogue=False),
    ("48", 2025): Conduite(provisoire=True, rapport=12, avenant=True),
    ("243100518", 2025): Conduite(rapport=None),
}
# fmt: on


class Echeancier(NamedTuple):
    """Quand une campagne s'ouvre, et pour quel exercice."""

    genre: GenreCampagne
    exercice: int
    ouverte_le: date


def annees_a_raconter(session: Session, le: date) -> bool:
    """Vrai si une campagne de la démonstration aurait dû s'ouvrir et ne l'est pas."""
    return any(_reste_a_ouvrir(session, region, le) for region in _regions(session))


def raconter_les_annees(le: date, atelier: Atelier) -> None:
    """Raconte chaque exercice fini à la date `le`. Interrompue puis relancée, reprend à l'exercice suivant."""
    with lecture() as session:
        regions = _regions(session)
    for region in regions:
        with lecture() as session:
            a_ouvrir = _reste_a_ouvrir(session, region, le)
        for exercice in sorted({e.exercice for e in a_ouvrir}):
            with unite_de_travail() as session:
                _raconter(session, region, [e for e in a_ouvrir if e.exercice == exercice], le)
            _documenter(min(le, date(exercice + 1, 7, 15)), atelier)
    _documenter(le, atelier)


def _documenter(le: date, atelier: Atelier) -> None:
    """Les documents que les réceptions appellent, datés de ce jour-là ; déjà faits, ils ne se refont pas."""
    with lecture() as session:
        vivantes = session.exec(select(Demarche.id).where(col(Demarche.etape).in_(EN_VIE))).all()
    for demarche_id in vivantes:
        produire_les_documents_dus(demarche_id, le, atelier)


def _regions(session: Session) -> list[str]:
    """Les régions où tout est fictif : une campagne s'adresse à toute la région, jamais à une vraie démarche."""
    requete = select(Territoire.region, Demarche.fictive, Demarche.etape).join(Demarche)
    lignes = session.exec(requete).all()
    reelles = {region for region, fictive, _ in lignes if not fictive}
    return sorted({region for region, _, etape in lignes if etape in EN_VIE} - reelles)


def _reste_a_ouvrir(session: Session, region: str, le: date) -> list[Echeancier]:
    ouvertes = {(c.genre, c.exercice) for c in campagnes(session, region)}
    return [e for e in _echeancier(le) if (e.genre, e.exercice) not in ouvertes]


def _echeancier(le: date) -> Iterator[Echeancier]:
    for exercice in range(PREMIER_EXERCICE, le.year):
        ouverture = premier_jour_ouvre(date(exercice + 1, 2, 2))
        if ouverture <= le:
            yield Echeancier(G.INDICATEURS, exercice, ouverture)
            yield Echeancier(G.RAPPORT_EXECUTION, exercice, ouverture)
    evaluation = date(2026, 1, 5)
    if evaluation <= le:
        yield Echeancier(G.EVALUATION_MI_PARCOURS, 2026, evaluation)


def _raconter(session: Session, region: str, ouvertures: list[Echeancier], le: date) -> None:
    attendus: dict[str, list[Attendu]] = {}
    for genre, exercice, ouverte_le in ouvertures:
        ouverture = ouvrir_campagne(session, region, genre, exercice, auteur_de(OUVREUSE, ouverte_le))
        for attendu in ouverture.attendus:
            attendus.setdefault(attendu.demarche.territoire_code, []).append(attendu)
    session.flush()
    for territoire, siens in attendus.items():
        conduite = CONDUITES.get((territoire, ouvertures[0].exercice), Conduite())
        Annee(session, siens, conduite).raconter(le)
