"""Le calendrier à rebours : de la date visée vers aujourd'hui, et ce qu'un glissement y change.

Les étapes se suivent sans trou : l'une commence le jour où la précédente finit. Une fin planifiée tombe
toujours un jour ouvré. Rien ici ne modifie un calendrier : on propose, la personne décide.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from documents.formats import accorder, date_longue, liste_et
from modeles.erreurs import SaisieInvalide
from workflows.calculs.jours import decaler, dernier_jour_ouvre, premier_jour_ouvre


class EtapePlanifiee(NamedTuple):
    """Une étape du calendrier ; `duree_jours` est sa durée cible, en jours calendaires."""

    etape: str
    debut: date
    fin: date
    duree_jours: int


class Intenable(NamedTuple):
    """La cible supposait de commencer avant aujourd'hui."""

    cible: date
    manque_jours: int
    premiere_cible: date

    @property
    def explication(self) -> str:
        manque = accorder(self.manque_jours, "jour", "jours")
        return (
            f"La date du {date_longue(self.cible)} ne peut pas être tenue : il manque {manque}. "
            f"La première date possible est le {date_longue(self.premiere_cible)}."
        )


class Retroplanning(NamedTuple):
    """Les étapes dans l'ordre du parcours ; `intenable` est None quand la cible peut être tenue."""

    etapes: tuple[EtapePlanifiee, ...]
    intenable: Intenable | None


class SeanceVisee(NamedTuple):
    """La séance de l'assemblée, la limite d'envoi du rapport, et l'étape à finir avant cet envoi."""

    le: date
    envoi_avant_le: date
    etape_prealable: str


class SeanceManquee(NamedTuple):
    """Le rapport ne sera pas prêt le jour où il devait partir."""

    seance: SeanceVisee
    pret_le: date

    @property
    def retard_jours(self) -> int:
        return (self.pret_le - self.seance.envoi_avant_le).days

    @property
    def explication(self) -> str:
        return (
            f"La séance du {date_longue(self.seance.le)} sera manquée : le rapport doit partir le "
            f"{date_longue(self.seance.envoi_avant_le)} au plus tard et ne sera prêt que le "
            f"{date_longue(self.pret_le)}."
        )


class Decalage(NamedTuple):
    """Ce que la proposition change à la fin d'une étape."""

    etape: str
    ancienne_fin: date
    nouvelle_fin: date

    @property
    def ecart_jours(self) -> int:
        return (self.nouvelle_fin - self.ancienne_fin).days


class Proposition(NamedTuple):
    """Le calendrier recalculé, les seules étapes qu'il déplace, et la séance qu'il ferait manquer."""

    etapes: tuple[EtapePlanifiee, ...]
    decalages: tuple[Decalage, ...]
    seance_manquee: SeanceManquee | None


def retroplanning(cible: date, durees: Sequence[tuple[str, int]], aujourdhui: date) -> Retroplanning:
    """Le calendrier qui finit à la cible ; `durees` : (étape, jours calendaires), dans l'ordre du parcours.

    Lève `SaisieInvalide` si aucune étape n'est donnée, si une étape revient ou si une durée est négative.
    """
    _verifier(durees)
    etapes = _a_rebours(cible, durees)
    manque_jours = (aujourdhui - etapes[0].debut).days
    if manque_jours <= 0:
        return Retroplanning(etapes, None)
    return Retroplanning(etapes, Intenable(cible, manque_jours, _premiere_cible(durees, aujourdhui)))


def recaler(
    calendrier: Sequence[EtapePlanifiee], etape: str, fin_reelle: date, seance: SeanceVisee | None = None
) -> Proposition:
    """Ce que devient le calendrier si `etape` finit le `fin_reelle`.

    Un retard pousse les étapes suivantes autant que leur durée cible l'exige. Une avance leur laisse plus de
    temps sans avancer leur fin : une séance ou une signature fixée ne se devance pas.
    Lève `SaisieInvalide` si l'étape, ou celle qui prépare la séance, n'est pas au calendrier.
    """
    noms = [planifiee.etape for planifiee in calendrier]
    _verifier_presence([etape, *([seance.etape_prealable] if seance else [])], noms)
    etapes = _enchainer(calendrier, noms.index(etape), fin_reelle)
    decalages = tuple(
        Decalage(avant.etape, avant.fin, apres.fin)
        for avant, apres in zip(calendrier, etapes, strict=True)
        if avant.fin != apres.fin
    )
    return Proposition(etapes, decalages, _manquee(etapes, seance))


def _a_rebours(cible: date, durees: Sequence[tuple[str, int]]) -> tuple[EtapePlanifiee, ...]:
    etapes: list[EtapePlanifiee] = []
    fin = dernier_jour_ouvre(cible)
    for etape, duree_jours in reversed(durees):
        debut = dernier_jour_ouvre(decaler(fin, -duree_jours))
        etapes.append(EtapePlanifiee(etape, debut, fin, duree_jours))
        fin = debut
    return tuple(reversed(etapes))


def _enchainer(
    calendrier: Sequence[EtapePlanifiee], rang: int, fin_reelle: date
) -> tuple[EtapePlanifiee, ...]:
    finie = calendrier[rang]
    etapes = [*calendrier[:rang], finie._replace(debut=min(finie.debut, fin_reelle), fin=fin_reelle)]
    for suivante in calendrier[rang + 1 :]:
        debut = etapes[-1].fin
        au_plus_tot = premier_jour_ouvre(decaler(debut, suivante.duree_jours))
        etapes.append(suivante._replace(debut=debut, fin=max(suivante.fin, au_plus_tot)))
    return tuple(etapes)


def _premiere_cible(durees: Sequence[tuple[str, int]], aujourdhui: date) -> date:
    cible = decaler(aujourdhui, sum(duree_jours for _, duree_jours in durees))
    # Chaque fin ramenée au jour ouvré mange quelques jours : on avance jusqu'à les avoir tous retrouvés.
    while _a_rebours(cible, durees)[0].debut < aujourdhui:
        cible = decaler(cible, 1)
    return cible


def _manquee(etapes: Sequence[EtapePlanifiee], seance: SeanceVisee | None) -> SeanceManquee | None:
    if seance is None:
        return None
    pret_le = next(planifiee.fin for planifiee in etapes if planifiee.etape == seance.etape_prealable)
    return SeanceManquee(seance, pret_le) if pret_le > seance.envoi_avant_le else None


def _verifier(durees: Sequence[tuple[str, int]]) -> None:
    noms = [etape for etape, _ in durees]
    motifs = [] if durees else ["aucune étape n'est donnée"]
    motifs += [f"« {etape} » revient plusieurs fois" for etape in sorted(set(noms)) if noms.count(etape) > 1]
    motifs += [f"la durée de « {etape} » est négative ({jours})" for etape, jours in durees if jours < 0]
    if motifs:
        raise SaisieInvalide(
            "Le rétroplanning ne peut pas être calculé.",
            f"Les étapes données ne conviennent pas : {' ; '.join(motifs)}.",
            "Donnez chaque étape une fois, avec une durée nulle ou positive.",
        )


def _verifier_presence(cherchees: Sequence[str], noms: Sequence[str]) -> None:
    absentes = [f"« {etape} »" for etape in dict.fromkeys(cherchees) if etape not in noms]
    if absentes:
        raise SaisieInvalide(
            "Le calendrier ne peut pas être recalculé.",
            f"Il ne contient pas {liste_et(absentes)}.",
            f"Choisissez parmi ses étapes : {', '.join(noms)}.",
        )
