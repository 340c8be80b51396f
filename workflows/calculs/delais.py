"""Les délais et les majorités de l'assemblée qui délibère.

Code général des collectivités territoriales (CGCT) : troisième partie (L3…) pour le département, deuxième
(L2…) pour les métropoles et autres EPCI. Ces délais sont calendaires : aucun report au jour ouvré.
"""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from documents.formats import accorder
from modeles.erreurs import SaisieInvalide
from workflows.calculs.jours import decaler, jours_francs_entre

MOIS_DE_RECOURS = 2


class RegimeDeliberant(StrEnum):
    """Les règles de convocation et de quorum que suit l'assemblée."""

    DEPARTEMENT = "cgct_departement"
    EPCI = "cgct_epci"


class _Delais(NamedTuple):
    """En jours calendaires : d'avance pour l'envoi, d'attente pour la séance qui suit un défaut de quorum."""

    envoi: int
    carence: int


_DELAIS = {
    # Douze jours au moins (L3121-19), non francs ; réunion de plein droit trois jours après (L3121-14).
    RegimeDeliberant.DEPARTEMENT: _Delais(envoi=12, carence=3),
    # Cinq jours francs (L2121-12), donc six d'écart ; reconvocation à trois jours au moins (L2121-17).
    RegimeDeliberant.EPCI: _Delais(envoi=6, carence=3),
}


def limite_envoi(seance: date, regime: RegimeDeliberant, prudence: int = 0) -> date:
    """Le dernier jour pour envoyer le rapport ou la convocation, avancé de `prudence` jours.

    Lève `SaisieInvalide` si la prudence est négative : elle ferait partir l'envoi hors délai.
    """
    if prudence < 0:
        raise SaisieInvalide(
            "La date limite d'envoi ne peut pas être calculée.",
            f"La marge de prudence saisie ({prudence}) est négative.",
            "Saisissez un nombre de jours nul ou positif.",
        )
    return decaler(seance, -_DELAIS[regime].envoi - prudence)


def envoi_dans_les_delais(envoi: date, seance: date, regime: RegimeDeliberant) -> bool:
    """Vrai si l'envoi respecte le délai légal, sans marge de prudence."""
    return envoi <= limite_envoi(seance, regime)


def urgence_possible(envoi: date, seance: date) -> bool:
    """Vrai s'il reste au moins un jour franc, le minimum même en urgence (L3121-19, L2121-12)."""
    return jours_francs_entre(envoi, seance) >= 1


def quorum(en_exercice: int) -> int:
    """Le nombre de présents qu'il faut : plus de la moitié des membres en exercice (L3121-14, L2121-17).

    Lève `SaisieInvalide` si l'assemblée n'a aucun membre en exercice.
    """
    _verifier_effectifs(0, en_exercice)
    return en_exercice // 2 + 1


def quorum_atteint(presents: int, en_exercice: int) -> bool:
    """Vrai si les présents suffisent. Les pouvoirs ne comptent pas : ne donner que les présents.

    Lève `SaisieInvalide` si les effectifs sont négatifs ou se contredisent.
    """
    _verifier_effectifs(presents, en_exercice)
    return presents >= quorum(en_exercice)


def date_de_carence(seance: date, regime: RegimeDeliberant) -> date:
    """La séance qui suit un défaut de quorum : ce jour-là (département), au plus tôt (EPCI)."""
    return decaler(seance, _DELAIS[regime].carence)


def date_executoire(publication: date, transmission: date) -> date:
    """L'acte est exécutoire quand il est publié **et** transmis au préfet (L3131-1, L2131-1)."""
    return max(publication, transmission)


def fin_de_recours(transmission: date) -> date:
    """Le quantième de la transmission deux mois plus tard, ou le dernier jour du mois s'il n'y existe pas.

    C'est le déféré préfectoral (L3132-1) ; les tiers ont le même délai, à compter de la publication.
    """
    rang = transmission.month - 1 + MOIS_DE_RECOURS
    annee, mois = transmission.year + rang // 12, rang % 12 + 1
    if annee > date.max.year:
        return decaler(transmission, (date.max - transmission).days + 1)
    return date(annee, mois, min(transmission.day, monthrange(annee, mois)[1]))


def vote_favorable(pour: int, contre: int, voix_preponderante: bool | None = None) -> bool:
    """La majorité des suffrages exprimés ; les abstentions n'en sont pas (L3121-14).

    En cas de partage, le président l'emporte (L3121-15) : `voix_preponderante` dit s'il a voté pour ; None
    s'il n'a pas voté ou si le scrutin est secret, et rien n'est alors adopté.
    Lève `SaisieInvalide` si un nombre de voix est négatif.
    """
    negatives = [f"{n} voix « {sens} »" for sens, n in (("pour", pour), ("contre", contre)) if n < 0]
    if negatives:
        raise SaisieInvalide(
            "Le résultat du vote ne peut pas être calculé.",
            f"Un nombre de voix ne peut pas être négatif : {', '.join(negatives)}.",
            "Reportez le décompte du procès-verbal de séance.",
        )
    if pour == contre:
        return pour > 0 and voix_preponderante is True
    return pour > contre


def _verifier_effectifs(presents: int, en_exercice: int) -> None:
    motifs = []
    if en_exercice < 1:
        motifs.append(f"l'assemblée compterait {accorder(en_exercice, 'membre', 'membres')} en exercice")
    elif presents > en_exercice:
        comptes = accorder(presents, "présent", "présents")
        motifs.append(f"{comptes} pour {accorder(en_exercice, 'membre', 'membres')} en exercice")
    if presents < 0:
        motifs.append(f"le nombre de présents ({presents}) est négatif")
    if motifs:
        raise SaisieInvalide(
            "Le quorum ne peut pas être calculé.",
            f"Les effectifs saisis sont impossibles : {' ; '.join(motifs)}.",
            "Vérifiez la feuille d'émargement et le nombre de membres en exercice.",
        )
