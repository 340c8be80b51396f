"""Qui tient chaque fonction dans une démarche : le carnet d'adresses des relances."""

from datetime import date

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.vocabulaire import Partie, RoleContact
from modeles.vocabulaire_relances import Fonction
from workflows.relances.attentes import Absence, Carnet, Personne, Titulaire

# La délégation nationale n'est pas un contact d'une démarche : on lui écrit par la charge.
FONCTIONS = {
    (Partie.COLLECTIVITE, RoleContact.REFERENT): Fonction.REFERENT,
    (Partie.COLLECTIVITE, RoleContact.DIRECTION): Fonction.DIRECTION,
    (Partie.COLLECTIVITE, RoleContact.SIGNATAIRE): Fonction.EXECUTIF,
    (Partie.ETAT, RoleContact.REFERENT): Fonction.CHARGE_DE_MISSION,
    (Partie.ETAT, RoleContact.DIRECTION): Fonction.DIRECTION_ETAT,
    (Partie.ETAT, RoleContact.SIGNATAIRE): Fonction.PREFET,
    (Partie.ETAT, RoleContact.COMMISSAIRE): Fonction.COMMISSAIRE,
    (Partie.ETAT, RoleContact.DREETS): Fonction.DREETS,
}


def carnet_de(demarche: Demarche) -> Carnet:
    """Les titulaires de chaque fonction, avec leurs absences."""
    carnet: dict[Fonction, list[Titulaire]] = {}
    for contact in demarche.contacts:
        fonction = FONCTIONS.get((contact.partie, contact.role))
        if fonction is not None and contact.actif:
            carnet.setdefault(fonction, []).append(
                Titulaire(_personne(contact, fonction), _absences(contact, fonction))
            )
    return carnet


def _personne(contact: Contact, fonction: Fonction) -> Personne:
    return Personne(
        cle=contact.courriel.casefold() if contact.courriel else f"contact:{contact.id}",
        nom=f"{contact.prenom} {contact.nom}".strip(),
        fonction=fonction,
        courriel=contact.courriel,
        titre=", ".join(x for x in (contact.fonction, contact.organisme) if x),
    )


def _absences(contact: Contact, fonction: Fonction) -> list[Absence]:
    return [
        Absence(a.du, a.au, _personne(a.suppleant, fonction) if a.suppleant else None)
        for a in contact.absences
        if a.remplacee_le is None
    ]


def absents(demarche: Demarche, jour: date) -> list[str]:
    """« Camille EXEMPLE, jusqu'au 20/03/2026 » : à montrer avant d'envoyer."""
    return [
        f"{contact.prenom} {contact.nom}, jusqu'au {a.au:%d/%m/%Y}".strip()
        for contact in demarche.contacts
        for a in contact.absences
        if a.remplacee_le is None and a.du <= jour <= a.au
    ]
