"""Le classeur à envoyer : celui d'un territoire, ou de plusieurs, tel que la base le sait aujourd'hui."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from modeles.demarche import Demarche
from modeles.erreurs import Obstacle
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.attendus import attendu_designe
from workflows.collecte.ecriture import ecrire_le_classeur, nom_du_classeur
from workflows.etat_des_valeurs import etat_des_valeurs
from workflows.refus import Empeche
from workflows.regles.campagnes import echeance_de


class ClasseurPret(NamedTuple):
    """Le fichier et le nom sous lequel il part."""

    nom: str
    octets: bytes


def classeur_de(session: Session, demarches: Sequence[Demarche], exercice: int, le: date) -> ClasseurPret:
    """Lève `Introuvable` si la campagne n'attend pas l'un d'eux, `Empeche` si aucun indicateur n'est à remplir."""
    attendus = [attendu_designe(session, d, GenreCampagne.INDICATEURS, exercice) for d in demarches]
    etats = [(d.territoire_code, etat_des_valeurs(session, d, exercice, le)) for d in demarches]
    if not any(not ligne.calcule for _, etat in etats for ligne in etat.lignes):
        raise Empeche(
            f"Le classeur des indicateurs {exercice} serait vide.",
            [
                Obstacle(
                    "aucune fiche du contrat n'a d'indicateur à renseigner cette année-là",
                    "Vérifiez les fiches et l'exercice demandé.",
                )
            ],
        )
    echeance = min(echeance_de(a) for a in attendus)
    octets = ecrire_le_classeur(etats, exercice, echeance)
    return ClasseurPret(nom_du_classeur([code for code, _ in etats], exercice), octets)
