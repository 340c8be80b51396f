"""Jouer un pas : le geste et ses saisies dans une transaction, faite une fois et une seule."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlmodel import Session, col, select

from modeles.base import lecture, unite_de_travail
from modeles.colonnes import maintenant
from modeles.configuration import configuration
from modeles.demarche import Demarche, Passage
from modeles.erreurs import ErreurMetier
from modeles.reference.registre import registre
from modeles.requetes import demarche_de, demarche_verrouillee, passage_de_la_demande
from modeles.requetes_taches import taches_ouvertes
from workflows.commandes.bordereau import Auteur
from workflows.demonstration.annees import annees_a_raconter
from workflows.demonstration.histoires import Histoire, ecrire
from workflows.demonstration.recit import PREFIXE, Chapitre, Pas, Saisie
from workflows.demonstration.region import HISTOIRES
from workflows.demonstration.relances import relances_a_raconter
from workflows.dossier import avancer, creer_demarche, enregistrer
from workflows.regles.commun import Circonstances
from workflows.taches import faire_tache


class DemarcheReelle(ErreurMetier):
    """La démonstration ne touche jamais à une démarche qui n'est pas la sienne."""

    def __init__(self, noms: list[str]) -> None:
        super().__init__(
            "La démonstration ne peut pas être jouée.",
            f"Ces territoires ont une démarche réelle : {', '.join(noms)}.",
            "Choisissez d'autres territoires, ou une base vide (JALONS_DONNEES).",
        )


def demonstration_voulue(session: Session, le: date) -> bool:
    """Vrai si les réglages la demandent et que la base est vide, ou ne contient qu'elle, inachevée."""
    if not configuration().demonstration or not all(session.exec(select(Demarche.fictive)).all()):
        return False
    restent = (chapitres_a_jouer(session, code, histoire, le) for code, histoire in HISTOIRES.items())
    return any(restent) or annees_a_raconter(session, le) or relances_a_raconter(session)


def chapitres_a_jouer(session: Session, territoire: str, histoire: Histoire, le: date) -> list[Chapitre]:
    """La suite de l'histoire au jour `le` ; vide si elle est finie, ou si une personne a pris la main."""
    chapitres, demarche = ecrire(histoire, territoire, le), demarche_de(session, territoire)
    if demarche is None:
        return chapitres
    joues = session.exec(select(Passage.cle_demande).where(col(Passage.demarche_id) == demarche.id)).all()
    if any(cle is None or not cle.startswith(PREFIXE) for cle in joues):
        return []
    return [c for c in chapitres if c.pas[-1].cle not in joues]


def refuser_le_reel(territoires: Iterable[str]) -> None:
    """Lève `DemarcheReelle` si l'un des territoires a une démarche qui n'est pas de démonstration."""
    with lecture() as session:
        connues = [(t, demarche_de(session, t)) for t in territoires]
        reels = [registre().territoire(t).nom for t, d in connues if d is not None and not d.fictive]
    if reels:
        raise DemarcheReelle(reels)


def jouer(territoire: str, pas: Pas) -> UUID:
    """Joue un pas, s'il ne l'a pas déjà été ; rend l'identifiant de la démarche.

    Tout est dans la transaction du geste, qui porte la clé : interrompu, le pas se rejoue entier.
    """
    with unite_de_travail() as session:
        demarche_id = _demarche(session, territoire, pas.le).id
        if passage_de_la_demande(session, pas.cle) is None:
            _saisir(session, demarche_id, pas.avant)
            faits = Circonstances(pas.par, pas.le, maintenant(), pas.motif, pas.derogations, pas.cle)
            avancer(session, demarche_id, pas.geste, pas.donnees, faits)
            _saisir(session, demarche_id, pas.apres)
            _tenir_les_decisions(session, demarche_id, pas)
    return demarche_id


def _demarche(session: Session, territoire: str, le: date) -> Demarche:
    """La démarche réservée, pour qu'une autre démonstration attende son tour ; créée si elle manque."""
    connue = demarche_de(session, territoire)
    if connue is None:
        connue = creer_demarche(session, territoire, le)
        connue.fictive = True
        return connue
    return demarche_verrouillee(session, connue.id) or connue


def _tenir_les_decisions(session: Session, demarche_id: UUID, pas: Pas) -> None:
    """Qui avance a fait ce qui était décidé pour avant ; un territoire arrêté garde ses tâches en retard."""
    le_soir = datetime.combine(pas.le, time(18), UTC)
    for tache in taches_ouvertes(session, pas.le, demarche_id):
        if tache.echeance_le is not None and tache.echeance_le < pas.le:
            faire_tache(session, tache.id, pas.par, le_soir)


def _saisir(session: Session, demarche_id: UUID, saisies: tuple[Saisie, ...] | list[Saisie]) -> None:
    for saisie in saisies:
        auteur = Auteur(saisie.par, saisie.le, maintenant())
        enregistrer(session, demarche_id, saisie.nature, saisie.donnees, auteur)
