"""Un message par personne : tout ce qui lui est demandé ce jour-là, ensemble."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from modeles.reference.echelles import Niveau
from modeles.vocabulaire_relances import Canal, Fonction, Issue
from workflows.relances import raisons
from workflows.relances.attentes import Attente, Personne, cle_de_relance
from workflows.relances.carnet import joindre
from workflows.relances.decision import Ligne

ENCORE_DUES = (Issue.RIEN_DE_DU, Issue.ATTEND_VALIDATION, Issue.PLAFOND, Issue.A_VALIDER)


class Envoi(NamedTuple):
    """Un message à préparer. `niveau` est le plus haut de ses lignes : c'est lui qui donne le ton.

    `aussi` : ce que les mêmes personnes doivent encore, sans que ce soit le moment d'un nouveau niveau.
    """

    niveau: Niveau
    lignes: tuple[Ligne, ...]
    destinataires: tuple[Personne, ...]
    aussi: tuple[Ligne, ...] = ()

    @property
    def cles(self) -> list[str]:
        return [cle_de_relance(x.attente, x.niveau.code) for x in self.lignes if x.niveau]


def grouper(lignes: Iterable[Ligne], jour: date) -> tuple[list[Envoi], list[Ligne]]:
    """Les envois du jour, et les lignes que le plafond fait attendre : personne ne reçoit deux messages.

    Un courriel réunit tout ce qu'une même personne doit, quels que soient la campagne et le territoire ; un
    courrier, tout ce qu'une démarche doit au même niveau.
    """
    partantes = [x for x in lignes if x.issue is Issue.PART]
    # Le plus grave d'abord : si une personne est visée deux fois, c'est lui qui part.
    partantes.sort(key=lambda x: (-_gravite(x), _cle_de_groupe(x), x.attente.echeance_le))
    groupes: dict[tuple[str, ...], list[Ligne]] = {}
    for ligne in partantes:
        groupes.setdefault(_cle_de_groupe(ligne), []).append(ligne)
    envois, attendent, servies = list[Envoi](), list[Ligne](), dict[str, Niveau]()
    for groupe in groupes.values():
        envoi = _envoi(groupe)
        if deja := next((p for p in envoi.destinataires if p.cle in servies), None):
            attendent += [_remettre_a_plus_tard(ligne, deja, jour) for ligne in groupe]
            continue
        servies |= {p.cle: envoi.niveau for p in envoi.destinataires}
        envois.append(envoi)
    return envois, attendent


def completer(envois: Iterable[Envoi], lignes: Iterable[Ligne], jour: date) -> list[Envoi]:
    """Ajoute aux courriels ce que leurs destinataires doivent par ailleurs : tout est dit en une fois."""
    courriels = [e for e in envois if e.niveau.canal is Canal.COURRIEL]
    if not courriels:
        return list(envois)
    dues: dict[str, list[Ligne]] = {}
    for ligne in lignes:
        attente = ligne.attente
        if ligne.issue in ENCORE_DUES and attente.ouverte_le <= jour and attente.attendus:
            a_qui = Fonction.RESPONSABLE if attente.interne else Fonction.REFERENT
            for personne in joindre(attente, (a_qui,), jour)[0]:
                dues.setdefault(personne.cle, []).append(ligne)
    return [
        e._replace(aussi=tuple(_aussi(e, dues))) if e.niveau.canal is Canal.COURRIEL else e for e in envois
    ]


def _aussi(envoi: Envoi, dues: dict[str, list[Ligne]]) -> Iterator[Ligne]:
    premiere = envoi.lignes[0].attente
    for personne in envoi.destinataires:
        for ligne in dues.get(personne.cle, ()):
            if _meme_courrier(ligne.attente) == _meme_courrier(premiere):
                yield ligne


def _meme_courrier(attente: Attente) -> tuple[str, str]:
    """Un exemple fictif ne se mêle jamais à une vraie demande, ni ce que l'État se doit à ce que l'on doit à l'État."""
    return str(attente.fictive), str(attente.interne)


def lettres(lignes: Iterable[Ligne]) -> list[list[Ligne]]:
    """Les documents à écrire : une lettre par démarche et par niveau, avec tout ce qui manque."""
    avec = [x for x in lignes if x.niveau and x.niveau.document]
    avec.sort(key=_cle_de_lettre)
    return [list(groupe) for _, groupe in groupby(avec, key=_cle_de_lettre)]


def _cle_de_lettre(ligne: Ligne) -> tuple[str, str]:
    return str(ligne.attente.demarche_id), ligne.niveau.code if ligne.niveau else ""


def _gravite(ligne: Ligne) -> int:
    return ligne.niveau.jours if ligne.niveau else 0


def _cle_de_groupe(ligne: Ligne) -> tuple[str, ...]:
    if ligne.niveau and ligne.niveau.canal is Canal.COURRIEL:
        return ("courriel", *_meme_courrier(ligne.attente), *sorted(p.cle for p in ligne.destinataires))
    return ("lettre", *_cle_de_lettre(ligne))


def _envoi(groupe: list[Ligne]) -> Envoi:
    premiere = groupe[0]
    assert premiere.niveau is not None
    personnes = {p.cle: p for ligne in groupe for p in ligne.destinataires}
    return Envoi(premiere.niveau, tuple(groupe), tuple(personnes.values()))


def _remettre_a_plus_tard(ligne: Ligne, personne: Personne, jour: date) -> Ligne:
    plafond = ligne.attente.echelle.plafond_jours
    reprise = ligne.attente.calendrier.premier_ouvert(jour + timedelta(days=plafond))
    motif = raisons.trop_recent(personne, jour, plafond, reprise)
    return ligne._replace(issue=Issue.PLAFOND, raison=f"{ligne.raison} ; {motif}")
