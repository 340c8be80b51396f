"""Une décision de réunion devient une tâche : qui s'en charge, pour quand, et où aller la voir."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from modeles.demarche import Demarche
from modeles.requetes_taches import taches_nees_de
from modeles.reunion import Decision, Reunion
from modeles.tache import Tache
from modeles.vocabulaire import Partie
from workflows.taches import fermer_tache, ouvrir_tache


def debut_de_cle(reunion: Reunion) -> str:
    """Ce par quoi commence la cause de toutes les tâches d'une réunion ; le numéro de la décision suit."""
    return f"decision:{reunion.id}:"


def numero_de_la_decision(tache: Tache) -> int:
    """La décision dont cette tâche est née."""
    return int(tache.cle.rsplit(":", 1)[1])


def suivre_les_decisions(
    session: Session, demarche: Demarche, reunion: Reunion, par: str, le: datetime
) -> None:
    """Ouvre la tâche de chaque décision confiée ou datée ; corrige celle qui a changé, ferme celle qui n'est plus."""
    suivies = {d.numero: d for d in reunion.decisions if d.responsable or d.echeance_le}
    for decision in suivies.values():
        _suivre(session, demarche, reunion, decision)
    for tache in taches_nees_de(session, debut_de_cle(reunion)):
        if numero_de_la_decision(tache) not in suivies:
            fermer_tache(session, tache.cle, par, le)


def _suivre(session: Session, demarche: Demarche, reunion: Reunion, decision: Decision) -> None:
    cle = f"{debut_de_cle(reunion)}{decision.numero}"
    quand = f"{reunion.tenue_le:%d/%m/%Y}" if reunion.tenue_le else ""
    champs: dict[str, Any] = {
        "libelle": decision.libelle,
        "raison": f"Décision n° {decision.numero} du {reunion.nature.libelle} du {quand}.",
        "a_qui": _partie(demarche, decision.responsable),
        "responsable": decision.responsable,
        "echeance_le": decision.echeance_le,
    }
    lien = f"/territoires/{demarche.territoire_code}/reunions/{reunion.numero}#decisions"
    tache = ouvrir_tache(session, cle, demarche_id=demarche.id, lien=lien, **champs)
    if tache.faite_le is None:
        for champ, valeur in champs.items():
            setattr(tache, champ, valeur)


def _partie(demarche: Demarche, responsable: str) -> Partie:
    """La partie de la personne nommée, si un contact ou sa fonction s'y reconnaît ; l'État sinon, qui relance."""
    cherche = responsable.casefold()
    for contact in demarche.contacts:
        noms = (f"{contact.prenom} {contact.nom}".strip(), contact.nom, contact.fonction, contact.organisme)
        if contact.actif and cherche and cherche in {n.casefold() for n in noms}:
            return contact.partie
    return Partie.ETAT
