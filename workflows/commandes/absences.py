"""Les absences des contacts : le temps d'une absence, on écrit à la personne qui supplée."""

from datetime import date
from typing import Annotated

from pydantic import Field

from modeles.absence import Absence
from modeles.contact import Contact
from modeles.demarche import Demarche
from modeles.erreurs import SaisieInvalide
from workflows.commandes.bordereau import Auteur, Bordereau, SaisieDefinie
from workflows.commandes.champs import Chose, Designe, Texte


class SaisieAbsence(Bordereau):
    contact: Annotated[Texte, Designe(Chose.CONTACT)] = Field(
        title="Qui est absent", description="Son adresse électronique ou son nom."
    )
    du: date = Field(title="Du")
    au: date = Field(title="Au", description="Dernier jour d'absence, compris.")
    suppleant: Annotated[Texte, Designe(Chose.CONTACT)] | None = Field(
        default=None,
        title="Qui supplée",
        description="Un autre contact de la démarche. Sans lui, les relances attendent le retour.",
    )


def noter_une_absence(demarche: Demarche, saisie: SaisieAbsence, auteur: Auteur) -> None:
    """Note l'absence ; celle du même contact qui la chevauchait est remplacée."""
    absent = _contact(demarche, saisie.contact)
    suppleant = _contact(demarche, saisie.suppleant) if saisie.suppleant else None
    _verifier(saisie, absent, suppleant)
    for ancienne in absent.absences:
        if ancienne.remplacee_le is None and ancienne.du <= saisie.au and saisie.du <= ancienne.au:
            ancienne.remplacee_le = auteur.saisi_le
    absence = Absence(
        contact_id=absent.id,
        du=saisie.du,
        au=saisie.au,
        suppleant_id=suppleant.id if suppleant else None,
        par=auteur.par,
        saisie_le=auteur.saisi_le,
    )
    absent.absences.append(absence)


def _verifier(saisie: SaisieAbsence, absent: Contact, suppleant: Contact | None) -> None:
    fautes = []
    if saisie.au < saisie.du:
        fautes.append(f"elle finirait le {saisie.au:%d/%m/%Y}, avant d'avoir commencé")
    if suppleant is absent:
        fautes.append("une personne ne se supplée pas elle-même")
    elif suppleant is not None and not suppleant.courriel:
        fautes.append(f"{suppleant.nom} n'a pas d'adresse électronique")
    if fautes:
        raise SaisieInvalide(
            "Cette absence ne peut pas être notée.",
            f"Il y a un obstacle : {' ; '.join(fautes)}.",
            "Corrigez les dates ou la suppléance, puis recommencez.",
        )


def _contact(demarche: Demarche, designe: str) -> Contact:
    """Le contact en fonction de cette adresse ou de ce nom. Lève `SaisieInvalide`."""
    cherche = designe.strip().casefold()
    actifs = [c for c in demarche.contacts if c.actif]
    trouves = [c for c in actifs if cherche in _noms(c)]
    if len(trouves) == 1:
        return trouves[0]
    connus = ", ".join(dict.fromkeys(c.courriel or c.nom for c in actifs))
    raise SaisieInvalide(
        f"Le contact « {designe} » ne peut pas être désigné.",
        "Plusieurs contacts portent ce nom." if trouves else "Aucun contact en fonction ne le porte.",
        f"Désignez-le par son adresse : {connus}." if connus else "Saisissez d'abord le contact.",
    )


def _noms(contact: Contact) -> set[str]:
    return {
        nom.casefold()
        for nom in (contact.courriel, contact.nom, f"{contact.prenom} {contact.nom}".strip())
        if nom
    }


SAISIES_DES_ABSENCES = {
    "absence": SaisieDefinie("l'absence d'un contact et sa suppléance", SaisieAbsence, noter_une_absence),
}
