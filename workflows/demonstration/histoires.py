"""De quoi sont faites les histoires : les chapitres communs, et la date à laquelle chacune se passe."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from modeles.etapes import Geste
from modeles.reference.registre import registre
from modeles.vocabulaire import AvisComite, Organe
from workflows.demonstration.chapitres import contrat, diagnostic, fiches, lancement, pistes
from workflows.demonstration.decor import DEBUT, FIN, Decor
from workflows.demonstration.recit import Chapitre, Recit


class Histoire(NamedTuple):
    """`raconter` écrit les pas. Datée : `debut`. En cours : son dernier geste a `fini_depuis` jours."""

    titre: str
    raconter: Callable[[Recit], None]
    debut: date | None = None
    fini_depuis: int = 0


def jusqu_au_diagnostic(r: Recit) -> None:
    """Ce que presque tous partagent : lancement, étude, diagnostic déposé et adopté avec présélection."""
    lancement.lancer(r)
    diagnostiquer(r, AvisComite.ADOPTE)
    r.faire(Geste.ADOPTER_DIAGNOSTIC)
    preselectionner(r)


def diagnostiquer(r: Recit, avis: AvisComite, decision: str = "Adopter le diagnostic") -> None:
    """Étude, dépôt, comité de suivi."""
    r.passer(45)
    diagnostic.etudier(r)
    seance = diagnostic.deposer_le_diagnostic(r)
    diagnostic.presenter(r, seance, avis, decision)


def preselectionner(r: Recit) -> None:
    """Les pistes sont inscrites, arbitrées, arrêtées."""
    r.passer(14)
    pistes.proposer_les_pistes(r)
    pistes.arbitrer(r)
    r.faire(Geste.ARRETER_PISTES)
    r.passer(4)


def des_ateliers_au_livrable(r: Recit) -> None:
    """Ateliers, fiches, restitution, sans accroc."""
    pistes.tenir_les_ateliers(r)
    pistes.clore_les_ateliers(r)
    r.passer(30)
    fiches.instruire(r)
    fiches.figer(r)
    fiches.valider_le_livrable(r)


def du_projet_au_vote(r: Recit, organe: Organe = Organe.ASSEMBLEE) -> date:
    """Projet figé, visé, inscrit ; rend la date de la séance."""
    r.passer(10)
    contrat.figer_le_projet(r)
    contrat.viser(r)
    return contrat.inscrire(r, organe=organe)


def voter_et_signer(r: Recit, seance: date) -> None:
    contrat.voter(r, seance)
    contrat.rendre_executoire(r)
    contrat.signer_et_notifier(r)


def parcours_entier(r: Recit) -> None:
    """De « à lancer » à « contrat signé, en exécution », sans incident."""
    jusqu_au_diagnostic(r)
    des_ateliers_au_livrable(r)
    voter_et_signer(r, du_projet_au_vote(r))


def ecrire(histoire: Histoire, territoire: str, le: date) -> list[Chapitre]:
    """Les chapitres d'une histoire racontée à la date `le`, sans ce qui n'est pas encore arrivé ce jour-là."""
    decor = registre().territoire(territoire)
    premiere_annee = DEBUT if histoire.debut else min(max(le.year, DEBUT), FIN)
    debut, fin = histoire.debut or le, le - timedelta(days=histoire.fini_depuis)
    recit = _raconter(histoire, Decor(decor, premiere_annee), debut)
    # Les jours fériés ne tombent pas partout pareil : on recule jusqu'à finir à temps.
    while histoire.debut is None and recit.dernier_geste_le > fin:
        debut -= recit.dernier_geste_le - fin
        recit = _raconter(histoire, Decor(decor, premiere_annee), debut)
    return [_jusqu_au(c, le) for c in recit.chapitres if all(pas.le <= le for pas in c.pas)]


def _jusqu_au(chapitre: Chapitre, le: date) -> Chapitre:
    """Le chapitre, sans les saisies qui viendront plus tard."""
    pas = [p._replace(apres=[s for s in p.apres if s.le <= le]) for p in chapitre.pas]
    return chapitre._replace(pas=pas)


def _raconter(histoire: Histoire, decor: Decor, debut: date) -> Recit:
    recit = Recit(decor, debut)
    histoire.raconter(recit)
    return recit
