"""Jouer les jours à venir : ce qui partirait si rien ne changeait d'ici là."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from modeles.vocabulaire_relances import EtatRelance, Issue
from workflows.relances.attentes import Attente, Passee
from workflows.relances.decision import Derniers, Ligne, decider
from workflows.relances.groupement import Envoi, completer, grouper


class Journee(NamedTuple):
    """Un jour décidé : les envois, les lettres à faire signer, et toutes les lignes avec leur raison."""

    jour: date
    envois: tuple[Envoi, ...]
    lignes: tuple[Ligne, ...]

    @property
    def a_valider(self) -> list[Ligne]:
        return [x for x in self.lignes if x.issue is Issue.A_VALIDER]


def juger(attentes: Iterable[Attente], jour: date, derniers: Derniers) -> Journee:
    """La décision d'un jour, envois groupés."""
    lignes = decider(attentes, jour, derniers)
    envois, attendent = grouper(lignes, jour)
    remises = {id(x.attente): x for x in attendent}
    finales = tuple(remises.get(id(x.attente), x) for x in lignes)
    return Journee(jour, tuple(completer(envois, finales, jour)), finales)


def derouler(
    attentes: Iterable[Attente],
    du: date,
    au: date,
    derniers: Derniers,
    *,
    valides: Callable[[str], bool] = lambda _niveau: False,
) -> Iterator[Journee]:
    """Chaque jour de `du` à `au` compris, en supposant parti ce qui devait partir.

    Les lettres à valider le restent, sauf celles des niveaux `valides` : validées dès le lendemain.
    """
    courantes, recents = list(attentes), dict(derniers)
    for ecart in range((au - du).days + 1):
        journee = juger(courantes, du + timedelta(days=ecart), recents)
        yield journee
        courantes = [_apres(ligne, journee.jour, valides) for ligne in journee.lignes]
        recents |= {p.cle: journee.jour for envoi in journee.envois for p in envoi.destinataires}


def _apres(ligne: Ligne, jour: date, valides: Callable[[str], bool]) -> Attente:
    """L'attente, une fois la journée passée."""
    attente = ligne.attente
    if ligne.niveau is None or ligne.issue not in (Issue.PART, Issue.A_VALIDER):
        return attente
    a_valider = EtatRelance.PROGRAMMEE if valides(ligne.niveau.code) else EtatRelance.A_VALIDER
    etat = EtatRelance.PARTIE if ligne.part else a_valider
    caduques = {*ligne.depassees, ligne.niveau.code}
    gardees = [
        p._replace(etat=EtatRelance.CADUQUE) if p.niveau in ligne.depassees else p
        for p in attente.passees
        if p.niveau in ligne.depassees or p.niveau not in caduques
    ]
    return attente._replace(passees=(*gardees, Passee(ligne.niveau.code, etat, jour)))
