"""Ce qu'un message de relance joint : ses lettres, et le classeur à remplir quand ce sont des indicateurs."""

from datetime import date

from sqlmodel import Session

from documents.depot import Depot
from modeles.demarche import Demarche
from modeles.vocabulaire_annuel import GenreCampagne
from workflows.collecte.depart import ClasseurPret, classeur_de
from workflows.refus import Empeche
from workflows.relances.groupement import Envoi

TYPE_MIME_CLASSEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def classeurs_a_joindre(session: Session, envoi: Envoi, jour: date, depot: Depot) -> list[dict[str, str]]:
    """Un classeur pré-rempli par exercice, une feuille par territoire ; rien si le niveau n'en joint pas."""
    if not envoi.niveau.classeur:
        return []
    par_exercice: dict[int, list[Demarche]] = {}
    for ligne in envoi.lignes:
        if ligne.attente.genre == GenreCampagne.INDICATEURS:
            demarche = session.get_one(Demarche, ligne.attente.demarche_id)
            par_exercice.setdefault(ligne.attente.exercice, []).append(demarche)
    return [
        _piece(classeur, depot)
        for exercice, demarches in sorted(par_exercice.items())
        if (classeur := _classeur(session, demarches, exercice, jour)) is not None
    ]


def _classeur(session: Session, demarches: list[Demarche], exercice: int, jour: date) -> ClasseurPret | None:
    try:
        return classeur_de(session, demarches, exercice, jour)
    except Empeche:
        return None  # aucun indicateur à remplir : le message dit autre chose, il part sans classeur


def _piece(classeur: ClasseurPret, depot: Depot) -> dict[str, str]:
    return {
        "nom": classeur.nom,
        "type_mime": TYPE_MIME_CLASSEUR,
        "empreinte": depot.ranger(classeur.octets),
    }
