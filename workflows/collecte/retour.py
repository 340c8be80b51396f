"""Le retour d'un classeur de collecte : voir ce qu'il changerait, puis garder ce qui tient."""

from typing import NamedTuple

from sqlmodel import Session

from documents.depot import Depot
from modeles.campagne import Attendu
from modeles.erreurs import ErreurMetier, Obstacle
from modeles.journalisation import signer
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.attendus import attendu_designe
from workflows.collecte.lecture import FeuilleLue, lire_le_classeur
from workflows.commandes.bordereau import Auteur
from workflows.commandes.valeurs import Preparation
from workflows.depots.inscription import Classement, Fichier, document_identique, inscrire
from workflows.dossier import demarche_du_territoire
from workflows.permission import Permission, tout_permis
from workflows.valeurs import apercu_des_valeurs, enregistrer_valeurs

ORIGINE = "classeur"
CODE, TITRE = "D21C", "Classeur d'indicateurs reçu"


class RetourDeFeuille(NamedTuple):
    """Ce que donne une feuille. `empechement` : pourquoi rien n'a pu en être gardé, s'il y a une raison."""

    feuille: str
    territoire: str
    lot: Preparation | None
    fautes: tuple[Obstacle, ...]
    empechement: ErreurMetier | None = None
    recue: bool = False

    @property
    def changements(self) -> int:
        return len(self.lot.changements) if self.lot else 0


class Retour(NamedTuple):
    """`deja_recu` : ces mêmes octets avaient déjà été déposés ; refaits, ils ne changent rien."""

    exercice: int
    feuilles: tuple[RetourDeFeuille, ...]
    perdues: tuple[str, ...]
    deja_recu: bool = False


def apercevoir_le_classeur(
    session: Session, recu: Fichier, auteur: Auteur, exiger: Permission = tout_permis
) -> Retour:
    """Ce que le classeur changerait, feuille par feuille ; rien n'est écrit."""
    lu = lire_le_classeur(recu.octets, recu.nom)
    feuilles = tuple(_feuille(Reception(session, lu.exercice, auteur, exiger), f) for f in lu.feuilles)
    return Retour(lu.exercice, feuilles, lu.perdues, document_identique(session, recu) is not None)


def recevoir_le_classeur(
    session: Session, depot: Depot, recu: Fichier, auteur: Auteur, exiger: Permission = tout_permis
) -> Retour:
    """Garde le fichier et les lignes qui tiennent ; dit les autres. Un territoire empêché n'arrête pas les suivants."""
    signer(session, auteur.par)
    lu = lire_le_classeur(recu.octets, recu.nom)
    deja = document_identique(session, recu)
    reception = Reception(session, lu.exercice, auteur, exiger, ecrire=True)
    feuilles = tuple(_feuille(reception, f) for f in lu.feuilles)
    if deja is None:
        classement = Classement(CODE, TITRE, f"indicateurs {lu.exercice} reçus")
        for demarche in (
            demarche_du_territoire(session, f.territoire) for f in feuilles if not f.empechement
        ):
            inscrire(session, depot, demarche, recu, classement=classement, auteur=auteur)
    return Retour(lu.exercice, feuilles, lu.perdues, deja is not None)


class Reception(NamedTuple):
    """Qui renvoie le classeur, pour quel exercice, et s'il faut écrire ou seulement montrer."""

    session: Session
    exercice: int
    auteur: Auteur
    exiger: Permission
    ecrire: bool = False


def _feuille(reception: Reception, feuille: FeuilleLue) -> RetourDeFeuille:
    illisibles = tuple(f.obstacle for f in feuille.fautes)
    try:
        reception.exiger(feuille.territoire)
        attendu, recue = _attendu(reception.session, feuille.territoire, reception.exercice), False
        if reception.ecrire:
            lot, recue = enregistrer_valeurs(
                reception.session, attendu, feuille.saisies, reception.auteur, ORIGINE
            )
        else:
            lot = apercu_des_valeurs(reception.session, attendu, feuille.saisies, reception.auteur, ORIGINE)
    except ErreurMetier as refus:
        return RetourDeFeuille(feuille.nom, feuille.territoire, None, illisibles, refus)
    fautes = (*illisibles, *(f.obstacle for f in lot.fautes))
    return RetourDeFeuille(feuille.nom, feuille.territoire, lot, fautes, recue=recue)


def _attendu(session: Session, territoire: str, exercice: int) -> Attendu:
    demarche = demarche_du_territoire(session, territoire)
    return attendu_designe(session, demarche, GenreCampagne.INDICATEURS, exercice)
