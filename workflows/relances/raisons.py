"""Dire pourquoi : chaque relance, et chaque absence de relance, s'explique en une phrase."""

from datetime import date

from modeles.vocabulaire_annuel import NatureAmenagement
from workflows.relances.attentes import Absence, Attente, Personne, Suspension

_SUSPENSIONS = {
    NatureAmenagement.DIFFICULTE: "une difficulté a été signalée",
    NatureAmenagement.PROMESSE: "une réponse est promise",
    NatureAmenagement.MAIN_RENDUE: "la main a été rendue",
}


def court(jour: date) -> str:
    """« 31/03/2026 »."""
    return f"{jour.day:02d}/{jour.month:02d}/{jour.year}"


def jours(n: int) -> str:
    """« 8 jours », « 1 jour »."""
    return f"{n} jour" if n < 2 else f"{n} jours"


def situation(attente: Attente, jour: date) -> str:
    """« en retard de 8 jours : période 2025, échéance 31/03/2026, report de 5 jours accordé le … par … »."""
    retard = attente.retard(jour)
    if retard > 0:
        debut = f"en retard de {jours(retard)}"
    else:
        debut = f"échéance dans {jours(-retard)}" if retard else "l'échéance est aujourd'hui"
    periode = "" if attente.echeance else f"période {attente.exercice}, "
    return f"{debut} : {periode}échéance {court(attente.echeance_le)}{_report(attente, jour)}"


def recue(attente: Attente, le: date) -> str:
    """« réponse reçue le 12/04/2026 » ; de l'État à lui-même, « fait le 12/04/2026 »."""
    return f"{'fait' if attente.echeance else 'réponse reçue'} le {court(le)}"


def pas_encore(attente: Attente) -> str:
    quoi = "attendu à partir du" if attente.echeance else "la campagne ouvre le"
    return f"{quoi} {court(attente.ouverte_le)}"


def close(attente: Attente, le: date) -> str:
    quoi = "n'est plus attendu" if attente.echeance else "la campagne est close"
    return f"{quoi} depuis le {court(le)}"


def _report(attente: Attente, jour: date) -> str:
    report = attente.report_connu(jour)
    if report is None:
        return ""
    ecart = jours((report.jusqu_au - attente.echeance_le).days)
    return f", report de {ecart} accordé le {court(report.accorde_le)} par {report.par}"


def assez_complete(attente: Attente) -> str:
    recus = attente.attendus - len(attente.manquants)
    return (
        f"{recus} éléments reçus sur {attente.attendus} ({attente.completude} %, seuil de {attente.seuil} %)"
    )


def suspendue(suspension: Suspension) -> str:
    quoi = _SUSPENSIONS[suspension.nature]
    par = f" par {suspension.par}" if suspension.par else ""
    return (
        f"{quoi} : rien ne part jusqu'au {court(suspension.jusqu_au)} "
        f"(« {suspension.motif} », noté le {court(suspension.depuis_le)}{par})"
    )


def absente(personne: Personne, absence: Absence) -> str:
    return f"absence de {personne.nom} jusqu'au {court(absence.au)}, sans suppléance : rien ne part d'ici là"


def trop_recent(personne: Personne, dernier: date, plafond: int, reprise: date) -> str:
    return (
        f"{personne.nom} a reçu un message le {court(dernier)} : "
        f"pas plus d'un tous les {jours(plafond)}, prochain départ possible le {court(reprise)}"
    )
