"""Au nom de qui un message part : le référent de l'État, ou qui le supplée ce jour-là. C'est à lui qu'on répond."""

from datetime import date
from typing import NamedTuple

from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.vocabulaire import Partie, RoleContact

CORDIALEMENT = "Cordialement,"
SANS_REFERENT = "Le chargé de mission de l'État"


class Emetteur(NamedTuple):
    """Le nom montré, l'adresse où l'on répond, et la signature du texte."""

    nom: str
    adresse: str | None
    signature: str


def emetteur_de(demarche: Demarche, jour: date) -> Emetteur:
    """Le référent de l'État, son suppléant s'il est absent ; sa fonction, si personne n'est encore nommé."""
    referent = next((c for c in demarche.contacts if _est_referent(c)), None)
    if referent is None:
        return Emetteur("", None, f"{CORDIALEMENT}\n{SANS_REFERENT}")
    present = _present(referent, jour)
    nom = f"{present.prenom} {present.nom}".strip()
    titre = ", ".join(x for x in (present.fonction, present.organisme) if x)
    nom_montre = f"{nom} ({present.organisme})" if present.organisme else nom
    return Emetteur(nom_montre, present.courriel, f"{CORDIALEMENT}\n{nom}\n{titre}".rstrip())


def _est_referent(contact: Contact) -> bool:
    return contact.actif and contact.partie is Partie.ETAT and contact.role is RoleContact.REFERENT


def _present(contact: Contact, jour: date) -> Contact:
    for absence in contact.absences:
        if absence.remplacee_le is None and absence.du <= jour <= absence.au and absence.suppleant:
            return absence.suppleant
    return contact
