"""Qui tient une fonction un jour donné : la personne, sa suppléance, ou la charge quand on ne connaît personne."""

from collections.abc import Iterable
from datetime import date

from modeles.vocabulaire_relances import Fonction
from workflows.relances import raisons
from workflows.relances.attentes import Attente, Personne, Titulaire


def joindre(attente: Attente, fonctions: Iterable[Fonction], jour: date) -> tuple[list[Personne], list[str]]:
    """Les personnes à qui l'on écrit, sans doublon, et ce qui empêche d'écrire aux autres."""
    presents: dict[str, Personne] = {}
    empechees = []
    for fonction in fonctions:
        for titulaire in attente.carnet.get(fonction) or (a_la_charge(attente, fonction),):
            personne, absence = _presente(titulaire, jour)
            if personne:
                presents.setdefault(personne.cle, personne)
            else:
                empechees.append(absence)
    return list(presents.values()), empechees


def _presente(titulaire: Titulaire, jour: date) -> tuple[Personne | None, str]:
    absence = next((a for a in titulaire.absences if a.du <= jour <= a.au), None)
    if absence is None:
        return titulaire.personne, ""
    if absence.suppleant is not None:
        return absence.suppleant._replace(en_l_absence_de=titulaire.personne.nom), ""
    return None, raisons.absente(titulaire.personne, absence)


def a_la_charge(attente: Attente, fonction: Fonction) -> Titulaire:
    """Personne n'est connu : la lettre s'adresse à la charge, et part par la poste."""
    nom = f"{fonction.libelle} ({attente.territoire})"
    return Titulaire(Personne(f"{attente.demarche_id}:{fonction.value}", nom, fonction))
