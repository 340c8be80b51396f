"""L'agenda au format iCalendar (RFC 5545) : un abonnement, une invitation ou une annulation qu'Outlook comprend."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from modeles.agenda import EvenementAgenda, GenreDEvenement

PRODUIT = "-//Jalons//Contrats locaux des solidarités//FR"
PREMIER_JOUR = date(2020, 1, 1)
PARIS = "Europe/Paris"
# Les calendriers relisent l'abonnement toutes les heures ; un évènement annulé y reste le temps qu'ils l'effacent.
RELECTURE = timedelta(hours=1)
MEMOIRE_DES_ANNULATIONS = timedelta(days=60)
CATEGORIES = {
    GenreDEvenement.REUNION: "Réunion",
    GenreDEvenement.ECHEANCE: "Échéance",
    GenreDEvenement.TACHE: "À faire",
}
RAPPEL_D_UNE_REUNION = timedelta(minutes=-30)


class Personne(NamedTuple):
    """Une personne d'une invitation : son adresse, et son nom s'il est connu."""

    adresse: str
    nom: str = ""


def abonnement(nom: str, evenements: Iterable[EvenementAgenda], fuseau: str, instant: datetime) -> bytes:
    """Le calendrier auquel on s'abonne : les mêmes évènements donnent toujours les mêmes octets."""
    calendrier = _calendrier("PUBLISH", fuseau)
    calendrier.add("name", nom)
    calendrier.add("x-wr-calname", nom)
    calendrier.add("x-wr-timezone", fuseau)
    calendrier.add("refresh-interval", RELECTURE, parameters={"value": "DURATION"})
    calendrier.add("x-published-ttl", "PT1H")
    for evenement in evenements:
        if not evenement.annule or instant - evenement.modifie_le < MEMOIRE_DES_ANNULATIONS:
            calendrier.add_component(_evenement(evenement, fuseau))
    return bytes(calendrier.to_ical())


def invitation(
    evenement: EvenementAgenda, organisateur: Personne, invites: Sequence[Personne], fuseau: str
) -> str:
    """L'invitation à joindre à un courriel ; l'annulation, si l'évènement est annulé."""
    calendrier = _calendrier("CANCEL" if evenement.annule else "REQUEST", fuseau)
    composant = _evenement(evenement, fuseau)
    composant.add("organizer", _adresse(organisateur))
    for invite in invites:
        composant.add(
            "attendee", _adresse(invite, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp="TRUE")
        )
    if not evenement.annule:
        composant.add_component(_rappel(evenement.titre))
    calendrier.add_component(composant)
    return bytes(calendrier.to_ical()).decode()


def _calendrier(methode: str, fuseau: str) -> Calendar:
    calendrier = Calendar()
    calendrier.add("prodid", PRODUIT)
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", methode)
    calendrier.add_component(_fuseau(fuseau))
    return calendrier


def _fuseau(nom: str) -> Timezone:
    """Outlook ne lit que la règle (le dernier dimanche de mars, le dernier d'octobre), pas la liste des dates."""
    if nom != PARIS:
        return Timezone.from_tzid(nom, first_date=PREMIER_JOUR)
    fuseau = Timezone()
    fuseau.add("tzid", PARIS)
    for genre, sigle, mois, avant, apres, heure in (
        (TimezoneDaylight, "CEST", 3, 1, 2, 2),
        (TimezoneStandard, "CET", 10, 2, 1, 3),
    ):
        regle = genre()
        regle.add("tzname", sigle)
        regle.add("dtstart", datetime(1996, mois, 31 if mois == 3 else 27, heure))  # noqa: DTZ001  heure murale
        regle.add("rrule", {"freq": "yearly", "bymonth": mois, "byday": "-1su"})
        regle.add("tzoffsetfrom", timedelta(hours=avant))
        regle.add("tzoffsetto", timedelta(hours=apres))
        fuseau.add_component(regle)
    return fuseau


def _evenement(evenement: EvenementAgenda, fuseau: str) -> Event:
    composant = Event()
    composant.add("uid", evenement.uid)
    composant.add("sequence", evenement.sequence)
    composant.add("dtstamp", evenement.modifie_le)
    composant.add("last-modified", evenement.modifie_le)
    composant.add("summary", evenement.titre)
    for nom, valeur in (("location", evenement.lieu), ("description", evenement.description)):
        if valeur:
            composant.add(nom, valeur)
    composant.add("categories", [CATEGORIES[evenement.genre]])
    composant.add("status", _statut(evenement))
    for nom, valeur in _quand(evenement, fuseau).items():
        composant.add(nom, valeur)
    return composant


def _statut(evenement: EvenementAgenda) -> str:
    if evenement.annule:
        return "CANCELLED"
    return "CONFIRMED" if evenement.confirme else "TENTATIVE"


def _quand(evenement: EvenementAgenda, fuseau: str) -> dict[str, Any]:
    """Une réunion occupe son temps ; une échéance marque un jour, sans rendre personne indisponible."""
    if evenement.heure is None or evenement.duree_minutes is None:
        fin = evenement.le + timedelta(days=1)
        libre = {"transp": "TRANSPARENT", "x-microsoft-cdo-busystatus": "FREE"}
        return {"dtstart": evenement.le, "dtend": fin, **libre}
    debut = datetime.combine(evenement.le, evenement.heure, ZoneInfo(fuseau))
    occupe = "BUSY" if evenement.confirme else "TENTATIVE"
    return {
        "dtstart": debut,
        "dtend": debut + timedelta(minutes=evenement.duree_minutes),
        "transp": "OPAQUE",
        "x-microsoft-cdo-busystatus": occupe,
    }


def _rappel(titre: str) -> Alarm:
    rappel = Alarm()
    rappel.add("action", "DISPLAY")
    rappel.add("description", titre)
    rappel.add("trigger", RAPPEL_D_UNE_REUNION)
    return rappel


def _adresse(personne: Personne, **parametres: str) -> vCalAddress:
    adresse = vCalAddress(f"mailto:{personne.adresse}")
    if personne.nom:
        adresse.params["CN"] = vText(personne.nom)
    adresse.params |= parametres
    return adresse
